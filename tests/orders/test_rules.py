"""The hours, days and months of the law, at every minute, at month ends and over Tết."""

import calendar
import itertools
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.clock import LOCAL
from casework.deadlines import Deadlines
from casework.orders import rules, standing
from casework.refusal import Refusal

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
# Tết 2027 is on 6 February; the last days of months, a leap day, and any other minute.
EDGES = (
    datetime(2027, 2, 5, 23, 59, tzinfo=LOCAL),
    datetime(2027, 2, 6, 0, 0, tzinfo=LOCAL),
    datetime(2026, 10, 31, 23, 30, tzinfo=LOCAL),
    datetime(2026, 12, 31, 12, 0, tzinfo=LOCAL),
    datetime(2028, 2, 29, 8, 15, tzinfo=LOCAL),
    datetime(2027, 1, 31, 0, 1, tzinfo=LOCAL),
)
AT_ANY = st.datetimes(datetime(2026, 1, 1), datetime(2031, 12, 31)).map(  # noqa: DTZ001  (made aware below)
    lambda each: each.replace(second=0, microsecond=0, tzinfo=LOCAL)
)
MOMENTS = st.sampled_from(EDGES) | AT_ANY


@dataclass(frozen=True)
class Order:
    """An order as the rules see it."""

    kind: str
    requested_at: datetime
    decision: str = ""
    decided_at: datetime | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    cancel_requested_at: datetime | None = None
    cancel_decision: str = ""
    cancel_decided_at: datetime | None = None


@dataclass(frozen=True)
class Spell:
    """A permitted contact."""

    starts_at: datetime
    ends_at: datetime


def granted(start: datetime, length: timedelta = 3 * DAY, kind: str = "chair") -> Order:
    return Order(kind, start - HOUR, "granted", start, start, start + length)


def refused(call: Callable[..., object], *given_: object) -> str | None:
    """The field at which it is refused; None: it is not."""
    try:
        call(*given_)
    except Refusal as refusal:
        return refusal.field or ""
    return None


def four_months_later(start: datetime) -> datetime:
    """By hand: the same day of the fourth month, or its last day."""
    here = start.astimezone(LOCAL)
    year, month = (here.year, here.month + 4) if here.month <= 8 else (here.year + 1, here.month - 8)
    return here.replace(year=year, month=month, day=min(here.day, calendar.monthrange(year, month)[1]))


@given(at=MOMENTS)
def test_the_chair_has_twelve_hours_whatever_the_day(deadlines: Deadlines, at: datetime) -> None:
    order = Order("chair", at, cancel_requested_at=at + DAY)
    decision, cancelling = rules.clocks_of(order, deadlines)
    assert (decision.clock, decision.due) == ("order_decision", at + 12 * HOUR)
    assert (cancelling.clock, cancelling.due) == ("order_cancellation", at + DAY + 12 * HOUR)
    assert not decision.late(at + 12 * HOUR - MINUTE)
    assert decision.late(at + 12 * HOUR)
    assert rules.clocks_of(replace(order, kind="court"), deadlines) == ()


@given(at=MOMENTS, after=st.integers(0, 3 * 24 * 60))
def test_a_decision_is_late_after_twelve_hours_and_stays_so(
    deadlines: Deadlines, at: datetime, after: int
) -> None:
    done = Order("chair", at, "refused", at + after * MINUTE)
    (decision,) = rules.clocks_of(done, deadlines)
    assert decision.late(at + 900 * DAY) == (after > 12 * 60)


@given(at=MOMENTS, minutes=st.integers(-60, 5 * 24 * 60))
def test_an_order_of_the_chair_lasts_at_most_seventy_two_hours(
    deadlines: Deadlines, at: datetime, minutes: int
) -> None:
    found = refused(rules.check_period, "chair", at, at + minutes * MINUTE, deadlines)
    assert (found is None) == (0 < minutes <= 72 * 60)
    assert found in (None, "ends_at")


