"""The shipped definitions say what the design of the figures says."""

import copy
import shutil
import tomllib
from pathlib import Path

import pytest

from casework.indicators.definitions import Indicators, load_indicators
from casework.paths import ROOT_POLICIES
from casework.vocabulary import PolicyError, Vocabulary, load
from tests.vocabulary.toml_text import written

FILE = ROOT_POLICIES / "indicators.toml"
VIOLENCE = ("bao_luc_gia_dinh", "bao_luc_gioi_khac")
BASIC = {
    "y_te",
    "tam_lanh",
    "nhu_cau_thiet_yeu",
    "tu_van_tam_ly",
    "tro_giup_phap_ly",
    "bao_ve_an_toan",
    "tro_giup_xa_hoi",
}
REINTEGRATION = {"hoc_van_hoa", "hoc_nghe_viec_lam", "tro_cap_ban_dau"}


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load(ROOT_POLICIES)


@pytest.fixture(scope="module")
def indicators(vocabulary: Vocabulary) -> Indicators:
    return load_indicators(FILE, vocabulary)


def test_there_are_six(indicators: Indicators) -> None:
    assert indicators.codes == (
        "victims_reached",
        "perpetrators_counselled",
        "perpetrators_counselled_tt10",
        "trafficking_returnees_supported",
        "facilities_active",
        "ward_need_met",
    )


def test_victims_reached(indicators: Indicators) -> None:
    one = indicators["victims_reached"]
    assert (one.counts, one.case_kinds, one.need) == ("victims", VIOLENCE, None)
    assert (one.numerator.fact, set(one.numerator.kinds)) == ("service", BASIC)
    assert one.splits == ("stream", "sex")
    assert one.streams == {"domestic": ("bao_luc_gia_dinh",), "other": ("bao_luc_gioi_khac",)}
    assert one.sexes == {"female": "nu", "male": "nam"}


def test_both_ways_to_count_perpetrators_differ_in_the_denominator_alone(indicators: Indicators) -> None:
    narrow, wide = indicators["perpetrators_counselled"], indicators["perpetrators_counselled_tt10"]
    assert narrow.counts == wide.counts == "perpetrators"
    assert narrow.case_kinds == wide.case_kinds == VIOLENCE
    assert narrow.numerator == wide.numerator
    assert (narrow.numerator.fact, narrow.numerator.kinds) == ("counselling", ("tu_van",))
    assert narrow.not_prosecuted_in_denominator
    assert not wide.not_prosecuted_in_denominator


def test_trafficking_returnees(indicators: Indicators) -> None:
    one = indicators["trafficking_returnees_supported"]
    assert (one.counts, one.case_kinds, one.need) == ("victims", ("mua_ban_tro_ve",), ("co",))
    assert len(one.numerator.kinds) == 10
    reintegrated, unknown = one.extras
    assert (reintegrated.code, set(reintegrated.services), reintegrated.need) == (
        "reintegrated",
        REINTEGRATION,
        None,
    )
    assert (unknown.code, unknown.services, unknown.need) == ("need_unknown", (), ("chua_ro",))
    assert set(one.numerator.kinds) > REINTEGRATION


def test_facilities_are_public_social_assistance_facilities_with_any_activity(
    indicators: Indicators, vocabulary: Vocabulary
) -> None:
    one = indicators["facilities_active"]
    assert (one.counts, one.case_kinds, one.provider_kinds, one.public_only) == (
        "facilities",
        (),
        ("co_so_tgxh",),
        True,
    )
    assert one.numerator.kinds == vocabulary["activity_kind"].codes


def test_ward_need_met_takes_any_service_and_all_kinds_but_trafficking(
    indicators: Indicators, vocabulary: Vocabulary
) -> None:
    one = indicators["ward_need_met"]
    assert (one.case_kinds, one.need) == ((*VIOLENCE, "nguy_co"), ("co",))
    assert one.numerator.kinds == vocabulary["service_kind"].codes


def test_only_victims_reached_is_split(indicators: Indicators) -> None:
    assert [one.code for one in indicators if one.splits] == ["victims_reached"]


def test_each_says_where_it_comes_from(indicators: Indicators) -> None:
    for one in indicators:
        assert one.source.vi
        assert one.owner.en
        assert one.source_status == "unconfirmed"  # the annex with the formulas was not at hand


def test_the_pages_find_their_words(indicators: Indicators) -> None:
    assert {"recorded", "people", "streams", "areas", "cut_off", "undefined"} <= indicators.notes.keys()
    assert "không phát sinh" in indicators.notes["undefined"].vi


def edited(tmp_path: Path, change: str, at: int, value: object) -> Path:
    values = copy.deepcopy(tomllib.loads(FILE.read_text(encoding="utf-8")))
    values["indicator"][at][change] = value
    path = tmp_path / "indicators.toml"
    path.write_text(written(values), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("change", "at", "value", "says"),
    [
        ("code", 1, "victims_reached", r"indicator\[2\]\.code: is “victims_reached” a second time"),
        ("counts", 0, "facilities", r"indicator\[1\]\."),
        ("numerator", 0, {"fact": "counselling", "kinds": ["tu_van"]}, r"numerator\.fact: must be “service”"),
        ("numerator", 1, {"fact": "counselling", "kinds": []}, r"numerator\.kinds: must not be empty"),
        ("case_kinds", 0, [], r"case_kinds: must not be empty"),
        ("case_kinds", 0, ["bao_luc_gia_dinh"], r"splits: asks for streams"),
        ("need", 3, "co", r"need: must be a list"),
        ("public_only", 4, "yes", r"public_only: must be true or false"),
    ],
)
def test_a_definition_that_cannot_be_reckoned_with_is_refused(
    tmp_path: Path, vocabulary: Vocabulary, change: str, at: int, value: object, says: str
) -> None:
    with pytest.raises(PolicyError, match=says):
        load_indicators(edited(tmp_path, change, at, value), vocabulary)


def test_a_service_that_a_site_adds_counts_as_any_service_and_not_as_a_basic_one(tmp_path: Path) -> None:
    root = shutil.copytree(ROOT_POLICIES, tmp_path / "policies")
    with (root / "vocabulary/service_kind.toml").open("a", encoding="utf-8") as file:
        file.write('\n[[term]]\ncode = "trong_tre"\nvi = "Trông trẻ"\nen = "Child care"\n')
    indicators = load_indicators(root / "indicators.toml", load(root))
    assert "trong_tre" in indicators["ward_need_met"].numerator.kinds
    assert "trong_tre" not in indicators["victims_reached"].numerator.kinds
