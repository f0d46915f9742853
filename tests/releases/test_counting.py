"""Of which moment a release is: others go on recording, and releasing, while it is calculated."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework import clock
from casework.access import Actor
from casework.facts.models import VictimFact
from casework.indicators.policies import SitePolicies
from casework.releases import jobs, queries, states
from casework.releases.building import build
from casework.releases.models import Release
from casework.releases.operations import approve, propose
from casework.ui.context import Wiring
from tests.releases.test_operations import REQUEST, ready


def test_all_is_counted_at_one_moment(
    session: Session,
    wiring: Wiring,
    small: SitePolicies,
    filled: Callable[..., None],
    manager: Actor,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    filled(1, 300)
    release = propose(session, manager, REQUEST, small.catalogue, clock.now())
    session.commit()
    seen: list[int | None] = []

    def built(reader: Session, *told: Any) -> Any:
        found = build(reader, *told)
        seen.append(reader.scalar(select(func.count()).select_from(VictimFact)))
        filled(2, 50)
        seen.append(reader.scalar(select(func.count()).select_from(VictimFact)))
        return found

    monkeypatch.setattr(jobs, "build", built)
    assert jobs.run(replace(wiring, policies=small), release.id) == states.READY
    assert seen[0] == seen[1]
    session.expire_all()
    assert queries.parts(session, release.id, secret=False)


def test_a_release_is_safe_beside_those_that_were_there_when_it_was_begun(
    session: Session, small: SitePolicies, filled: Callable[..., None], manager: Actor, second: Actor
) -> None:
    filled(1, 300)
    other = ready(session, manager, small)

    def approved_meanwhile(*_told: object) -> None:
        if other.state == states.READY:
            approve(session, second, other, other.version, clock.now())
            session.commit()

    one = Release(
        year=other.year,
        period=other.period,
        first=other.first,
        last=other.last,
        cut_off=other.cut_off,
        proposed_at=clock.now(),
    )
    built = build(session, one, small, small.catalogue, approved_meanwhile)
    assert other.state == states.APPROVED
    assert built.versions["beside"] == []
