from pathlib import Path

import pytest

from casework.disclosure import DisclosurePolicy, load_disclosure
from casework.paths import ROOT_POLICIES
from casework.vocabulary import PolicyError

OURS = (ROOT_POLICIES / "disclosure.toml").read_text(encoding="utf-8")


def changed(folder: Path, old: str, new: str) -> Path:
    assert old in OURS
    path = folder / "disclosure.toml"
    path.write_text(OURS.replace(old, new), encoding="utf-8")
    return path


def test_our_policy_has_the_thresholds_of_the_first_part(policy: DisclosurePolicy) -> None:
    assert (policy.k, policy.minimum_denominator, policy.country) == (5, 20, "VN")
    assert policy.exempt == {"facilities_active"}
    assert dict(policy.extras) == {"reintegrated": "of_numerator", "need_unknown": "apart"}
    assert [(pair.narrower, pair.wider) for pair in policy.nested] == [
        ("perpetrators_counselled", "perpetrators_counselled_tt10")
    ]


def test_a_site_may_protect_more(tmp_path: Path) -> None:
    path = changed(tmp_path, "k = 5\n", "k = 10\n")
    assert load_disclosure(path).k == 10


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
        ('version = "2026-11"', 'version = ""', "version"),
        ('"apart"', '"elsewhere"', "elsewhere"),
        ('country = "VN"', 'country = "VN"\ncountries = "VN"', "not a word"),
        ("[[nested]]", '[[nested]]\nwidest = "x"', "not a word"),
        ('wider = "perpetrators_counselled_tt10"', 'wider = "perpetrators_counselled"', "chain"),
    ],
)
def test_what_is_not_understood_stops_the_start(tmp_path: Path, old: str, new: str, problem: str) -> None:
    with pytest.raises(PolicyError, match=problem):
        load_disclosure(changed(tmp_path, old, new))
