"""Walls: which rows are closed to which member of staff, whatever her role allows."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from casework.db import Base


class Wall(Base):
    """That a row (a case, a person, a referral) is closed to a user: for her it does not exist.

    The room of conflicts of interest puts walls up; nothing takes one down by itself. ``row_id`` has no
    foreign key, as it names rows of several tables.
    """

    __tablename__ = "wall"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    row_id: Mapped[UUID] = mapped_column(primary_key=True, index=True)
    raised_at: Mapped[datetime]


def walled_off(user_id: Any, *row_ids: Any) -> ColumnElement[bool]:
    """Whether a wall stands before one of these columns: what a model's ``walled`` says of its own.

    One EXISTS for each column, found in the key of the table: it costs the same whether there is a wall or not.
    """
    walls = (select(Wall.user_id).where(Wall.user_id == user_id, Wall.row_id == key) for key in row_ids)
    return or_(*(wall.correlate_except(Wall).exists() for wall in walls))
