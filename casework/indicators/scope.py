"""Which cases are asked about: days of detection, cut-off and area."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, true

COUNTRY = "VN"


@dataclass(frozen=True)
class Scope:
    """Cases detected from ``first`` to ``last``; ``cut_off`` is the last day whose facts about them count.

    Detection puts a case in scope whatever the cut-off, so that two cut-offs of a period have the same
    people. ``area`` is VN, a province (two digits), a commune (five), or any name for ``communes``.
    """

    first: date
    last: date
    cut_off: date
    area: str = COUNTRY
    communes: tuple[str, ...] = ()

    @property
    def until(self) -> date:
        """The last day of the period whose facts count."""
        return min(self.last, self.cut_off)

    def place(self, model: Any) -> ColumnElement[bool]:
        """The rows of a model with commune and province that lie in the area."""
        if self.communes:
            there: ColumnElement[bool] = model.commune_code.in_(self.communes)
            return there
        if self.area == COUNTRY:
            return true()
        column = model.province_code if len(self.area) == 2 else model.commune_code
        clause: ColumnElement[bool] = column == self.area
        return clause

    def cases(self, model: Any) -> ColumnElement[bool]:
        """The cases in scope, whatever their kind."""
        return and_(model.detected_on >= self.first, model.detected_on <= self.last, self.place(model))
