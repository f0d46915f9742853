"""One run over one ledger: who does it, what is known already, and what has been done."""

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Actor
from casework.access.identity import OPERATOR
from casework.crypto.bulk import insert_rows
from casework.exchange.ledger import Ledger
from casework.exchange.models import LedgerRow
from casework.exchange.problems import Findings, Problem
from casework.exchange.rowdigests import digest
from casework.facts.watching import touch
from casework.providers.queries import keeps

Progress = Callable[[str, int, int], None]
EVERY = 500


@dataclass(frozen=True, slots=True)
class Changed:
    """A row that said something else than last time: its sheet, its row there, and the fields that changed."""

    sheet: str
    row: int
    fields: tuple[str, ...]


@dataclass
class Done:
    """What storing did, by sheet: rows that became records, that changed one, that said nothing new."""

    created: Counter[str] = field(default_factory=Counter)
    changed: list[Changed] = field(default_factory=list)
    unchanged: Counter[str] = field(default_factory=Counter)
    gone: Counter[str] = field(default_factory=Counter)


class Work:
    """The state of a run. Whoever is not the operator changes only records of the own facility."""

    def __init__(
        self, session: Session, actor: Actor, ledger: Ledger, now: datetime, progress: Progress | None
    ) -> None:
        self.session, self.actor, self.ledger, self.now = session, actor, ledger, now
        self.progress = progress or (lambda _sheet, _done, _total: None)
        self.vault = session.info["vault"]
        self.done, self.findings = Done(), Findings()
        self.facilities: dict[str, UUID] = {}
        self.fresh_cases: set[str] = set()
        self.left: set[tuple[UUID, UUID]] = set()  # (person, facility) of cases that named them until now
        self.waiting: dict[type, list[dict[str, object]]] = defaultdict(list)
        self.known: dict[tuple[str, str], list[LedgerRow]] = defaultdict(list)
        for held in session.scalars(select(LedgerRow)):
            self.known[held.kind, held.code].append(held)

    def digest(self, kind: str, row: Any) -> bytes:
        """What the row says, as a keyed digest."""
        return digest(self.vault, kind, row)

    def one(self, kind: str, code: str) -> LedgerRow | None:
        """The record that the row of this code became, if there has been one."""
        held = self.known.get((kind, code))
        return held[0] if held else None

    def remember(self, kind: str, code: str, row_id: UUID, said: bytes) -> None:
        """Note which record a new row became."""
        self.add(LedgerRow, row_id=row_id, kind=kind, code=code, digest=said)

    def add(self, model: type, **values: object) -> None:
        """Keep a new record until the sheet is done; sealed fields are given as plain values."""
        self.waiting[model].append(values)
        touch(self.session, model, values)

    def store_waiting(self) -> None:
        """Store the new records that wait, model by model in the order in which they were first added."""
        self.session.flush()
        for model, rows in self.waiting.items():
            insert_rows(self.session, model, rows)
        self.waiting.clear()

    def may_change(self, facility_id: UUID) -> bool:
        """Whether this run may change records that belong to that facility."""
        return self.actor.role == OPERATOR or facility_id == self.actor.facility_id

    def keeps_facilities(self, province_code: str) -> bool:
        """Whether this run may change the records of facilities in a province."""
        return self.actor.role == OPERATOR or keeps(self.session, self.actor, "provider:edit", province_code)

    def refuse(self, sheet: str, row: int, message: str, **values: object) -> None:
        """Note why a row can't be stored; in the end nothing of the ledger is."""
        self.findings.add(Problem("error", sheet, row, "", "", message, values))

    def tell(self, sheet: str, done: int, total: int) -> None:
        """Say how far a sheet is, now and then and at its end."""
        if done % EVERY == 0 or done == total:
            self.progress(sheet, done, total)
