"""Code lists and units once, and a reader that has them."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from casework import vocabulary as words
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
def read(vocabulary: Vocabulary, units: Units) -> Read:
    def reader(source: Book | Path | bytes) -> Reading:
        return read_ledger(source.made() if isinstance(source, Book) else source, vocabulary, units, TODAY)

    return reader
