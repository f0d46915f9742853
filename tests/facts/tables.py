"""Drawn histories with their facts, the populations of all tables, and how a naive count of each is made."""

from typing import Any

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from casework.facts.comparing import everybody
from casework.facts.keeping import SIDES, keep
from casework.facts.populations import Needs, Perpetrators, Population, Returnees, Traits, Victims
from casework.facts.queries import Places
from tests.factories.histories import History, store
from tests.facts.naive import (
    BASIC,
    DOMESTIC,
    OTHER,
    REINTEGRATION,
    RETURN,
    RISK,
    STREAMS,
    TRAFFICKING,
    Naive,
)

BOTH = (DOMESTIC, OTHER)
POPULATIONS: dict[str, tuple[Population, Any]] = {
    "victims": (Victims(STREAMS, BASIC), Naive.victims),
    "perpetrators": (Perpetrators(STREAMS), Naive.perpetrators),
    "returnees": (
        Returnees((RETURN,), ("co",), TRAFFICKING, REINTEGRATION),
        lambda naive: naive.returnees("co"),
    ),
    "unknown": (
        Returnees((RETURN,), ("chua_ro",), TRAFFICKING, REINTEGRATION),
        lambda naive: naive.returnees("chua_ro"),
    ),
    "needs": (Needs((DOMESTIC, OTHER, RISK), ("co",)), Naive.needs),
    **{
        what: (Traits(BOTH, what), lambda naive, what=what: naive.traits(what))
        for what in ("harm", "relation", "source", "service")
    },
}


def made(connection: Connection, drawn: list[History]) -> Session:
    """A session on the histories and their facts."""
    store(connection, drawn)
    session = Session(connection)
    for side in SIDES:
        for people in everybody(session, side):
            keep(session, side, people)
    return session


def areas(commune: str) -> tuple[str, ...]:
    return "VN", commune[:2], commune


def places(drawn: list[History]) -> Places:
    return {case.commune: areas(case.commune) for history in drawn for case in history.cases}
