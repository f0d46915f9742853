"""Days and keys as the officer types them."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from casework.audit.events import EVENTS
from casework.oversight.rules import NOBODY, end_of, parse_key, start_of
from casework.oversight.wording import EVENT_LABELS


def test_a_day_is_a_day_in_viet_nam() -> None:
    assert start_of(date(2026, 3, 5)) == datetime(2026, 3, 4, 17, tzinfo=UTC)
    assert end_of(date(2026, 3, 5)) == datetime(2026, 3, 5, 17, tzinfo=UTC)
    assert start_of(None) is end_of(None) is end_of(date.max) is None
    assert start_of(date.min) is None
    day = date(2026, 3, 5)
    assert end_of(day) == start_of(day + timedelta(days=1))


def test_a_key_that_is_none_matches_nothing_rather_than_everything() -> None:
    assert parse_key("") is parse_key(None) is parse_key("   ") is None
    key = UUID(int=5)
    assert parse_key(f" {key} ") == parse_key(key.hex) == key
    assert parse_key("Đào Thị Hòa") == NOBODY


def test_every_event_has_its_words_and_no_words_are_left_over() -> None:
    assert set(EVENT_LABELS) == set(EVENTS)
