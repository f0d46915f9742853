"""What cannot be read is an error with its place and its trouble, and never the value itself."""

import csv
import io
from datetime import date, time

import pytest

from casework.exchange.problems import SHOWN_EACH, Findings, Problem, problems_csv
from casework.exchange.reading import read_ledger
from casework.vocabulary import Units, Vocabulary
from tests.exchange.books import Book, Formula
from tests.exchange.conftest import Read

SECRET = "Bí mật 0987"


def places(read: Read, book: Book) -> list[tuple[str, int | None, str, str]]:
    reading = read(book)
    assert (reading.ledger is None) == bool(reading.problems)
    assert SECRET not in repr(reading)
    return [(p.sheet, p.row, p.column, p.heading) for p in reading.problems]


@pytest.mark.parametrize(
    ("sheet", "heading", "column", "cell"),
    [
        ("Cơ sở", "Tên cơ sở", "B", 12),
        ("Cơ sở", "Tên cơ sở", "B", ""),
        ("Cơ sở", "Loại", "C", "bệnh viện lạ"),
        ("Cơ sở", "Công lập", "D", "chưa rõ"),
        ("Cơ sở", "Công lập", "D", 2),
        ("Người", "Họ và tên", "B", 4711),
        ("Người", "Họ và tên", "B", "12 / 34"),
        ("Người", "Họ và tên", "B", SECRET * 25),
        ("Người", "Họ và tên", "B", SECRET * 2900),
        ("Người", "Họ và tên", "B", Formula(SECRET)),
        ("Người", "Họ và tên", "B", Formula("#REF!")),
        ("Người", "Họ và tên", "B", True),
        ("Người", "Ngày sinh", "C", SECRET),
        ("Người", "Ngày sinh", "C", 46000),
        ("Người", "Ngày sinh", "C", 1899),
        ("Người", "Ngày sinh", "C", 2027),
        ("Người", "Ngày sinh", "C", "13/1990"),
        ("Người", "Ngày sinh", "C", date(2026, 11, 23)),
        ("Người", "Ngày sinh", "C", time(4, 5)),
        ("Người", "Giới tính", "D", "n"),
        ("Người", "Số CCCD", "E", "123456789"),
        ("Người", "Số CCCD", "E", "0301900012345"),
        ("Người", "Số CCCD", "E", "03019000123a"),
        ("Người", "Số CCCD", "E", 30190001234.5),
        ("Người", "Số CCCD", "E", -30190001234),
        ("Người", "Số CCCD", "E", 3.0e300),
        ("Người", "Điện thoại", "F", "0912345678; 0987654321"),
        ("Người", "Điện thoại", "F", "0912345678 (chồng)"),
        ("Người", "Điện thoại", "F", "12345"),
        ("Người", "An toàn khi liên hệ", "G", "ban ngày"),
        ("Người", "Dân tộc", "I", SECRET * 10),
        ("Người", "Khuyết tật", "J", "nhẹ"),
        ("Vụ việc", "Cơ sở tiếp nhận", "B", "CS9"),
        ("Vụ việc", "Ngày phát hiện", "C", "03/25/2026"),
        ("Vụ việc", "Ngày phát hiện", "C", "30/02/2026"),
        ("Vụ việc", "Ngày phát hiện", "C", "5/3/26"),
        ("Vụ việc", "Ngày phát hiện", "C", 46086),
        ("Vụ việc", "Ngày phát hiện", "C", "tháng 3"),
        ("Vụ việc", "Ngày phát hiện", "C", ""),
        ("Vụ việc", "Ngày phát hiện", "C", date(2026, 11, 23)),
        ("Vụ việc", "Ngày xảy ra", "D", date(2026, 3, 6)),
        ("Vụ việc", "Nguồn phát hiện", "F", ""),
        ("Vụ việc", "Loại vụ việc", "G", SECRET),
        ("Vụ việc", "Hành vi", "H", "a;f"),
        ("Vụ việc", "Hành vi", "H", "a,b"),
        ("Vụ việc", "Hình thức bạo lực", "I", f"the_chat;{SECRET}"),
        ("Vụ việc", "Nạn nhân", "J", SECRET),
        ("Vụ việc", "Nhu cầu hỗ trợ", "K", "có lẽ"),
        ("Vụ việc", "Người gây bạo lực", "L", "N2;N9"),
        ("Vụ việc", "Người gây bạo lực", "L", "N2;N1"),
        ("Vụ việc", "Quan hệ", "M", "hàng xóm cũ kỹ"),
        ("Dịch vụ", "Mã vụ việc", "A", "V9"),
        ("Dịch vụ", "Dịch vụ", "B", "karaoke"),
        ("Dịch vụ", "Cơ sở cung cấp", "C", "CS9"),
        ("Dịch vụ", "Ngày cung cấp", "E", ""),
        ("Dịch vụ", "Ngày cung cấp", "E", date(2026, 3, 4)),
        ("Dịch vụ", "Ngày cung cấp", "E", date(2026, 11, 23)),
        ("Dịch vụ", "Ngày chuyển gửi", "D", date(2026, 11, 23)),
        ("Dịch vụ", "Tình trạng", "F", "da_chuyen_gui"),
        ("Dịch vụ", "Tình trạng", "F", "xong"),
        ("Trách nhiệm", "Mã người", "A", "N9"),
        ("Trách nhiệm", "Mã người", "A", "N1"),
        ("Trách nhiệm", "Từ ngày", "D", ""),
        ("Tư vấn", "Mã người", "A", "N1"),
        ("Tư vấn", "Ngày", "D", ""),
        ("Tư vấn", "Hình thức", "E", "khác"),
        ("Tư vấn", "Có mặt", "F", "chưa rõ"),
        ("Hoạt động", "Mã cơ sở", "A", "CS9"),
        ("Hoạt động", "Ngày", "B", date(2026, 11, 23)),
        ("Hoạt động", "Loại hoạt động", "C", "liên hoan"),
    ],
)  # fmt: skip
def test_a_bad_cell_is_one_error_at_its_place(
    read: Read, sheet: str, heading: str, column: str, cell: object
) -> None:
    assert places(read, Book().put(sheet, heading, cell)) == [(sheet, 2, column, heading)]


