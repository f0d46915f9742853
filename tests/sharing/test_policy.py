"""The sharing table as it is shipped, and what it must never be."""

from pathlib import Path

import pytest

from casework import vocabulary
from casework.paths import ROOT_POLICIES
from casework.sharing import CORE, ENVELOPE, LISTS, OUTSIDE, PERSON, Sharing, load_sharing, narrow, surplus
from casework.vocabulary import PolicyError
from casework.vocabulary.required import REQUIRED

WORDS = vocabulary.load(ROOT_POLICIES)
TEXT = (ROOT_POLICIES / "sharing.toml").read_text(encoding="utf-8")
FACILITIES = ("co_so_tgxh", "dia_chi_tin_cay")


@pytest.fixture(scope="module")
def sharing() -> Sharing:
    return load_sharing(ROOT_POLICIES / "sharing.toml", WORDS)


def test_every_field_has_a_name_on_screen_and_its_list() -> None:
    assert REQUIRED["referral_field"] == (*ENVELOPE, *PERSON)
    assert set(LISTS) <= {*ENVELOPE, *PERSON}
    assert set(LISTS.values()) <= set(WORDS.lists)


def test_nothing_that_says_who_she_is_is_in_an_envelope(sharing: Sharing) -> None:
    assert not set(ENVELOPE) & set(PERSON)
    for grant in sharing.grants.values():
        assert grant.envelope <= set(ENVELOPE)
        assert grant.envelope >= set(CORE)
        assert grant.person <= set(PERSON)


def test_wherever_she_is_told_of_so_is_how_to_reach_her_safely(sharing: Sharing) -> None:
    safe = {"may_contact", "channel", "hours", "pickup", "voicemail", "caller_name", "code_word"}
    for pair, grant in sharing.grants.items():
        assert grant.person >= safe, pair


def test_no_facility_gives_an_address_away(sharing: Sharing) -> None:
    for (sender, receiver), grant in sharing.grants.items():
        if sender in FACILITIES:
            assert "address" not in grant.person, receiver


def test_health_and_communes_learn_nothing_of_who_did_it(sharing: Sharing) -> None:
    for sender in FACILITIES:
        for receiver in ("tram_y_te", "ubnd_xa", OUTSIDE):
            grant = sharing.grant(sender, receiver)
            assert grant is not None
            accused = {name for name in grant.person if name.startswith("perpetrator")}
            assert not accused | grant.person & {"narrative", "relation"}, receiver


def test_police_refer_to_facilities_and_facilities_to_everybody(sharing: Sharing) -> None:
    kinds = WORDS["provider_kind"].codes
    for receiver in FACILITIES:
        assert all(sharing.grant(kind, receiver) for kind in kinds)
    assert all(sharing.grant(sender, kind) for sender in FACILITIES for kind in (*kinds, OUTSIDE))
    assert sharing.grant("cong_an", "truong_hoc") is None
    assert all(sharing.purpose(kind) in WORDS["consent_purpose"] for kind in (*kinds, OUTSIDE))


def test_narrowing_and_surplus_are_two_sides_of_one_rule(sharing: Sharing) -> None:
    grant = sharing.grant("co_so_tgxh", "tram_y_te")
    assert grant is not None
    told = {"full_name": "A", "narrative": "B", "address": "", "phone": "C"}
    assert narrow(grant, "person", told) == {"full_name": "A", "phone": "C"}
    assert surplus(grant, "person", told) == ("narrative",)


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('inside = ["co_so_tgxh"', 'inside = ["nha_nao_do"', "inside"),
        ('tram_y_te = "share_health"', 'tram_y_te = "share_all"', "consent"),
        ('tram_y_te = "share_health"\n', "", "consent.tram_y_te"),
        ('"full_name", "may_contact"', '"full_name", "shoe_size", "may_contact"', "shoe_size"),
        ('"full_name", "may_contact"', '"full_name"', "may_contact"),
        (
            'envelope = [\n    "sender_unit", "commune_code"',
            'envelope = [\n    "sender_unit"',
            "commune_code",
        ),
        ('to = ["tram_y_te"]', 'to = ["tram_y_te", "ubnd_xa"]', "second time"),
        ('to = ["tram_y_te"]', 'to = ["tram_y_te"]\nuntil = "now"', "until"),
    ],
)
def test_what_it_does_not_understand_stops_the_start(tmp_path: Path, old: str, new: str, named: str) -> None:
    assert old in TEXT
    path = tmp_path / "sharing.toml"
    path.write_text(TEXT.replace(old, new), encoding="utf-8")
    with pytest.raises(PolicyError, match=named):
        load_sharing(path, WORDS)
