"""What a person's cases come to, before it is compared with the facts that are stored."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy.orm import Session

from casework import clock
from casework.facts.rules import age_group, youngest

BIRTH = "person.birth"


class Key(NamedTuple):
    """Which fact it is: of this case, of this person."""

    case_id: UUID
    counted_as: int


@dataclass(slots=True)
class Told:
    """One fact by column name, and the services by kind with the day of the first."""

    values: dict[str, Any]
    services: dict[str, date] = field(default_factory=dict)


class Birth(NamedTuple):
    """A sealed date of birth, as it lies in the database."""

    person_id: UUID
    sealed: bytes


class Found(NamedTuple):
    """The facts of some people, and who of them is left out because nobody has her key any more."""

    facts: dict[Key, Told]
    erased: set[int]


def opened(session: Session, births: Iterable[Birth]) -> Mapping[UUID, str]:
    """The dates of birth by person; of whoever has been erased there is none.

    Opened quietly, to be put into an age group: nobody is shown them.
    """
    vault, wanted = session.info["vault"], set(births)
    known = vault.keyring.find_many(session, {one.person_id for one in wanted})
    rows = [(key, key, sealed) for key, sealed in wanted if key in known]
    with vault.quiet(session):
        return dict(vault.open_many(session, BIRTH, rows))


def of_person(row: Any, birth: str) -> dict[str, Any]:
    """What every fact holds, from a row with the case, the person and the moment at which both were put together."""
    return {
        "case_id": row.case_id,
        "counted_as": row.counted_as,
        "year": row.detected_on.year,
        "kind": row.kind,
        "detected_on": row.detected_on,
        "recorded_on": clock.local(row.known_at).date(),
        "province_code": row.province_code,
        "commune_code": row.commune_code,
        "sex": row.sex,
        "age_group": age_group(birth, row.detected_on),
    }


def found(session: Session, rows: Sequence[Any], tell: Callable[[Any, dict[str, Any]], Told]) -> Found:
    """The facts out of rows with a case, a person and her sealed birth; ``tell`` adds what is of its side alone."""
    births = opened(session, (Birth(row.person_id, row.birth) for row in rows))
    known = [row for row in rows if row.person_id in births]
    facts = [tell(row, of_person(row, births[row.person_id])) for row in known]
    return Found(one_a_year(facts), {row.counted_as for row in rows if row.person_id not in births})


def one_a_year(facts: Sequence[Told]) -> dict[Key, Told]:
    """The facts by key, once each knows whether it is alone in its year and which age group she has there."""
    years: dict[tuple[int, int], list[Told]] = defaultdict(list)
    for one in facts:
        years[one.values["counted_as"], one.values["year"]].append(one)
    for some in years.values():
        group = youngest(one.values["age_group"] for one in some)
        for one in some:
            one.values |= {"alone": len(some) == 1, "age_group": group}
    return {Key(one.values["case_id"], one.values["counted_as"]): one for one in facts}
