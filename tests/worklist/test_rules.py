from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from casework.clock import local
from casework.worklist.rules import LATER, OVERDUE, PARTS, TODAY, WAITING, Item, in_parts, own, part_of

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
OFFSETS = st.none() | st.timedeltas(timedelta(days=-40), timedelta(days=40))


def item(number: int, off: timedelta | None, *, waiting: bool = False, worker: UUID | None = None) -> Item:
    due = None if off is None else NOW + off
    return Item("triage", UUID(int=number), "", NOW, due, waiting=waiting, worker_id=worker)


@given(st.lists(st.tuples(OFFSETS, st.booleans())))
def test_everything_stands_in_just_one_part_and_in_order(drawn: list[tuple[timedelta | None, bool]]) -> None:
    items = [item(n, off, waiting=waiting) for n, (off, waiting) in enumerate(drawn)]
    parts = in_parts(items, NOW)
    assert tuple(parts) == PARTS
    assert sorted(one.row_id for part in parts.values() for one in part) == [one.row_id for one in items]
    for part in parts.values():
        dues = [one.due for one in part if one.due]
        assert dues == sorted(dues)
        assert [one.due for one in part[: len(dues)]] == dues  # what has no due time comes last


@given(OFFSETS)
def test_the_part_says_when_it_is_due(off: timedelta | None) -> None:
    one = item(1, off)
    part = part_of(one, NOW)
    assert part != WAITING
    assert (part == OVERDUE) == (one.due is not None and one.due <= NOW)
    assert (part == TODAY) == (
        one.due is not None and one.due > NOW and local(one.due).date() == local(NOW).date()
    )


def test_today_ends_at_midnight_in_viet_nam() -> None:
    midnight = datetime(2026, 11, 22, 17, 0, tzinfo=UTC) - NOW
    assert part_of(item(1, midnight - timedelta(minutes=1)), NOW) == TODAY
    assert part_of(item(1, midnight), NOW) == LATER


def test_it_is_overdue_from_the_due_minute_on() -> None:
    assert part_of(item(1, timedelta()), NOW) == OVERDUE
    assert part_of(item(1, timedelta(microseconds=1)), NOW) == TODAY


def test_ones_own_work_is_hers_and_what_is_nobodys() -> None:
    me, other = UUID(int=7), UUID(int=8)
    items = [item(1, None, worker=me), item(2, None, worker=other), item(3, None)]
    assert [one.row_id.int for one in own(items, me)] == [1, 3]