@given(at=MOMENTS, minutes=st.integers(-3, 3))
def test_an_order_of_a_court_lasts_at_most_four_months_of_the_calendar(
    deadlines: Deadlines, at: datetime, minutes: int
) -> None:
    ends = four_months_later(at) + minutes * MINUTE
    assert (refused(rules.check_period, "court", at, ends, deadlines) is None) == (minutes <= 0)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-10-31T09:00", "2027-02-28T09:00"),  # there is no 31 February
        ("2027-10-31T09:00", "2028-02-29T09:00"),
        ("2026-11-30T23:59", "2027-03-30T23:59"),
        ("2027-02-05T23:59", "2027-06-05T23:59"),  # the night before Tết
    ],
)
def test_four_months_end_on_a_day_that_exists(deadlines: Deadlines, start: str, end: str) -> None:
    begins, ends = (datetime.fromisoformat(each).replace(tzinfo=LOCAL) for each in (start, end))
    assert rules.longest_end("court", begins, deadlines) == ends


def test_three_days_run_through_tet(deadlines: Deadlines) -> None:
    eve = datetime(2027, 2, 5, 20, 0, tzinfo=LOCAL)
    assert rules.longest_end("chair", eve, deadlines) == datetime(2027, 2, 8, 20, 0, tzinfo=LOCAL)


def test_seconds_lengthen_nothing(deadlines: Deadlines) -> None:
    at = datetime(2026, 11, 22, 10, 0, 59, tzinfo=LOCAL)
    assert rules.longest_end("chair", at, deadlines) == datetime(2026, 11, 25, 10, 0, tzinfo=LOCAL)


ORDER = (standing.REQUESTED, standing.AHEAD, standing.IN_FORCE, standing.CANCELLED, standing.ENDED)


@given(
    at=MOMENTS,
    length=st.integers(1, 72 * 60),
    asked=st.none() | st.integers(0, 80 * 60),
    decided=st.integers(0, 12 * 60),
    decision=st.sampled_from(["", "cancelled", "kept"]),
)
def test_at_each_moment_an_order_stands_in_one_way_and_never_comes_back(
    at: datetime, length: int, asked: int | None, decided: int, decision: str
) -> None:
    order = granted(at, length * MINUTE)
    if asked is not None:
        requested = at + asked * MINUTE
        order = replace(
            order,
            cancel_requested_at=requested,
            cancel_decision=decision,
            cancel_decided_at=requested + decided * MINUTE if decision else None,
        )
    seen = [standing.state_of(order, at + step * 17 * MINUTE) for step in range(-5, 400)]
    assert set(seen) <= set(standing.STATES)
    assert sorted(seen, key=ORDER.index) == seen
    assert (
        standing.IN_FORCE not in seen[seen.index(standing.CANCELLED) :]
        if standing.CANCELLED in seen
        else True
    )
    assert standing.state_of(order, at + length * MINUTE) in (standing.ENDED, standing.CANCELLED)
    assert not standing.holds(order, at - MINUTE)


@given(
    order_at=MOMENTS,
    contacts=st.lists(st.tuples(st.integers(-60, 75 * 60), st.integers(-10, 300)), max_size=8),
)
def test_permitted_contacts_never_make_more_than_four_hours_on_end(
    deadlines: Deadlines, order_at: datetime, contacts: list[tuple[int, int]]
) -> None:
    order, taken = granted(order_at), list[Spell]()
    for begins, minutes in contacts:
        start = order_at + begins * MINUTE
        end = start + minutes * MINUTE
        if refused(rules.check_contact, order, start, end, taken, deadlines) is None:
            taken.append(Spell(start, end))
        else:
            touches = any(start <= one.ends_at and one.starts_at <= end for one in taken)
            assert touches or not (0 < minutes <= 240) or not (0 <= begins < 72 * 60)
    together = sorted(taken, key=lambda one: one.starts_at)
    assert all(one.ends_at - one.starts_at <= 4 * HOUR for one in together)
    assert all(one.ends_at < after.starts_at for one, after in itertools.pairwise(together))
    assert all(standing.holds(order, one.starts_at) for one in together)


@given(at=MOMENTS, after=st.integers(-60, 80 * 60))
def test_only_what_was_forbidden_then_is_a_breach(at: datetime, after: int) -> None:
    order, moment = granted(at), at + after * MINUTE
    later = at + 30 * DAY
    assert (refused(rules.check_breach, order, moment, later) is None) == (0 <= after < 72 * 60)
    assert refused(rules.check_breach, order, later + HOUR, later) == "at"
