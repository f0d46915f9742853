"""Code lists and units once, and a reader that has them."""

import json
from collections.abc import Callable, Collection
from datetime import date
from pathlib import Path
from unittest.mock import patch

import pytest

from casework import vocabulary as words
from casework.exchange import child, workbook
from casework.exchange.reading import Reading, read_ledger
from casework.paths import ROOT_POLICIES
from casework.vocabulary import Units, Vocabulary
from tests.exchange.books import Book

TODAY = date(2026, 11, 22)
Read = Callable[[Book | Path | bytes], Reading]


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    return words.load(ROOT_POLICIES)


@pytest.fixture(scope="session")
def units() -> Units:
    return words.load_units(ROOT_POLICIES)


@pytest.fixture(scope="session")
def read_apart(vocabulary: Vocabulary, units: Units) -> Read:
    """Reads as the program does: the workbook is opened in a child process."""

    def reader(source: Book | Path | bytes) -> Reading:
        return read_ledger(source.made() if isinstance(source, Book) else source, vocabulary, units, TODAY)

    return reader


@pytest.fixture(scope="session")
def read(read_apart: Read) -> Read:
    """Reads without starting a child, which takes a tenth of the time; for workbooks of our own making."""

    def ask(data: bytes, wanted: Collection[str]) -> list[dict[str, object]]:
        return [json.loads(json.dumps(line)) for line in child.answer(data, tuple(wanted))]

    def reader(source: Book | Path | bytes) -> Reading:
        with patch.object(workbook, "_ask", ask):
            return read_apart(source)

    return reader
