"""Real workbooks are untidy: what a careful person would understand is understood."""

import unicodedata
from datetime import date, datetime
from itertools import pairwise

import pytest

from casework.exchange.headings import SHEETS
from casework.exchange.ledger import CaseRow, Ledger, PersonRow
from casework.exchange.spelling import squash
from casework.vocabulary import Vocabulary
from tests.exchange.books import Book
from tests.exchange.conftest import Read


def ledger_of(read: Read, book: Book) -> Ledger:
    reading = read(book)
    assert not [(p.sheet, p.row, p.heading, p.message) for p in reading.problems]
    assert reading.ledger
    return reading.ledger


def person(read: Read, heading: str, value: object) -> PersonRow:
    return ledger_of(read, Book().put("Người", heading, value)).people[0]


def case(read: Read, heading: str, value: object) -> CaseRow:
    return ledger_of(read, Book().put("Vụ việc", heading, value)).cases[0]


def notes(read: Read, book: Book) -> list[tuple[str, int | None, str]]:
    return [(p.sheet, p.row, p.heading) for p in read(book).remarks]


def test_the_clean_ledger_is_clean(read: Read) -> None:
    assert not read(Book()).remarks
    assert not read(Book()).problems


def test_headings_of_a_sheet_are_told_apart() -> None:
    names = sorted(squash(head.name) for head in SHEETS.values())
    assert all(one != other for one, other in pairwise(names))
    for head in SHEETS.values():
        assert len({squash(heading) for heading in head.headings.values()}) == len(head.headings)


@pytest.mark.parametrize(
    "spoil",
    [
        str.upper,
        str.lower,
        squash,
        lambda text: unicodedata.normalize("NFD", text),
        lambda text: f" \u00a0{text.replace(' ', '  ')}\u200b ",
        lambda text: f"{text}\n(ghi rõ) *",
        lambda text: text.replace(" ", "_") + ":",
    ],
)
def test_headings_however_they_are_written(read: Read, spoil: object) -> None:
    book = Book()
    assert callable(spoil)
    book.headings = {name: [spoil(heading) for heading in row] for name, row in book.headings.items()}
    assert ledger_of(read, book) == ledger_of(read, Book())


@pytest.mark.parametrize("spoil", [str.upper, squash, lambda text: unicodedata.normalize("NFD", f" {text} ")])
def test_sheets_however_they_are_named_and_ordered(read: Read, spoil: object) -> None:
    book = Book()
    assert callable(spoil)
    book.names = {name: spoil(name) for name in book.names}
    book.rows = dict(reversed(book.rows.items()))
    assert ledger_of(read, book) == ledger_of(read, Book())


def test_columns_in_any_order_below_a_title(read: Read) -> None:
    book = Book()
    for name in book.rows:
        titled: list[list[object]] = [
            ["SỔ THEO DÕI VỤ VIỆC"],
            [],
            [None, None, *reversed(book.headings[name])],
        ]
        book.rows[name] = [*titled, [], *[[None, None, *reversed(row)] for row in book.rows[name]]]
        book.headings[name] = []
    ledger = ledger_of(read, book)
    assert ledger == ledger_of(read, Book())
    assert ledger.people[0].row == 6


def test_empty_rows_are_no_rows(read: Read) -> None:
    book = Book()
    book.rows["Người"][1:1] = [[], ["", " ", "\u00a0"], []]
    ledger = ledger_of(read, book)
    assert [row.row for row in ledger.people] == [2, 6]


@pytest.mark.parametrize(
    "cell",
    [
        date(2026, 3, 5),
        datetime(2026, 3, 5, 14, 30),  # noqa: DTZ001 spreadsheets know no zones
        "05/03/2026",
        "5/3/2026",
        " 5/03/2026\u00a0",
        "5.3.2026",
        "05-03-2026",
        "2026-03-05",
        "2026-03-05 00:00:00",
        "05/03/2026 00:00",
        "０５/０３/２０２６",
    ],
)
def test_a_day_is_read_day_first(read: Read, cell: object) -> None:
    assert case(read, "Ngày phát hiện", cell).detected_on == date(2026, 3, 5)


@pytest.mark.parametrize(
    ("cell", "birth"),
    [
        (date(1990, 3, 5), "1990-03-05"),
        ("5/3/1990", "1990-03-05"),
        (1954, "1954"),
        ("1954", "1954"),
        (" 1954.0 ", "1954"),
        ("3/1990", "1990-03"),
        ("", ""),
    ],
)
def test_a_birth_is_a_date_or_a_year_alone(read: Read, cell: object, birth: str) -> None:
    assert person(read, "Ngày sinh", cell).birth == birth


@pytest.mark.parametrize(
    ("cell", "number", "noted"),
    [
        ("030190001234", "030190001234", False),
        ("030 190 001 234", "030190001234", False),
        ("'030190001234", "030190001234", False),
        (30190001234, "030190001234", True),
        ("30190001234", "030190001234", True),
        (1190001234, "001190001234", True),
        ("", "", False),
    ],
)
def test_a_citizen_number_gets_its_lost_zero_back(read: Read, cell: object, number: str, noted: bool) -> None:
    book = Book().put("Người", "Số CCCD", cell)
    assert ledger_of(read, book).people[0].citizen_number == number
    assert notes(read, book) == ([("Người", 2, "Số CCCD")] if noted else [])


