"""The length of tokens is part of the index: another one would silently find nobody."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from casework.db import make_sessions
from casework.people.tokens import foreign_edition
from casework.start import StartRefused, refuse_other_index
from tests.factories.people import make_house, make_person, make_staff


def test_a_site_that_expects_others_does_not_start(session: Session, engine: Any, vault: Any) -> None:
    actor = make_staff(session, make_house(session))
    assert actor.facility_id is not None
    make_person(session, actor, actor.facility_id, full_name="Đào Thị Hòa")
    session.info["actor"] = actor
    session.commit()
    assert foreign_edition(session) is None
    refuse_other_index(make_sessions(engine, vault))
    with pytest.raises(StartRefused, match="CASEWORK_EXPECTED_PEOPLE"):
        refuse_other_index(make_sessions(engine, vault, 2_000_000))
