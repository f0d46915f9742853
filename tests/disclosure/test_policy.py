import shutil
from pathlib import Path

import pytest

from casework.disclosure import DisclosurePolicy, load_disclosure
from casework.indicators.policies import load_policies
from casework.paths import ROOT_POLICIES
from casework.vocabulary import PolicyError
from tests.disclosure.conftest import INSTITUTIONS

OURS = (ROOT_POLICIES / "disclosure.toml").read_text(encoding="utf-8")


def changed(folder: Path, old: str, new: str) -> Path:
    assert old in OURS
    path = folder / "disclosure.toml"
    path.write_text(OURS.replace(old, new), encoding="utf-8")
    return path


def test_our_policy_has_the_thresholds_of_the_first_part(policy: DisclosurePolicy) -> None:
    assert (policy.k, policy.minimum_denominator) == (5, 20)
    assert policy.exempt == {"facilities_active"}


def test_a_site_may_protect_more(tmp_path: Path) -> None:
    path = changed(tmp_path, "k = 5\n", "k = 10\n")
    assert load_disclosure(path, INSTITUTIONS).k == 10


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("k = 5\n", "k = 4\n", "whole number"),
        ("k = 5\n", "k = 5.0\n", "whole number"),
        ("k = 5\n", "k = true\n", "whole number"),
        ("k = 5\n", "k = 15\n", "minimum_denominator"),
        ("minimum_denominator = 20", "minimum_denominator = 19", "minimum_denominator"),
        ("minimum_denominator = 20", "", "is missing"),
        ('exempt = ["facilities_active"]', 'exempt = "facilities_active"', "list"),
        ('["facilities_active"]', '["facilities_active", "victims_reached"]', "victims_reached"),
        ('version = "2026-11"', 'version = ""', "version"),
        ('version = "2026-11"', 'version = "2026-11"\ncountry = "VN"', "not a word"),
    ],
)
def test_what_is_not_understood_stops_the_start(tmp_path: Path, old: str, new: str, problem: str) -> None:
    with pytest.raises(PolicyError, match=problem):
        load_disclosure(changed(tmp_path, old, new), INSTITUTIONS)


def test_a_site_cannot_have_people_told_as_they_are(tmp_path: Path) -> None:
    folder = tmp_path / "policies"
    shutil.copytree(ROOT_POLICIES, folder)
    changed(folder, '["facilities_active"]', '["facilities_active", "victims_reached"]')
    with pytest.raises(PolicyError, match="victims_reached"):
        load_policies(folder)