@pytest.mark.parametrize(
    ("cell", "number", "noted"),
    [
        ("0912 345 678", "0912345678", False),
        ("0912.345.678", "0912345678", False),
        ("+84 912 345 678", "0912345678", False),
        ("84912345678", "0912345678", False),
        (912345678, "0912345678", True),
        ("024 3825 1234", "02438251234", False),
        (2438251234, "02438251234", True),
        ("+855 12 345 678", "+85512345678", False),
        ("19001567", "19001567", False),
        ("111", "111", False),
    ],
)
def test_a_telephone_number_in_national_form(read: Read, cell: object, number: str, noted: bool) -> None:
    book = Book().put("Người", "Điện thoại", cell)
    assert ledger_of(read, book).people[0].phone == number
    assert notes(read, book) == ([("Người", 2, "Điện thoại")] if noted else [])


def test_names_are_composed_and_without_stray_characters(read: Read) -> None:
    name = unicodedata.normalize("NFD", " Đào\u00a0Thị \u200b Hòa\t")
    assert person(read, "Họ và tên", name).full_name == "Đào Thị Hòa"


@pytest.mark.parametrize("name", ["=HYPERLINK(1)Hòa", "+Hòa", "-Hòa", "@Hòa"])
def test_a_name_that_looks_like_a_formula_is_a_text(read: Read, name: str) -> None:
    assert person(read, "Họ và tên", name).full_name == name


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("có", True),
        ("Co", True),
        ("CÓ ", True),
        (True, True),
        (1, True),
        ("x", True),
        ("không", False),
        ("khong", False),
        (False, False),
        (0, False),
        (unicodedata.normalize("NFD", "Không"), False),
        ("chưa rõ", None),
        ("", None),
    ],
)
def test_yes_and_no(read: Read, cell: object, value: bool | None) -> None:
    assert person(read, "Khuyết tật", cell).disability is value


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("nữ", "nu"),
        ("NỮ", "nu"),
        ("nu", "nu"),
        ("Nam ", "nam"),
        ("khác", "khac"),
        ("chưa rõ", "chua_ro"),
        ("", "chua_ro"),
    ],
)
def test_sex(read: Read, cell: str, code: str) -> None:
    assert person(read, "Giới tính", cell).sex == code


@pytest.mark.parametrize(
    ("cell", "code"),
    [("có", "co"), ("Chưa rõ", "chua_ro"), ("chua_ro", "chua_ro"), ("", "chua_ro"), ("không", "khong")],
)
def test_need(read: Read, cell: str, code: str) -> None:
    assert case(read, "Nhu cầu hỗ trợ", cell).need == code


@pytest.mark.parametrize(
    ("cell", "acts"),
    [
        ("a;đ", ("a", "đ")),
        ("Đ ; A;;a", ("a", "đ")),
        ("d", ("d",)),
        ("D;Đ", ("d", "đ")),
        (unicodedata.normalize("NFD", "đ"), ("đ",)),
        ("q; a), b.", None),
        ("q; a)", ("a", "q")),
        ("a；b", ("a", "b")),
        ("", ()),
    ],
)
def test_acts_are_letters_and_plain_d_is_another(read: Read, cell: str, acts: tuple[str, ...] | None) -> None:
    if acts is None:
        assert read(Book().put("Vụ việc", "Hành vi", cell)).problems
    else:
        assert case(read, "Hành vi", cell).acts == acts


def test_every_code_is_also_known_by_its_label(read: Read, vocabulary: Vocabulary) -> None:
    for heading, name in (
        ("Nguồn phát hiện", "source"),
        ("Quan hệ", "relation"),
        ("Loại vụ việc", "case_kind"),
    ):
        book = Book()
        codes = vocabulary[name].codes
        for number, code in enumerate(codes):
            label = unicodedata.normalize("NFD", vocabulary.label(name, code).upper())
            book.add("Vụ việc", **{"Mã_vụ_việc": f"L{number}", heading: label})
        field = {"source": "source", "relation": "relation", "case_kind": "kind"}[name]
        assert tuple(getattr(row, field) for row in ledger_of(read, book).cases[1:]) == codes


def test_codes_that_are_numbers_and_references_in_any_case(read: Read) -> None:
    book = Book().put("Người", "Mã người", "Ab 12").put("Vụ việc", "Nạn nhân", "aB12")
    assert ledger_of(read, book).cases[0].victim == "Ab 12"
    book = Book().put("Người", "Mã người", 7).put("Vụ việc", "Nạn nhân", "7")
    assert ledger_of(read, book).cases[0].victim == "7"


def test_several_perpetrators_each_once(read: Read) -> None:
    book = Book().add("Người", Mã_người="N3", Số_CCCD="").put("Vụ việc", "Người gây bạo lực", " n2 ;N3;; N2")
    assert ledger_of(read, book).cases[0].perpetrators == ("N2", "N3")


def test_optional_columns_may_be_missing(read: Read) -> None:
    book = Book().without_column("Người", "Số CCCD").without_column("Người", "Điện thoại")
    assert ledger_of(read, book).people[0].citizen_number == ""


def test_unknown_columns_and_sheets_are_told_and_not_named(read: Read) -> None:
    book = Book()
    book.headings["Người"].append("Con của bà Hòa")
    book.rows["Người"][0].append("bí mật")
    book.names["Nguyễn Thị Lan"] = "Nguyễn Thị Lan"
    book.headings["Nguyễn Thị Lan"] = ["x"]
    book.rows["Nguyễn Thị Lan"] = [["y"]]
    remarks = read(book).remarks
    assert {(p.sheet, p.row, p.column) for p in remarks} == {("", None, ""), ("Người", 1, "K")}
    assert not any("Lan" in repr(p) or "Hòa" in repr(p) for p in remarks)
