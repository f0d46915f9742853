import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from casework.disclosure import Counts, DisclosurePolicy, RawFigure, RawTable, load_disclosure
from casework.paths import ROOT_POLICIES


@pytest.fixture(scope="session")
def policy() -> DisclosurePolicy:
    return load_disclosure(ROOT_POLICIES / "disclosure.toml")


def counts(pair: list[int]) -> Counts:
    return Counts(*pair)


def figure(written: dict[str, Any]) -> RawFigure:
    splits = {
        name: {part: counts(pair) for part, pair in parts.items()}
        for name, parts in written.get("splits", {}).items()
    }
    return RawFigure(counts(written["total"]), splits, written.get("extras", {}))


@pytest.fixture(scope="session")
def sample() -> RawTable:
    """The figures of the sample ledger: four provinces with cases and thirty without any."""
    written = json.loads(Path(__file__).with_name("sample_figures.json").read_text(encoding="utf-8"))
    areas = {area: {code: figure(one) for code, one in row.items()} for area, row in written.items()}
    nothing = {code: _empty(one) for code, one in areas["VN"].items()}
    return RawTable(areas | {f"z{number:02}": nothing for number in range(30)})


def _empty(one: RawFigure) -> RawFigure:
    none = Counts(0, 0)
    splits = {name: dict.fromkeys(parts, none) for name, parts in one.splits.items()}
    return RawFigure(none, splits, dict.fromkeys(one.extras, 0))


TableOf = Callable[..., RawTable]


@pytest.fixture
def table_of() -> TableOf:
    """Make a table of one indicator from ``{area: figure}``, figures being Counts or RawFigure."""

    def make(code: str = "victims_reached", **areas: Counts | RawFigure) -> RawTable:
        return RawTable(
            {area: {code: RawFigure(one) if isinstance(one, Counts) else one} for area, one in areas.items()}
        )

    return make
