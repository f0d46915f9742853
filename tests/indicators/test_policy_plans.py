"""The five plans and the national documents: targets, deadlines, cut-offs, areas."""

import copy
import re
import shutil
import tomllib
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from casework.indicators.definitions import load_indicators
from casework.indicators.planfiles import load_plans
from casework.indicators.plans import Plans
from casework.paths import ROOT_POLICIES
from casework.vocabulary import PolicyError, Words, load, load_units
from tests.vocabulary.toml_text import written

UNITS = load_units(ROOT_POLICIES)
INDICATORS = load_indicators(ROOT_POLICIES / "indicators.toml", load(ROOT_POLICIES))
PLANS = load_plans(ROOT_POLICIES / "plans", INDICATORS, UNITS)


@pytest.fixture
def plans() -> Plans:
    return PLANS


def test_five_plans_and_three_national_documents(plans: Plans) -> None:
    assert [plan.code for plan in plans.plans] == [
        "hung-yen-2011-2015",
        "hung-yen-2025",
        "nghe-an-2024",
        "tan-yen-2021-2025",
        "tran-lieu-2025",
    ]
    assert [plan.code for plan in plans.national] == ["nq-28-2021", "qd-2232-2020", "qd-45-2022"]


@pytest.mark.parametrize(
    ("indicator", "by_year"),
    [
        ("victims_reached", {2020: None, 2021: 80, 2025: 80, 2026: 80, 2029: 80, 2030: 90, 2031: None}),
        ("perpetrators_counselled", {2020: None, 2025: 50, 2026: 50, 2029: 50, 2030: 70, 2031: None}),
        ("trafficking_returnees_supported", {2020: None, 2025: 100, 2026: 100, 2030: 100}),
        ("facilities_active", {2025: 70, 2026: 70, 2029: 70, 2030: 100}),
        ("ward_need_met", {2020: None, 2025: 100, 2026: 100, 2030: 100}),
        ("perpetrators_counselled_tt10", {2025: None, 2026: None, 2030: None}),
    ],
)
def test_without_a_plan_the_national_targets_stand(
    plans: Plans, indicator: str, by_year: dict[int, int | None]
) -> None:
    found = {year: plans.target(indicator, year) for year in by_year}
    assert {year: one.percent if one else None for year, one in found.items()} == by_year


def test_a_target_names_its_document_and_section(plans: Plans) -> None:
    target = plans.target("victims_reached", 2026)
    assert target
    assert target.source.vi == "Nghị quyết 28/NQ-CP, Mục tiêu 3, Chỉ tiêu 2"
    assert target.source.en == "Resolution 28/NQ-CP, Objective 3, Target 2"
    assert (target.level, target.milestone, target.source_status) == ("country", 2025, "confirmed")


def test_a_plan_is_asked_before_the_national_documents(plans: Plans) -> None:
    ward = plans.target("ward_need_met", 2025, "tran-lieu-2025")
    assert ward
    assert (ward.document, ward.percent) == ("tran-lieu-2025", 100)
    district = plans.target("victims_reached", 2023, "tan-yen-2021-2025")
    assert district
    assert (district.document, district.percent, district.comparison) == ("tan-yen-2021-2025", 80, "at_least")


def test_a_plan_without_a_figure_of_its_own_leaves_it_to_the_national_ones(plans: Plans) -> None:
    for plan in ("hung-yen-2025", "nghe-an-2024", "tran-lieu-2025"):
        target = plans.target("victims_reached", 2025, plan)
        assert target
        assert target.document == "nq-28-2021"
    after = plans.target("ward_need_met", 2026, "tran-lieu-2025")
    assert after
    assert (after.document, after.source_status) == ("qd-2232-2020", "unconfirmed")


def test_domestic_violence_has_higher_targets_to_2025(plans: Plans) -> None:
    victims = plans.target("victims_reached", 2025, stream="domestic")
    assert victims
    assert (victims.document, victims.percent) == ("qd-45-2022", 95)
    perpetrators = plans.target("perpetrators_counselled", 2025, stream="domestic")
    assert perpetrators
    assert (perpetrators.percent, perpetrators.comparison) == (80, "more_than")
    for stream, year in (("other", 2025), ("domestic", 2026), ("domestic", 2021)):
        general = plans.target("victims_reached", year, stream=stream)
        assert general
        assert (general.document, general.percent) == ("nq-28-2021", 80)


