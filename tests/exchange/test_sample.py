"""The sample workbook with its 240 invented cases reads without an error, and says what it should."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from casework.exchange.ledger import Ledger
from casework.exchange.template import make_ledger
from casework.vocabulary import Units
from tests.exchange.conftest import Read

DATA = Path(__file__).parent / "data"
SAMPLE = DATA / "so-theo-doi-mau.xlsx"
BASIC = {
    "y_te", "tam_lanh", "nhu_cau_thiet_yeu", "tu_van_tam_ly", "tro_giup_phap_ly", "bao_ve_an_toan", "tro_giup_xa_hoi",
}  # fmt: skip


@pytest.fixture(scope="module")
def ledger(read_apart: Read) -> Ledger:
    reading = read_apart(SAMPLE)
    assert not reading.problems
    assert reading.ledger
    return reading.ledger


def test_every_row_is_there(ledger: Ledger) -> None:
    assert [len(rows) for rows in (ledger.facilities, ledger.people, ledger.cases, ledger.services)] == [
        20,
        368,
        240,
        241,
    ]
    assert [len(rows) for rows in (ledger.liabilities, ledger.sessions, ledger.activities)] == [122, 135, 22]


def test_the_only_remark_is_about_a_session_that_lies_ahead(read_apart: Read) -> None:
    remarks = read_apart(SAMPLE).remarks
    assert [(p.sheet, p.row, p.column, p.heading) for p in remarks] == [("Tư vấn", 81, "D", "Ngày")]


def _counts(ledger: Ledger, units: Units, start: date, end: date) -> Iterator[tuple[str, int, int, int]]:
    for area in ("VN", "33", "24", "31", "40"):
        cases = [
            case
            for case in ledger.cases
            if start <= case.detected_on <= end
            and (area == "VN" or area == units.communes[case.commune].province_code)
        ]
        violence = {c.code: c.victim for c in cases if c.kind in ("bao_luc_gia_dinh", "bao_luc_gioi_khac")}
        reached = {
            violence[s.case]
            for s in ledger.services
            if s.case in violence and s.kind in BASIC and s.delivered_on and s.delivered_on <= end
        }
        yield area, len(cases), len(set(violence.values())), len(reached)


def test_what_was_read_counts_up_to_the_expected_figures(ledger: Ledger, units: Units) -> None:
    expected = json.loads((DATA / "so-theo-doi-mau.expected.json").read_text())
    start, end = (date.fromisoformat(day) for day in expected["period"])
    for area, cases, victims, reached in _counts(ledger, units, start, end):
        figures = expected["areas"][area]
        assert cases == figures["cases"]
        assert {"n": reached, "d": victims} == figures["victims_reached"]["all"]


def test_a_ledger_that_is_written_again_reads_the_same(ledger: Ledger, read_apart: Read) -> None:
    assert read_apart(make_ledger(ledger)).ledger == ledger


def test_an_empty_ledger_to_fill_in_has_headings_and_no_problem(read_apart: Read) -> None:
    reading = read_apart(make_ledger())
    assert reading.ledger == Ledger()
    assert not reading.remarks
