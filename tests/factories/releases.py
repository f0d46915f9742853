"""Releases as rows, made without a calculation: one that waits, one that is approved, or of given parts."""

import json
from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from casework import clock
from casework.access import Actor
from casework.db import uuid7
from casework.disclosure.canonical import Period
from casework.releases import states
from casework.releases.models import Release, ReleasePart
from casework.releases.packing import TABLE, digest_of, packed
from tests.factories.people import make_house, make_staff

VERSIONS = {
    "beside": [],
    "catalogue": "2026-11",
    "geography": "2025-07",
    "policy": "2026-11",
    "k": 5,
    "b": 5,
    "group": 19,
}


def store_release(
    session: Session,
    parts: Sequence[ReleasePart],
    proposer: Actor,
    period: Period,
    cut_off: date,
    *,
    number: int | None = None,
    decider: Actor | None = None,
    at: datetime | None = None,
) -> Release:
    """A release of these parts, approved if it has a number, waiting else; flushed, not committed."""
    release = Release(
        id=uuid7(),
        year=period.first.year,
        number=number,
        period=period.code,
        first=period.first,
        last=min(period.last, cut_off),
        cut_off=cut_off,
        state=states.APPROVED if number else states.READY,
        proposed_by_id=proposer.id,
        proposed_at=at or clock.now(),
        decided_by_id=decider.id if decider else None,
        decided_at=at or clock.now() if number else None,
        versions=json.dumps(VERSIONS),
        digest=digest_of(parts),
    )
    session.add(release)
    session.flush()
    for part in parts:
        part.release_id = release.id
        session.add(part)
    session.flush()
    return release


def make_approved(session: Session) -> Release:
    """The same, approved by somebody else: release 1 of 2025. Commits."""
    release = make_release(session, year=2025)
    decider = make_staff(session, make_house(session, "Sở Nội vụ"), "manager")
    release.state, release.number = states.APPROVED, 1
    release.decided_by_id, release.decided_at = decider.id, clock.now()
    session.commit()
    return release


def make_release(session: Session, year: int = 2026) -> Release:
    """One table of two areas, one of them withheld, proposed by a manager of its own; commits."""
    proposer = make_staff(session, make_house(session, "Sở Nội vụ"), "manager")
    cells = [["VN", "total", 30], ["VN", "yes", 20], ["VN", "no", 10], ["01", "total", None]]
    cells += [["01", "yes", None], ["01", "no", None]]
    part = packed(
        TABLE,
        "victims-base",
        {"population": "victims", "dimensions": ["area", "reached"], "cells": cells},
        secret=False,
    )
    half = Period.of_half(year, 1)
    release = store_release(session, [part], proposer, half, half.last)
    session.commit()
    return release