def test_every_document_that_speaks_of_the_same_people_is_listed(plans: Plans) -> None:
    found = plans.targets("victims_reached", 2025)
    assert [(one.document, one.percent) for one in found] == [
        ("nq-28-2021", 80),
        ("qd-45-2022", 95),
        ("tan-yen-2021-2025", 80),
    ]


@given(st.integers(1, 500), st.integers(1, 500))
@example(4, 5)
@example(80, 100)
@example(81, 100)
def test_at_least_and_more_than_differ_exactly_at_the_target(numerator: int, denominator: int) -> None:
    numerator = min(numerator, denominator)
    at_least = PLANS.target("victims_reached", 2025)
    more_than = PLANS.target("perpetrators_counselled", 2025, stream="domestic")
    assert at_least
    assert more_than
    assert at_least.percent == more_than.percent == 80
    assert at_least.met(numerator, denominator) == (numerator * 5 >= denominator * 4)
    assert more_than.met(numerator, denominator) == (numerator * 5 > denominator * 4)


@pytest.mark.parametrize(
    ("plan", "year", "days"),
    [
        ("hung-yen-2025", 2025, {"half-year": (6, 9), "year": (12, 9)}),
        ("hung-yen-2025", 2026, {}),
        (
            "nghe-an-2024",
            2024,
            {
                "programme-year": (12, 24),
                "committee-half-year": (6, 4),
                "committee-year": (12, 4),
                "self-check": (12, 4),
            },
        ),
        ("tan-yen-2021-2025", 2021, {"half-year": (6, 9), "year": (11, 30)}),
        ("tan-yen-2021-2025", 2025, {"half-year": (6, 9), "year": (11, 30)}),
        ("tan-yen-2021-2025", 2020, {}),
        ("hung-yen-2011-2015", 2012, {}),
        ("tran-lieu-2025", 2025, {}),
    ],
)
def test_data_are_closed_the_day_before_a_strict_deadline(
    plans: Plans, plan: str, year: int, days: dict[str, tuple[int, int]]
) -> None:
    found = {one.report.code: one for one in plans.cut_offs(plan, year)}
    assert {code: one.day for code, one in found.items()} == {
        code: date(year, *day) for code, day in days.items()
    }
    for one in found.values():
        assert one.report.due_before
        assert one.last_day_to_send == one.day == date(year, *one.report.due_before) - timedelta(days=1)
        assert one.first == date(year, 1, 1)
        assert one.last == (date(year, 6, 30) if one.report.period == "half_year" else date(year, 12, 31))
        assert one.day < one.last


def test_areas_are_what_became_of_the_old_units(plans: Plans) -> None:
    def predecessors(commune: str) -> set[tuple[str, str]]:
        return {(old.district, old.province) for old in UNITS.legacy.values() if commune in old.successors}

    for code in ("hung-yen-2025", "hung-yen-2011-2015"):
        area = plans[code].area
        assert area.exact
        assert {place for unit in area.units for _, place in predecessors(unit)} == {"Tỉnh Hưng Yên"}
        assert set(area.units) == {
            unit
            for old in UNITS.legacy.values()
            if old.province == "Tỉnh Hưng Yên"
            for unit in old.successors
        }
    district = ("Huyện Tân Yên", "Tỉnh Bắc Giang")
    area = plans["tan-yen-2021-2025"].area
    assert not area.exact
    assert all(predecessors(unit) == {district} for unit in area.units)
    assert all(district in predecessors(unit) and len(predecessors(unit)) > 1 for unit in area.partly)
    assert set(area.units + area.partly) == {
        unit
        for old in UNITS.legacy.values()
        if (old.district, old.province) == district
        for unit in old.successors
    }
    assert plans["nghe-an-2024"].area.units == ("40",)
    assert plans["tran-lieu-2025"].area.units == ("10729",)


def test_every_plan_says_who_does_what_and_who_receives_it(plans: Plans) -> None:
    for plan in plans.plans:
        assert plan.duties, plan.code
        assert plan.recipients, plan.code
        assert plan.filing, plan.code
        assert plan.reports, plan.code
        assert all(duty.section for duty in plan.duties)
        assert plan.targets or plan.others, plan.code


