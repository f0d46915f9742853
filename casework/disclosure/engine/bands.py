"""A tree taken apart into bands that are rounded one after another, from the root down."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from casework.disclosure.engine.axes import Axis, Equation
from casework.disclosure.engine.equations import Ints
from casework.disclosure.engine.sums import Sums, added_up


@dataclass(frozen=True)
class Band:
    """Codes below one that was rounded before (``top``; None: from the root on), down to its ``frontier``."""

    top: int | None
    codes: Ints
    frontier: Ints
    sums: Sums
    """The codes over the frontier."""
    whole: Sums
    """The top over the frontier."""


class Tree:
    """The codes of one axis by number; without an axis a root alone."""

    def __init__(self, axis: Axis | None) -> None:
        self.codes = axis.codes if axis else ("",)
        self.families = dict(axis.equations) if axis else {}
        self.numbers = {code: number for number, code in enumerate(self.codes)}

    def bands(self, most: int) -> Iterator[Band]:
        """Cover the tree with bands whose frontier is a single family or at most so many codes."""
        tops: list[str | None] = [None]
        for top in tops:
            band, frontier = self._band(top, most)
            yield band
            tops += [code for code in frontier if code in self.families]

    def _band(self, top: str | None, most: int) -> tuple[Band, list[str]]:
        root = self.codes[0] if top is None else top
        equations: list[Equation] = []
        codes, frontier = [root], [root]
        while any(code in self.families for code in frontier):
            lower = [part for code in frontier for part in self._parts(code)]
            if len(lower) > most and (equations or top is None):
                break
            equations += [(code, self.families[code]) for code in frontier if code in self.families]
            codes += lower
            frontier = lower
        told = list(dict.fromkeys(codes if top is None else codes[1:]))
        return (
            Band(
                self.numbers[top] if top is not None else None,
                self._places(told),
                self._places(frontier),
                added_up(told, frontier, equations),
                added_up([root], frontier, equations),
            ),
            frontier,
        )

    def _parts(self, code: str) -> list[str]:
        return [part for part, _ in self.families[code]] if code in self.families else [code]

    def _places(self, codes: list[str]) -> Ints:
        return np.array([self.numbers[code] for code in codes], dtype=np.int64)
