"""Renderers for pages and downloads take protected figures and nothing else."""

from datetime import date
from typing import Any, cast

import pytest

from casework.clock import now
from casework.disclosure import Counts, Period, RawFigure, RawTable
from casework.indicators.scope import Scope
from casework.reports.files import safe
from casework.reports.operations import ExactFigures
from casework.reports.rules import ask
from casework.reports.sheets import exact_sheet, protected_sheet
from casework.reports.workbook import as_workbook

HALF = Period.of_half(2026, 1)


def raw(policies: Any) -> dict[str, RawFigure]:
    none = Counts(1, 3)
    return {
        one.code: RawFigure(
            none,
            ({"stream": dict.fromkeys(one.streams, none)} if one.streams else {})
            | ({"sex": dict.fromkeys(one.sexes, none)} if one.sexes else {}),
            {extra.code: 1 for extra in one.extras},
        )
        for one in policies.indicators
    }


def test_a_raw_table_makes_no_protected_sheet(policies: Any) -> None:
    question = ask(policies.plans, policies.units, date(2026, 11, 22), period=HALF)
    with pytest.raises(TypeError):
        protected_sheet(cast(Any, RawTable({"VN": raw(policies)})), question, policies)


def test_nor_does_something_that_only_looks_protected(policies: Any) -> None:
    class Lookalike:
        policy_version = ""

        def figure(self, area: str, code: str) -> RawFigure:
            return raw(policies)[code]

    question = ask(policies.plans, policies.units, date(2026, 11, 22), period=HALF)
    with pytest.raises(TypeError):
        protected_sheet(cast(Any, Lookalike()), question, policies)


def test_exact_figures_make_no_workbook(policies: Any) -> None:
    scope = Scope(HALF.first, HALF.last, HALF.last)
    sheet = exact_sheet(ExactFigures(scope, raw(policies)), None, policies)
    with pytest.raises(TypeError):
        as_workbook(cast(Any, sheet), policies, now())


@pytest.mark.parametrize("text", ["=1+1", "+84", "-2", "@SUM(A1)", "\tx"])
def test_no_cell_is_a_formula(text: str) -> None:
    assert safe(text) == f"'{text}"
    assert safe("Đào") == "Đào"
