"""What each plan wants in a year, by its own dates; and how a report goes up the line. Pure."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.clock import LOCAL
from casework.indicators.policies import SitePolicies
from casework.reporting import personal, rules, states
from casework.reporting.states import ACTS, Standing, after

DAYS = {
    ("hung-yen-2025", "half-year", 2025): (date(2025, 6, 9), date(2025, 6, 9)),
    ("hung-yen-2025", "year", 2025): (date(2025, 12, 9), date(2025, 12, 9)),
    ("nghe-an-2024", "programme-year", 2024): (date(2024, 12, 24), date(2024, 12, 24)),
    ("nghe-an-2024", "committee-half-year", 2024): (date(2024, 6, 4), date(2024, 6, 4)),
    ("nghe-an-2024", "committee-year", 2024): (date(2024, 12, 4), date(2024, 12, 4)),
    ("nghe-an-2024", "self-check", 2024): (date(2024, 12, 4), date(2024, 12, 4)),
    ("tan-yen-2021-2025", "half-year", 2023): (date(2023, 6, 9), date(2023, 6, 9)),
    ("tan-yen-2021-2025", "year", 2025): (date(2025, 11, 30), date(2025, 11, 30)),
    ("hung-yen-2011-2015", "half-year", 2014): (None, date(2014, 6, 30)),
    ("hung-yen-2011-2015", "year", 2014): (None, date(2014, 12, 31)),
    ("hung-yen-2011-2015", "extraordinary", 2014): (None, None),
    ("tran-lieu-2025", "as-required", 2025): (None, None),
}


@pytest.mark.parametrize(("which", "days"), DAYS.items())
def test_before_a_day_is_the_day_before_and_no_date_is_none(
    policies: SitePolicies, which: tuple[str, str, int], days: tuple[date | None, date | None]
) -> None:
    plan, report, year = which
    [due] = [one for one in rules.calendar(policies.plans, year) if one.key == (plan, report)]
    assert (due.last_day, due.cut_off) == days


def test_the_calendar_knows_every_report_of_every_plan(policies: SitePolicies) -> None:
    assert {(plan, report) for plan, report, _year in DAYS} == {
        (plan.code, report.code) for plan in policies.plans.plans for report in plan.reports
    }


def test_the_earliest_stand_first_and_those_without_a_date_last(policies: SitePolicies) -> None:
    days = [one.last_day for one in rules.calendar(policies.plans, 2025)]
    assert days == [date(2025, 6, 9)] * 2 + [date(2025, 11, 30), date(2025, 12, 9), None]


def test_a_report_of_one_year_alone_is_due_in_no_other(policies: SitePolicies) -> None:
    assert rules.calendar(policies.plans, 2026) == ()
    assert rules.begin_with(policies.plans, date(2026, 11, 22)) == 2025
    assert rules.years(policies.plans, date(2026, 11, 22))[:3] == (2026, 2025, 2024)


def test_the_last_day_ends_at_midnight_in_viet_nam() -> None:
    ends = rules.due_at(date(2025, 6, 9))
    assert ends == datetime(2025, 6, 9, 17, 0, tzinfo=UTC) == datetime(2025, 6, 10, tzinfo=LOCAL)
    assert rules.last_day_of(ends) == date(2025, 6, 9)
    before = datetime(2025, 6, 9, 16, 59, 59, tzinfo=UTC)
    assert not states.overdue(states.DUE, ends, before)
    assert states.overdue(states.DUE, ends, ends)
    assert not states.overdue(states.SUBMITTED, ends, ends)
    assert not states.overdue(states.DUE, None, ends)


@given(acts=st.lists(st.sampled_from(ACTS), max_size=40), stations=st.integers(1, 5))
def test_no_path_leads_past_a_station(acts: list[str], stations: int) -> None:
    standing, accepted, sent = Standing(states.DUE), 0, False
    for act in acts:
        following = after(standing, act, stations)
        if following is None:
            continue
        if act == states.SUBMIT:
            assert standing.state in {states.IN_WORK, states.RETURNED}
            accepted, sent = 0, True
        elif act == states.ACCEPT:
            accepted += 1
        elif act == states.RETURN:
            accepted = 0
        standing = following
        assert standing.state in states.STATES
        assert 0 <= standing.station < stations
        assert (standing.state == states.ACCEPTED) == (sent and accepted == stations)
        if standing.state == states.SUBMITTED:
            assert standing.station == accepted


@given(state=st.sampled_from(states.STATES), stations=st.integers(1, 4))
def test_only_what_was_accepted_is_at_its_end(state: str, stations: int) -> None:
    goes_on = any(after(Standing(state), act, stations) for act in ACTS)
    assert goes_on == (state != states.ACCEPTED)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("gọi 0912345678", personal.NUMBER),
        ("gọi 0912 345 678.", personal.NUMBER),
        ("+84 912 345 678", personal.NUMBER),
        ("(024) 3825 1234 hoặc 02438251234", personal.NUMBER),
        ("số 001187000123", personal.NUMBER),
        ("số 001 187 000 123", personal.NUMBER),
        ("CMND 123456789", personal.NUMBER),
        ("viết cho chi@example.vn", personal.MAIL),
        ("vụ 7K2M9QX4TD đã xong", personal.REFERENCE),
        ("Kinh phí 1.234.567.000 đồng, 12.345 lượt, 2021-2025", None),
        ("Kế hoạch số 379/KH-UBND ngày 13/7/2021; tổng đài 111, 1900 54 55 59", None),
        ("từ 05.12.2024 có 15 người; 05/12/2024", None),
        ("THÁNG HÀNH ĐỘNG VÌ BÌNH ĐẲNG GIỚI", None),
    ],
)
def test_numbers_of_people_are_seen_and_others_are_not(text: str, found: str | None) -> None:
    assert personal.telling(text) == found
