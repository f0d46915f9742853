"""A clock that runs on rows: one description for the lists of people and for the pass that escalates."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, literal, null, or_, select
from sqlalchemy.orm import Session

from casework.clock import local
from casework.deadlines import LEVELS, Deadlines

NOBODY = null()


@dataclass(frozen=True)
class Watch:
    """A clock that runs on the rows of a model for which ``running`` is true.

    ``actors`` is the permission of those who have to act; ``facility`` their organisation; ``worker`` whose it is
    already, ``barred`` who may not do it, because a second person must. ``number`` is what the lists show of the
    row, ``endpoint`` where it is done (an address with ``values``). ``onlookers`` is the permission of those who wait
    for it, and ``seen_at`` where they look; ``overseers`` that of the coordinator, who is shown ``overseen`` for a
    number. ``joined`` adds the tables that the columns need. A clock runs from its ``start``, which may lie ahead, to
    ``until``, when another one takes over (None: until the thing is done). ``silent`` finds those rows of which, on
    a day, nothing may be said to whoever looks by one of the permissions in ``silent_to``: for them no clock runs on
    those.
    """

    clock: str
    model: type[Any]
    running: tuple[ColumnElement[bool], ...]
    start: Any
    risk: Any
    facility: Any
    province: Any
    number: Any
    values: Mapping[str, Any]
    actors: str = ""
    endpoint: str = ""
    until: Any = None
    worker: Any = NOBODY
    barred: Any = NOBODY
    onlookers: str = ""
    seen_at: str = ""
    overseers: str = ""
    overseen: Any = NOBODY
    silent: Callable[[Session, Iterable[UUID], date], set[UUID]] | None = None
    silent_to: frozenset[str] = frozenset()
    joined: Callable[[Select[Any]], Select[Any]] = lambda statement: statement

    @property
    def row_kind(self) -> str:
        """The table of the rows."""
        return str(self.model.__tablename__)

    def rows(self, now: datetime, *columns: Any) -> Select[Any]:
        """The rows on which the clock runs."""
        found = self.joined(select(*columns).select_from(self.model)).where(*self.running, self.start <= now)
        return found if self.until is None else found.where(self.until > now)

    def told(
        self, session: Session, rows: Sequence[Any], now: datetime, permission: str = ""
    ) -> Iterator[Any]:
        """Of rows that begin with their key those of which something may be said; "": to anybody."""
        silent: set[UUID] = set()
        if self.silent is not None and (not permission or permission in self.silent_to):
            silent = self.silent(session, (row[0] for row in rows), local(now).date())
        return (row for row in rows if row[0] not in silent)

    def begun(self, limit: Callable[[str], datetime | None], deadlines: Deadlines) -> ColumnElement[bool]:
        """The rows whose clock started by the limit of their level of risk (None: none of that level)."""
        if len(deadlines[self.clock].spans) == 1 or isinstance(self.risk, str):
            most = limit("")
            return false() if most is None else self.start <= most
        limits = [(level, limit(level)) for level in LEVELS]
        known = [and_(self.risk == level, self.start <= most) for level, most in limits if most is not None]
        return or_(*known) if known else false()


def as_column(risk: Any) -> Any:
    """The level of risk as a column, also of a clock that knows none."""
    return literal(risk) if isinstance(risk, str) else risk
