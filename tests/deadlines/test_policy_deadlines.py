from pathlib import Path

import pytest

from casework.deadlines import load_deadlines
from casework.paths import ROOT_POLICIES
from casework.vocabulary import PolicyError

OURS = (ROOT_POLICIES / "deadlines.toml").read_text(encoding="utf-8")


def changed(folder: Path, old: str, new: str) -> Path:
    assert old in OURS
    path = folder / "deadlines.toml"
    path.write_text(OURS.replace(old, new, 1), encoding="utf-8")
    return path


def test_a_site_may_be_quicker(tmp_path: Path) -> None:
    found = load_deadlines(changed(tmp_path, 'extreme = "1 h"', 'extreme = "30 min"'))
    assert found["acknowledge"].span("extreme").minutes == 30
    assert found["acknowledge"].span("").minutes == 30


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("[acknowledge]", "[acknowlege]", "acknowledge: is missing"),
        ('version = "2026-11"', 'version = "2026-11"\nsoon = 1', "soon: is not a word"),
        ('extreme = "1 h"', 'extreme = "soon"', "acknowledge.extreme: must be a period"),
        ('extreme = "1 h"', "extreme = 60", "acknowledge.extreme: must be a text"),
        ('extreme = "1 h"', 'extreme = "5 h"', "longer period than a lower one"),
        ('extreme = "1 h"\n', "", "acknowledge.extreme: is missing"),
        ('extreme = "1 h"', 'extreme = "1 months"', "must not count in months"),
        ('any = "24 h"', 'any = "24 h"\nhigh = "4 h"', "open_case.high: is not a word"),
        ("supervisor = 0, coordinator = 50", "boss = 0", "boss: is not a word"),
        ("supervisor = 0, coordinator = 50", "supervisor = -1", "whole number from 0 to 1000"),
        ('any = "4 months"', 'any = "4 months"\nescalate = { supervisor = 0 }', "needs a period of minutes"),
        ('source_status = "guidance"', 'source_status = "rumour"', "does not know the word"),
    ],
)
def test_what_is_wrong_stops_the_start(tmp_path: Path, old: str, new: str, problem: str) -> None:
    with pytest.raises(PolicyError, match=problem):
        load_deadlines(changed(tmp_path, old, new))
