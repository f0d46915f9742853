from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.clock import LOCAL, local
from casework.deadlines import CLOCKS, LEVELS, Deadlines
from casework.deadlines.spans import Span, parse_span
from casework.indicators.policies import SitePolicies

MINUTE = timedelta(minutes=1)
MOMENTS = st.datetimes(
    min_value=datetime(2024, 1, 1),  # noqa: DTZ001 - the zone is drawn apart
    max_value=datetime(2032, 12, 31),  # noqa: DTZ001 - as above
    timezones=st.sampled_from([UTC, LOCAL, ZoneInfo("Europe/Berlin")]),
    allow_imaginary=False,
)
LASTING = st.builds(Span, st.integers(1, 90 * 24 * 60))
# New Year's Eve of the lunar calendar, shortly before midnight, and the ten days that follow.
TET = [datetime(2026, 2, 16, 23, 58, tzinfo=LOCAL), datetime(2027, 2, 5, 23, 58, tzinfo=LOCAL)]


@pytest.fixture(scope="module")
def deadlines(policies: SitePolicies) -> Deadlines:
    return policies.deadlines


@given(MOMENTS, LASTING)
def test_a_due_time_is_the_first_full_minute_with_the_whole_period_behind_it(
    start: datetime, span: Span
) -> None:
    due = span.after(start)
    assert (due.second, due.microsecond) == (0, 0)
    assert timedelta(minutes=span.minutes) <= due.astimezone(UTC) - start.astimezone(UTC)
    assert due.astimezone(UTC) - start.astimezone(UTC) - timedelta(minutes=span.minutes) < MINUTE


@given(MOMENTS, LASTING, st.timedeltas(timedelta(minutes=-2), timedelta(minutes=2)))
def test_a_query_and_a_page_agree_about_what_is_overdue(start: datetime, span: Span, off: timedelta) -> None:
    now = (start.astimezone(UTC) + timedelta(minutes=span.minutes)) + off
    assert (span.after(start) <= now) == (start <= span.begun_by(now))


@given(MOMENTS, st.integers(1, 12))
def test_months_end_on_the_same_day_or_on_the_last_of_a_shorter_month(start: datetime, months: int) -> None:
    start = start.replace(second=0, microsecond=0)
    here, end = local(start), local(Span(months=months).after(start))
    assert (end.year - here.year) * 12 + end.month - here.month == months
    assert end.time() == here.time()
    assert end.day == here.day or (end.day < here.day and (end + timedelta(days=1)).day == 1)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2026-10-31 08:15", 4, "2027-02-28 08:15"),
        ("2027-10-31 08:15", 4, "2028-02-29 08:15"),
        ("2026-08-31 00:00", 1, "2026-09-30 00:00"),
        ("2026-09-30 23:59", 4, "2027-01-30 23:59"),
        ("2026-12-31 23:59", 2, "2027-02-28 23:59"),
        ("2026-01-01 00:00", 12, "2027-01-01 00:00"),
    ],
)
def test_month_ends(start: str, months: int, end: str) -> None:
    begun = datetime.fromisoformat(start).replace(tzinfo=LOCAL)
    assert Span(months=months).after(begun) == datetime.fromisoformat(end).replace(tzinfo=LOCAL)


def test_the_calendar_is_that_of_viet_nam_though_moments_are_kept_in_utc() -> None:
    # 31 October, one in the morning here, is still 30 October in UTC.
    begun = datetime(2026, 10, 30, 18, 0, tzinfo=UTC)
    end = Span(months=4).after(begun)
    assert end.tzinfo is UTC
    assert local(end).isoformat() == "2027-02-28T01:00:00+07:00"


@given(MOMENTS, st.sampled_from(CLOCKS), st.sampled_from(["", *LEVELS]))
def test_every_clock_has_a_due_time_and_is_overdue_from_it_on(
    deadlines: Deadlines, start: datetime, clock: str, risk: str
) -> None:
    due = deadlines.due(clock, risk, start)
    assert due > start
    assert deadlines.overdue(clock, risk, start, due)
    assert not deadlines.overdue(clock, risk, start, due - timedelta(microseconds=1))


