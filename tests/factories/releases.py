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


def make_release(session: Session) -> Release:
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
        year=2026,
        period="2026-h1",
        first=date(2026, 1, 1),
        last=date(2026, 6, 30),
        cut_off=date(2026, 6, 30),
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