@pytest.mark.parametrize(
    ("sheet", "heading"), [("Cơ sở", "Mã cơ sở"), ("Người", "Mã người"), ("Vụ việc", "Mã vụ việc")]
)
@pytest.mark.parametrize("cell", ["", date(2026, 1, 1), 1.5, "x" * 61])
def test_a_bad_code_is_an_error_and_so_is_what_refers_to_it(
    read: Read, sheet: str, heading: str, cell: object
) -> None:
    found = places(read, Book().put(sheet, heading, cell))
    assert found[0] == (sheet, 2, "A", heading)
    assert len(found) > 1


def test_a_closed_list_says_what_is_allowed(read: Read) -> None:
    (problem,) = read(Book().put("Hoạt động", "Loại hoạt động", SECRET)).problems
    assert "tro_giup, phong_ngua, ung_pho" in problem.text(str)


@pytest.mark.parametrize(
    "sheet", ["Cơ sở", "Người", "Vụ việc", "Dịch vụ", "Trách nhiệm", "Tư vấn", "Hoạt động"]
)
def test_a_missing_sheet_is_an_error(read: Read, sheet: str) -> None:
    book = Book()
    del book.rows[sheet]
    assert (sheet, None, "", "") in places(read, book)


@pytest.mark.parametrize(
    ("sheet", "heading"), [("Người", "Giới tính"), ("Vụ việc", "Ngày phát hiện"), ("Dịch vụ", "Tình trạng")]
)
def test_a_missing_column_is_an_error(read: Read, sheet: str, heading: str) -> None:
    assert (sheet, None, "", heading) in places(read, Book().without_column(sheet, heading))


def test_a_column_or_sheet_that_is_there_twice_is_an_error(read: Read) -> None:
    book = Book()
    book.headings["Người"].append("HO VA TEN")
    assert places(read, book) == [("Người", 1, "K", "Họ và tên")]
    book = Book()
    book.names["thừa"] = "NGUOI"
    book.headings["thừa"], book.rows["thừa"] = book.headings["Người"], book.rows["Người"]
    assert ("Người", None, "", "") in places(read, book)


def test_the_same_code_twice(read: Read) -> None:
    book = Book().add("Vụ việc")
    assert places(read, book) == []
    assert [(p.sheet, p.row, dict(p.values)) for p in read(book).remarks] == [("Vụ việc", 3, {"first": 2})]
    book.put("Vụ việc", "Quan hệ", "khac", 1).put("Vụ việc", "Mã vụ việc", "v1", 1)
    assert places(read, book) == [("Vụ việc", 3, "A", "Mã vụ việc")]


