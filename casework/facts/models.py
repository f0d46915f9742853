"""Counting facts: one row a person and case, coded, so that figures never read a case file.

They hold no name and no sealed field, and no foreign key to a case or a person: what was counted stays counted
when she is erased. ``case_id`` and ``Person.counted_as`` are the only threads to her, and erasure cuts both.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, SmallInteger, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from casework.db import Base

# On SQLite a key of this very type is the row itself and needs no index of its own.
KEY = BigInteger().with_variant(Integer, "sqlite")


class OfPerson:
    """What is counted of everybody, victim or perpetrator: who (opaque), of which case, when and where.

    ``alone``: no other fact tells of her in that calendar year. ``age_group`` is that of her first detection in
    the calendar year, so that she has one in it. ``recorded_on`` is the day on which the fact became known.
    """

    id: Mapped[int] = mapped_column(KEY, primary_key=True, autoincrement=False)
    case_id: Mapped[UUID | None]
    counted_as: Mapped[int] = mapped_column(BigInteger, index=True)
    year: Mapped[int] = mapped_column(SmallInteger)
    alone: Mapped[bool]
    kind: Mapped[str] = mapped_column(String(40))
    detected_on: Mapped[date]
    recorded_on: Mapped[date]
    province_code: Mapped[str] = mapped_column(String(2))
    commune_code: Mapped[str] = mapped_column(String(5))
    sex: Mapped[str] = mapped_column(String(10))
    age_group: Mapped[str] = mapped_column(String(10))


class VictimFact(OfPerson, Base):
    """One case of one survivor: what it is about, what was done to her, and since when she has been helped."""

    __tablename__ = "victim_fact"
    __table_args__ = (
        UniqueConstraint("case_id"),
        Index(
            "ix_victim_fact_counting",
            *("year", "alone", "province_code", "commune_code", "sex", "age_group", "kind"),
            *("detected_on", "first_service_on"),
        ),
    )

    source: Mapped[str] = mapped_column(String(40))
    need: Mapped[str] = mapped_column(String(10))
    trafficking_status: Mapped[str | None] = mapped_column(String(20))
    harms: Mapped[tuple[str, ...]]
    relations: Mapped[tuple[str, ...]]
    first_service_on: Mapped[date | None]


class ServiceFact(Base):
    """The day on which a service of a kind was first delivered in a case: which kinds count together is policy."""

    __tablename__ = "service_fact"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 SQLAlchemy reads it as it stands

    fact_id: Mapped[int] = mapped_column(
        KEY, ForeignKey("victim_fact.id"), primary_key=True, autoincrement=False
    )
    kind: Mapped[str] = mapped_column(String(40), primary_key=True)
    delivered_on: Mapped[date]


class PerpetratorFact(OfPerson, Base):
    """One perpetrator in one case: since when he is prosecuted over it, and when he first attended counselling."""

    __tablename__ = "perpetrator_fact"
    __table_args__ = (
        UniqueConstraint("case_id", "counted_as"),
        Index(
            "ix_perpetrator_fact_counting",
            *("year", "alone", "province_code", "commune_code", "kind"),
            *("detected_on", "prosecuted_since", "counselled_on"),
        ),
    )

    prosecuted_since: Mapped[date | None]
    counselled_on: Mapped[date | None]


class FactState(Base):
    """Which edition of the program's facts the database holds: another one is made anew before work goes on."""

    __tablename__ = "fact_state"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    edition: Mapped[int]
    made_at: Mapped[datetime | None]
