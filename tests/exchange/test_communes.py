"""Communes of before July 2025: translated where that is certain, reported where it is not."""

from datetime import date

import pytest

from casework.vocabulary import Units
from tests.exchange.books import Book
from tests.exchange.conftest import Read


@pytest.fixture(scope="module")
def certain(units: Units) -> tuple[str, str]:
    """An old code that no commune has today, and the one commune that took over all of its territory."""
    return next(
        (c, old.successors[0])
        for c, old in units.legacy.items()
        if c not in units.communes and len(old.successors) == 1
    )


@pytest.fixture(scope="module")
def divided(units: Units) -> tuple[str, tuple[str, ...]]:
    """An old code that no commune has today, whose territory was divided."""
    return next(
        (c, old.successors)
        for c, old in units.legacy.items()
        if c not in units.communes and len(old.successors) > 1
    )


@pytest.mark.parametrize(("sheet", "heading"), [("Vụ việc", "Mã xã"), ("Cơ sở", "Mã xã")])
def test_a_place_with_a_certain_successor_is_translated(
    read: Read, certain: tuple[str, str], sheet: str, heading: str
) -> None:
    reading = read(Book().put(sheet, heading, certain[0]))
    assert reading.ledger
    row = reading.ledger.cases[0] if sheet == "Vụ việc" else reading.ledger.facilities[0]
    assert row.commune == certain[1]
    assert [(p.sheet, p.heading, dict(p.values)) for p in reading.remarks] == [
        (sheet, heading, {"old": certain[0], "new": certain[1]})
    ]


def test_a_divided_place_is_an_error_that_lists_the_candidates(
    read: Read, divided: tuple[str, tuple[str, ...]]
) -> None:
    reading = read(Book().put("Vụ việc", "Mã xã", divided[0]))
    assert reading.ledger is None
    (problem,) = reading.problems
    assert problem.values["codes"] == ", ".join(divided[1])


def test_a_residence_is_translated_without_being_named(read: Read, certain: tuple[str, str]) -> None:
    reading = read(Book().put("Người", "Mã xã cư trú", certain[0]))
    assert reading.ledger
    assert reading.ledger.people[0].residence == certain[1]
    assert [dict(p.values) for p in reading.remarks] == [{}]


def test_a_divided_residence_is_left_unknown(read: Read, divided: tuple[str, tuple[str, ...]]) -> None:
    reading = read(Book().put("Người", "Mã xã cư trú", divided[0]))
    assert reading.ledger
    assert reading.ledger.people[0].residence == ""
    assert [(p.heading, dict(p.values)) for p in reading.remarks] == [("Mã xã cư trú", {})]


def test_a_code_of_today_that_was_a_divided_commune_is_pointed_out_in_old_cases(
    read: Read, units: Units
) -> None:
    code = next(code for code in units.communes if units.was_divided(code))
    book = Book().put("Vụ việc", "Mã xã", code)
    assert not read(book).remarks
    book.put("Vụ việc", "Ngày phát hiện", date(2025, 6, 30)).put("Vụ việc", "Ngày xảy ra", "")
    assert [(p.sheet, p.heading) for p in read(book).remarks] == [("Vụ việc", "Mã xã")]


@pytest.mark.parametrize("cell", [4, "4", "00004", "00004.", "Ba Đình, Hà Nội", "phường ba dinh"])
def test_lost_zeros_and_names(read: Read, cell: object) -> None:
    reading = read(Book().put("Vụ việc", "Mã xã", cell))
    if cell == "00004.":
        assert reading.problems
    else:
        assert reading.ledger
        assert reading.ledger.cases[0].commune == "00004"


@pytest.mark.parametrize(
    "cell", ["99999", "Phường Không Có", "Tân", "xã", "Ba Đình", "123456", 1.5, date(2026, 1, 1), True]
)
def test_what_is_no_commune_is_an_error(read: Read, cell: object) -> None:
    for sheet, heading in (("Vụ việc", "Mã xã"), ("Người", "Mã xã cư trú")):
        problems = read(Book().put(sheet, heading, cell)).problems
        assert [(p.sheet, p.row, p.heading) for p in problems] == [(sheet, 2, heading)]