@given(MOMENTS, st.sampled_from(CLOCKS))
def test_a_higher_risk_is_never_due_later(deadlines: Deadlines, start: datetime, clock: str) -> None:
    dues = [deadlines.due(clock, level, start) for level in LEVELS]
    assert dues == sorted(dues)
    assert deadlines.due(clock, "", start) == dues[0]


@given(MOMENTS, st.sampled_from(LEVELS))
def test_first_the_supervisor_is_told_then_the_coordinator(
    deadlines: Deadlines, start: datetime, risk: str
) -> None:
    due = deadlines.due("acknowledge", risk, start)
    supervisor = deadlines.told_at("acknowledge", risk, start, "supervisor")
    coordinator = deadlines.told_at("acknowledge", risk, start, "coordinator")
    assert supervisor == due
    assert coordinator is not None
    period = deadlines["acknowledge"].span(risk).minutes
    assert due + timedelta(minutes=period // 2) <= coordinator <= due + timedelta(minutes=period // 2 + 1)
    assert deadlines.told_at("acknowledge", risk, start, "officer") is None
    assert deadlines.told_by("acknowledge", risk, "officer", start) is None


@given(
    MOMENTS,
    st.sampled_from(["acknowledge", "reassess", "countersign"]),
    st.sampled_from(LEVELS),
    st.sampled_from(["supervisor", "coordinator", "officer"]),
    st.timedeltas(timedelta(minutes=-2), timedelta(minutes=2)),
)
def test_a_query_tells_when_the_clock_does(
    deadlines: Deadlines, start: datetime, clock: str, risk: str, whom: str, off: timedelta
) -> None:
    told = deadlines.told_at(clock, risk, start, whom)
    now = (told or start.astimezone(UTC)) + off
    begun = deadlines.told_by(clock, risk, whom, now)
    assert (told is None) == (begun is None)
    if told is not None and begun is not None:
        assert (told <= now) == (start <= begun)


@pytest.mark.parametrize("eve", TET)
@pytest.mark.parametrize(
    ("clock", "risk", "period"),
    [
        ("acknowledge", "extreme", timedelta(hours=1)),
        ("acknowledge", "high", timedelta(hours=4)),
        ("acknowledge", "medium", timedelta(hours=24)),
        ("acknowledge", "low", timedelta(hours=72)),
        ("first_contact", "extreme", timedelta(hours=4)),
        ("first_contact", "high", timedelta(hours=24)),
        ("first_contact", "medium", timedelta(hours=72)),
        ("first_contact", "low", timedelta(days=5)),
        ("countersign", "extreme", timedelta(hours=24)),
        ("order_decision", "", timedelta(hours=12)),
        ("order_chair", "", timedelta(hours=72)),
        ("permitted_contact", "", timedelta(hours=4)),
        ("reassess", "extreme", timedelta(hours=72)),
        ("reassess", "high", timedelta(days=7)),
        ("reassess", "medium", timedelta(days=30)),
        ("reassess", "low", timedelta(days=60)),
        ("draft", "", timedelta(days=7)),
    ],
)
def test_the_clock_runs_through_tet(
    deadlines: Deadlines, eve: datetime, clock: str, risk: str, period: timedelta
) -> None:
    assert deadlines.due(clock, risk, eve) == eve + period


def test_an_unknown_clock_or_level_is_an_error(deadlines: Deadlines) -> None:
    with pytest.raises(KeyError):
        deadlines.due("someday", "high", TET[0])
    with pytest.raises(KeyError):
        deadlines.due("acknowledge", "none", TET[0])


def test_months_are_not_counted_back() -> None:
    with pytest.raises(ValueError, match="no fixed length"):
        Span(months=4).begun_by(TET[0])
    with pytest.raises(ValueError, match="no fixed length"):
        Span(months=4).part(50)


@pytest.mark.parametrize(
    "text", ["", "4", "h", "0 h", "04 h", "4h", "4 hours", "-1 h", "13 months", "367 d", "1.5 h"]
)
def test_what_is_no_period_is_refused(text: str) -> None:
    assert parse_span(text) is None
