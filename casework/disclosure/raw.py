"""Counts as they are. They name people: nothing here prints itself, and no renderer accepts it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


class _Unprintable:
    """Says what it is and never what it holds, also in tracebacks and failed assertions."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"{type(self).__name__}(withheld)"


@dataclass(frozen=True, slots=True, repr=False)
class Counts(_Unprintable):
    """So many of so many people: 0 ≤ numerator ≤ denominator."""

    numerator: int
    denominator: int

    def __post_init__(self) -> None:
        if not 0 <= self.numerator <= self.denominator:
            raise ValueError("A numerator must lie between 0 and its denominator.")


@dataclass(frozen=True, slots=True, repr=False)
class RawFigure(_Unprintable):
    """One indicator in one area: the total, each split by its parts, and the counts shown beside it.

    Parts may overlap (the streams) or leave people over (sex other or not recorded): both follow
    from the total. A split always has all of its parts, with 0 of 0 where nobody is.
    """

    total: Counts
    splits: Mapping[str, Mapping[str, Counts]] = field(default_factory=lambda: MappingProxyType({}))
    extras: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))

    def shape(self) -> object:
        """Which splits, parts and extras there are; the same in every area of a table."""
        return {name: frozenset(parts) for name, parts in self.splits.items()}, frozenset(self.extras)


@dataclass(frozen=True, slots=True, repr=False)
class RawTable(_Unprintable):
    """All areas × all indicators for one period and cut-off: ``figures[area][indicator]``.

    It holds the country and every province, those without a case too.
    """

    figures: Mapping[str, Mapping[str, RawFigure]]

    def __post_init__(self) -> None:
        shapes = [{code: figure.shape() for code, figure in row.items()} for row in self.figures.values()]
        if not shapes or any(shape != shapes[0] for shape in shapes):
            raise ValueError("Every area of a table needs the same indicators, splits and extras.")
