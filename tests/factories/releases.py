"""A release that is calculated and waits for a second person."""

import json
from datetime import date

from sqlalchemy.orm import Session

from casework import clock
from casework.db import uuid7
from casework.releases import states
from casework.releases.models import Release
from casework.releases.packing import TABLE, digest_of, packed
from tests.factories.people import make_house, make_staff


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
    release = Release(
        id=uuid7(),
        year=year,
        period=f"{year}-h1",
        first=date(year, 1, 1),
        last=date(year, 6, 30),
        cut_off=date(year, 6, 30),
        state=states.READY,
        proposed_by_id=proposer.id,
        proposed_at=clock.now(),
        versions=json.dumps({"beside": [], "k": 5, "b": 5}),
        digest=digest_of([part]),
    )
    part.release_id = release.id
    session.add(release)
    session.flush()
    session.add(part)
    session.commit()
    return release