def test_every_name_and_section_of_a_plan_has_english_words(plans: Plans) -> None:
    marks = re.compile(r"[^\x00-\x7f–]")
    for plan in plans.by_code.values():
        remarks = (*plan.others, *plan.models, *plan.defects)
        told = [remark.section for remark in remarks]
        told += [report.section for report in plan.reports] + [duty.section for duty in plan.duties]
        told += [name for report in plan.reports for name in (report.sent_by, *report.to)]
        told += [name for duty in plan.duties for name in (duty.agency, duty.now) if name]
        for words in told:
            assert not marks.search(words.en), (plan.code, words.en)


def test_a_site_may_give_a_name_in_vietnamese_alone(folder: Path) -> None:
    change(folder, "tran-lieu-2025.toml", "report", 0, sent_by="Phòng Văn hóa - Xã hội", to=["UBND phường"])
    report = load_plans(folder, INDICATORS, UNITS)["tran-lieu-2025"].reports[0]
    assert report.sent_by == Words("Phòng Văn hóa - Xã hội", "Phòng Văn hóa - Xã hội")
    assert report.to == (Words("UBND phường", "UBND phường"),)


@pytest.mark.parametrize("bad", [[7], [""], "UBND phường", [{"vi": "UBND phường"}]])
def test_a_name_that_is_none_is_refused(folder: Path, bad: object) -> None:
    change(folder, "tran-lieu-2025.toml", "report", 0, to=bad)
    with pytest.raises(PolicyError, match=r"report\[1\]\.to"):
        load_plans(folder, INDICATORS, UNITS)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOT_POLICIES / "plans", tmp_path / "plans"))


def change(folder: Path, name: str, key: str, at: int, **new: object) -> None:
    path = folder / name
    values: dict[str, Any] = copy.deepcopy(tomllib.loads(path.read_text(encoding="utf-8")))
    values[key][at].update(new)
    path.write_text(written(values), encoding="utf-8")


@pytest.mark.parametrize(
    ("key", "new", "says"),
    [
        ("report", {"data_cut_off": "06-10"}, r"report\[1\]\.data_cut_off: must be before due_before"),
        ("report", {"due_before": "02-29"}, r"report\[1\]\.due_before: must be a month and a day"),
        ("report", {"due_before": "6-1"}, r"report\[1\]\.due_before: must be a month and a day"),
        ("report", {"period": "other"}, r"report\[1\]\.due_before: needs a report on"),
        ("report", {"code": "year"}, r"report: names a code twice"),
        ("target", {"percent": 101}, r"target\[1\]\.percent: must be a whole number"),
        ("target", {"percent": True}, r"target\[1\]\.percent: must be a whole number"),
        ("target", {"years": {"from": 2025, "to": 2021}}, r"target\[1\]\.years: must not end before"),
    ],
)
def test_a_plan_that_contradicts_itself_is_refused(
    folder: Path, key: str, new: dict[str, object], says: str
) -> None:
    change(folder, "tan-yen-2021-2025.toml", key, 0, **new)
    with pytest.raises(PolicyError, match=rf"plans/tan-yen-2021-2025\.toml: {says}"):
        load_plans(folder, INDICATORS, UNITS)


def test_a_date_without_a_cut_off_is_refused(folder: Path) -> None:
    path = folder / "hung-yen-2025.toml"
    path.write_text(
        path.read_text(encoding="utf-8").replace('data_cut_off = "06-09"\n', ""), encoding="utf-8"
    )
    with pytest.raises(PolicyError, match=r"hung-yen-2025\.toml: report\[1\]\.data_cut_off"):
        load_plans(folder, INDICATORS, UNITS)


def test_a_file_bears_the_name_of_its_plan_and_ranks_are_single(folder: Path) -> None:
    (folder / "tran-lieu-2025.toml").rename(folder / "tran-lieu-2026.toml")
    with pytest.raises(PolicyError, match=r"tran-lieu-2026\.toml: code: is “tran-lieu-2025”"):
        load_plans(folder, INDICATORS, UNITS)
    (folder / "tran-lieu-2026.toml").unlink()
    path = folder / "qd-45-2022.toml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("precedence = 3", "precedence = 1"), encoding="utf-8"
    )
    with pytest.raises(PolicyError, match=r"qd-45-2022\.toml: precedence"):
        load_plans(folder, INDICATORS, UNITS)


def test_a_directory_without_plans_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match="no plan was found"):
        load_plans(tmp_path, INDICATORS, UNITS)