@pytest.mark.parametrize("sheet", ["Dịch vụ", "Trách nhiệm", "Tư vấn", "Hoạt động"])
def test_the_very_same_row_twice_is_read_once(read: Read, sheet: str) -> None:
    reading = read(Book().add(sheet))
    assert reading.ledger
    rows = [
        *reading.ledger.services,
        *reading.ledger.liabilities,
        *reading.ledger.sessions,
        *reading.ledger.activities,
    ]
    assert len(rows) == 4
    assert [(p.sheet, p.row) for p in reading.remarks] == [(sheet, 3)]


def test_two_states_of_liability_on_one_day(read: Read) -> None:
    book = Book().add("Trách nhiệm", Tình_trạng="chua_bi_truy_cuu")
    assert places(read, book) == [("Trách nhiệm", 3, "C", "Tình trạng")]
    book.put("Trách nhiệm", "Từ ngày", date(2026, 3, 5), 1)
    assert places(read, book) == []


def test_two_people_with_one_citizen_number_are_pointed_out(read: Read) -> None:
    reading = read(Book().add("Người", Mã_người="N3"))
    assert [(p.sheet, p.row, p.heading, dict(p.values)) for p in reading.remarks] == [
        ("Người", 3 + 1, "Số CCCD", {"first": 2})
    ]


@pytest.mark.parametrize(
    ("sheet", "heading", "cell"),
    [
        ("Vụ việc", "Hành vi", ""),
        ("Dịch vụ", "Ngày chuyển gửi", date(2026, 3, 8)),
        ("Dịch vụ", "Ngày chuyển gửi", date(2026, 3, 4)),
        ("Dịch vụ", "Cơ sở cung cấp", ""),
        ("Tư vấn", "Ngày", date(2026, 12, 1)),
        ("Tư vấn", "Ngày", date(2026, 3, 4)),
        ("Trách nhiệm", "Từ ngày", date(2027, 1, 1)),
        ("Người", "Giới tính", ""),
        ("Người", "An toàn khi liên hệ", ""),
    ],
)
def test_what_is_odd_but_possible_is_a_remark(read: Read, sheet: str, heading: str, cell: object) -> None:
    reading = read(Book().put(sheet, heading, cell))
    assert reading.ledger
    assert [(p.sheet, p.row, p.heading) for p in reading.remarks] == [(sheet, 2, heading)]


def test_a_victim_born_after_the_case_is_pointed_out(read: Read) -> None:
    reading = read(Book().put("Người", "Ngày sinh", "4/2026"))
    assert [(p.sheet, p.heading) for p in reading.remarks] == [("Vụ việc", "Nạn nhân")]


def test_a_bad_row_does_not_make_its_references_wrong(read: Read) -> None:
    book = Book().put("Người", "Ngày sinh", SECRET, 1).put("Vụ việc", "Nguồn phát hiện", SECRET)
    assert places(read, book) == [("Người", 3, "C", "Ngày sinh"), ("Vụ việc", 2, "F", "Nguồn phát hiện")]


def test_a_spoilt_column_fills_neither_list_nor_memory(read: Read) -> None:
    book = Book()
    book.rows["Hoạt động"] = [["CS1", date(2026, 1, 1), SECRET] for _ in range(SHOWN_EACH + 50)]
    problems = read(book).problems
    assert len(problems) == SHOWN_EACH + 1
    assert problems[-1].row is None
    assert problems[-1].values["count"] == 50


def test_errors_are_not_crowded_out_by_remarks() -> None:
    findings = Findings()
    for number in range(20_000):
        findings.add(Problem("warning", "Người", number, "A", f"{number}", "Odd."))
    findings.add(Problem("error", "Người", 1, "A", "x", "Wrong."))
    assert [problem.message for problem in findings.of("error")] == ["Wrong."]


def test_the_list_can_be_downloaded() -> None:
    problems = [Problem("error", "Người", 7, "B", "Họ và tên", "=1+%(count)s", {"count": 2})]
    data = problems_csv(problems, lambda message: message.replace("Sheet", "Trang tính"))
    assert data.startswith(b"\xef\xbb\xbf")
    head, row = csv.reader(io.StringIO(data.decode("utf-8-sig")))
    assert head[0] == "Trang tính"
    assert row == ["Người", "7", "B", "Họ và tên", "Error", "'=1+2"]


def test_progress_is_told(vocabulary: Vocabulary, units: Units) -> None:
    told: list[tuple[str, int, int]] = []
    read_ledger(
        Book().made(), vocabulary, units, date(2026, 11, 22), progress=lambda *step: told.append(step)
    )
    assert ("Người", 0, 2) in told
    assert told[-1] == ("Hoạt động", 1, 1)
