"""What a wall can close: everything about a person, a case or a referral."""

import re
from pathlib import Path

from casework.db import Base
from casework.migrate import load_models
from casework.oversight.wording import NOTICES

ROOT = Path(__file__).parents[2] / "casework"
# Of nobody in a file: organisations, their activities, and that a list was asked for (its cases are closed one by one).
PUBLIC = {"Provider", "Activity", "LineExport"}


def test_everything_that_an_organisation_holds_can_be_closed_to_one_of_its_staff() -> None:
    load_models()
    held = {mapper.class_ for mapper in Base.registry.mappers if hasattr(mapper.class_, "held_by")}
    assert len(held) > 10
    assert {model.__name__ for model in held if not hasattr(model, "walled")} == PUBLIC


def test_every_notice_has_words() -> None:
    source = "".join(path.read_text() for path in ROOT.glob("*/*operations.py"))
    told = set(re.findall(r'"((?:conflict|referral)\.[a-z_]+)"', source)) & set(NOTICES)
    assert told == set(NOTICES)
    for call in re.findall(r'tell_officer\(\s*session,\s*"([a-z_.]+)"', source):
        assert call in NOTICES
