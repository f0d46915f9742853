"""When a service can have been referred and delivered."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.refusal import Refusal
from casework.services.rules import DELIVERED, check_dates

DETECTED, TODAY = date(2026, 3, 5), date(2026, 11, 22)
DAYS = st.none() | st.dates(DETECTED - timedelta(days=3), TODAY + timedelta(days=3))


def refused(referred: date | None, delivered: date | None, status: str) -> Refusal | None:
    try:
        check_dates(
            detected_on=DETECTED, referred_on=referred, delivered_on=delivered, status=status, today=TODAY
        )
    except Refusal as refusal:
        return refusal
    return None


@pytest.mark.parametrize(
    ("referred", "delivered", "status", "field", "words"),
    [
        (None, None, DELIVERED, "delivered_on", "Enter the day"),
        (None, DETECTED, "tu_choi", "delivered_on", "was not delivered"),
        (None, DETECTED - timedelta(days=1), DELIVERED, "delivered_on", "can't be earlier"),
        (DETECTED - timedelta(days=1), None, "da_chuyen_gui", "referred_on", "can't be earlier"),
        (None, TODAY + timedelta(days=1), DELIVERED, "delivered_on", "future"),
        (TODAY + timedelta(days=1), None, "da_chuyen_gui", "referred_on", "future"),
        (DETECTED + timedelta(days=2), DETECTED + timedelta(days=1), DELIVERED, "delivered_on", "before it"),
    ],
)
def test_dates_that_cannot_be_are_refused_with_words(
    referred: date | None, delivered: date | None, status: str, field: str, words: str
) -> None:
    refusal = refused(referred, delivered, status)
    assert refusal is not None
    assert refusal.field == field
    assert words in refusal.message


@pytest.mark.parametrize(
    ("referred", "delivered", "status"),
    [
        (None, DETECTED, DELIVERED),
        (DETECTED, DETECTED, DELIVERED),
        (TODAY, TODAY, DELIVERED),
        (None, None, "da_chuyen_gui"),
        (DETECTED, None, "tu_choi"),
    ],
)
def test_the_days_at_the_edges_are_accepted(
    referred: date | None, delivered: date | None, status: str
) -> None:
    assert refused(referred, delivered, status) is None


@given(DAYS, DAYS, st.sampled_from([DELIVERED, "da_chuyen_gui", "tu_choi"]))
def test_whatever_is_accepted_is_in_order(referred: date | None, delivered: date | None, status: str) -> None:
    if refused(referred, delivered, status) is None:
        days = [DETECTED, *(day for day in (referred, delivered) if day), TODAY]
        assert days == sorted(days)
        assert (delivered is not None) is (status == DELIVERED)


def test_the_reason_names_the_day_of_detection() -> None:
    refusal = refused(None, date(2026, 3, 4), DELIVERED)
    assert refusal is not None
    assert refusal.values == {"detected": "05/03/2026"}
