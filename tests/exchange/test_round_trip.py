"""Whatever a ledger holds, writing it and reading it gives it back, be the workbook ever so untidy."""

import random
import time
import unicodedata
from dataclasses import replace
from datetime import date
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casework.exchange.ledger import Ledger
from casework.exchange.reading import read_ledger
from casework.exchange.spelling import squash
from casework.exchange.template import Value, make_ledger, sheet_rows
from casework.vocabulary import Units, Vocabulary
from tests.exchange.books import Rows, workbook
from tests.exchange.conftest import TODAY, Read
from tests.exchange.drawn import ledgers
from tests.exchange.test_sample import SAMPLE

NUMBERS = {"Mã xã", "Mã xã cư trú", "Số CCCD", "Điện thoại"}
REFERENCES = {"Cơ sở tiếp nhận", "Nạn nhân", "Cơ sở cung cấp", "Cơ sở"}
Part = TypeVar("Part")


def untidy_day(value: date, luck: random.Random) -> object:
    return luck.choice(
        [
            value,
            f"{value:%d/%m/%Y}",
            f"{value.day}/{value.month}/{value.year}",
            f" {value:%d-%m-%Y}\u00a0",
            f"{value} 00:00:00",
        ]
    )


def untidy_text(text: str, luck: random.Random) -> str:
    text = luck.choice([text, unicodedata.normalize("NFD", text), text.replace(" ", "\u00a0 ")])
    return luck.choice(["", " ", "\u200b", "\n"]) + text + luck.choice(["", "  ", "\ufeff"])


def untidy(heading: str, value: Value, luck: random.Random) -> object:
    if isinstance(value, date):
        return untidy_day(value, luck)
    if not isinstance(value, str) or not value:
        return luck.choice([value, f"{value}"]) if isinstance(value, int) else luck.choice(["", " ", None])
    if heading in NUMBERS and luck.random() < 0.3:
        return int(value)
    if heading in REFERENCES and luck.random() < 0.3:
        value = value.lower()
    return untidy_text(value, luck)


def untidy_heading(heading: str, luck: random.Random) -> str:
    return luck.choice(
        [heading, heading.upper(), squash(heading), f"{heading} (nếu có)", untidy_text(heading, luck)]
    )


def untidy_book(ledger: Ledger, luck: random.Random) -> bytes:
    sheets: dict[str, Rows] = {}
    for name, headings, rows in shuffled(list(sheet_rows(ledger)), luck):
        order = shuffled(list(range(len(headings))), luck)
        sheet: Rows = [[*(untidy_heading(headings[place], luck) for place in order), "ghi chú thêm"]]
        for row in rows:
            sheet += luck.choice([[], [], [[]], [[" ", None]]])
            sheet.append([*(untidy(headings[place], row[place], luck) for place in order), "tự do"])
        sheets[untidy_text(name, luck).replace("\n", "")] = sheet
    return workbook(sheets)


def shuffled(parts: list[Part], luck: random.Random) -> list[Part]:
    return luck.sample(parts, len(parts))


def test_a_ledger_comes_back(read: Read, vocabulary: Vocabulary, units: Units) -> None:
    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(ledgers(vocabulary, units))
    def comes_back(ledger: Ledger) -> None:
        reading = read(make_ledger(ledger))
        assert not reading.problems
        assert reading.ledger == ledger

    comes_back()


def test_an_untidy_ledger_comes_back(read: Read, vocabulary: Vocabulary, units: Units) -> None:
    @settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(ledgers(vocabulary, units), st.integers(0, 2**32))
    def comes_back(ledger: Ledger, seed: int) -> None:
        reading = read(untidy_book(ledger, random.Random(seed)))
        assert not reading.problems
        assert reading.ledger == ledger

    comes_back()


def test_equal_ledgers_make_equal_files(read: Read) -> None:
    ledger = read(SAMPLE).ledger
    assert ledger
    assert make_ledger(ledger) == make_ledger(ledger)


def many(ledger: Ledger, times: int) -> Ledger:
    """The same ledger many times over, with codes of its own each time."""
    turns = [f"{turn:03d}" for turn in range(times)]
    return Ledger(
        ledger.facilities,
        tuple(
            replace(row, code=turn + row.code, citizen_number="") for turn in turns for row in ledger.people
        ),
        tuple(
            replace(
                row,
                code=turn + row.code,
                victim=turn + row.victim,
                perpetrators=tuple(turn + code for code in row.perpetrators),
            )
            for turn in turns
            for row in ledger.cases
        ),
        tuple(replace(row, case=turn + row.case) for turn in turns for row in ledger.services),
        tuple(
            replace(row, case=turn + row.case, person=turn + row.person)
            for turn in turns
            for row in ledger.liabilities
        ),
        tuple(
            replace(row, case=turn + row.case, person=turn + row.person)
            for turn in turns
            for row in ledger.sessions
        ),
        ledger.activities,
    )


@pytest.mark.real_clock
def test_ten_thousand_cases_are_read_in_one_go(
    read: Read, vocabulary: Vocabulary, units: Units, capsys: pytest.CaptureFixture[str]
) -> None:
    small = read(SAMPLE).ledger
    assert small
    ledger = many(small, 42)
    data = make_ledger(ledger)
    start = time.perf_counter()
    reading = read_ledger(data, vocabulary, units, TODAY)
    with capsys.disabled():
        seconds = time.perf_counter() - start
        print(f"\n{len(ledger.cases)} cases, {len(ledger.people)} people: {seconds:.1f} s")  # noqa: T201 - a measurement, for whoever looks
    assert reading.ledger == ledger
