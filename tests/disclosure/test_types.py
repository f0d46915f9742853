"""A raw count can't be mistaken for a protected one, nor print itself."""

import copy
import pickle
import re
from pathlib import Path
from typing import Any, cast

import pytest

import casework
from casework.disclosure import (
    Counts,
    DisclosurePolicy,
    ProtectedCounts,
    ProtectedFigure,
    ProtectedTable,
    RawFigure,
    RawTable,
    percent,
    protect_together,
)
from tests.disclosure.people import KEY

# Mypy refuses what follows too; here the same at run time.
Counted = cast(Any, ProtectedCounts)
Figure = cast(Any, ProtectedFigure)
Table = cast(Any, ProtectedTable)


@pytest.fixture
def shown(sample: RawTable, policy: DisclosurePolicy) -> ProtectedFigure:
    return protect_together({KEY: sample}, policy)[KEY].figure("VN", "victims_reached")


@pytest.mark.parametrize("seal", [None, object(), "seal"])
def test_nobody_else_makes_protected_counts(seal: object) -> None:
    with pytest.raises(TypeError, match="protect_together"):
        Counted(seal, Counts(1, 2))
    with pytest.raises(TypeError, match="protect_together"):
        Figure(seal, Counts(1, 2), {}, {})
    with pytest.raises(TypeError, match="protect_together"):
        Table(seal, {}, "1")


def test_protected_counts_are_not_changed_copied_or_extended(shown: ProtectedFigure) -> None:
    with pytest.raises(AttributeError):
        cast(Any, shown).numerator = 1
    with pytest.raises(AttributeError):
        del cast(Any, shown).numerator
    with pytest.raises(TypeError):
        cast(Any, shown.splits)["sex"] = None
    for store in (copy.copy, copy.deepcopy, pickle.dumps):
        with pytest.raises((TypeError, AttributeError)):
            cast(Any, store)(shown)
    with pytest.raises(TypeError):
        type("Open", (Figure,), {})


def test_the_seal_stays_where_it_is() -> None:
    package = Path(casework.__file__).parent
    holders = [
        path.relative_to(package).as_posix()
        for path in sorted(package.rglob("*.py"))
        if re.search(r"\b_SEAL\b|disclosure\.protected import .*_S", path.read_text(encoding="utf-8"))
    ]
    assert holders == ["disclosure/protect.py", "disclosure/protected.py"]


def test_raw_counts_do_not_print_themselves(sample: RawTable) -> None:
    figure = RawFigure(Counts(3, 4711), {"sex": {"female": Counts(3, 4711)}}, {"reintegrated": 4711})
    for raw in (figure.total, figure, RawTable({"VN": {"x": figure}}), sample):
        for text in (repr(raw), str(raw), f"{raw}", f"{[raw]}"):
            assert "withheld" in text
            assert "4711" not in text


@pytest.mark.parametrize(("numerator", "denominator"), [(-1, 3), (4, 3), (0, -1)])
def test_impossible_counts_are_refused_without_naming_them(numerator: int, denominator: int) -> None:
    with pytest.raises(ValueError, match="between 0 and its denominator") as caught:
        Counts(numerator, denominator)
    assert not re.search(r"\d\d|[^0]\d", str(caught.value).replace("0 and", ""))


def test_a_table_has_one_shape() -> None:
    with pytest.raises(ValueError, match="same indicators"):
        RawTable({"VN": {"x": RawFigure(Counts(1, 1))}, "01": {}})
    with pytest.raises(ValueError, match="same indicators"):
        RawTable(
            {"VN": {"x": RawFigure(Counts(1, 1))}, "01": {"x": RawFigure(Counts(1, 1), extras={"e": 1})}}
        )
    with pytest.raises(ValueError, match="same indicators"):
        RawTable({})


@pytest.mark.parametrize(
    ("numerator", "denominator", "expected"),
    [(0, 0, None), (0, 7, 0.0), (7, 7, 100.0), (52, 95, 54.7), (1, 16, 6.3), (3, 16, 18.8), (2, 3, 66.7)],
)
def test_percentages_have_one_decimal_and_round_half_up(
    numerator: int, denominator: int, expected: float | None
) -> None:
    assert percent(numerator, denominator) == expected


def test_percent_follows_from_what_is_shown(sample: RawTable, policy: DisclosurePolicy) -> None:
    table = protect_together({KEY: sample}, policy)[KEY]
    assert table.figure("VN", "victims_reached").percent == 54.7
    assert table.figure("33", "victims_reached").percent is None
    assert table.policy_version == policy.version
