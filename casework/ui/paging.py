"""Long lists in pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from flask import request

T = TypeVar("T")

SIZE = 50
MOST = 2_000


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page of a list: its rows, its number (from 1), rows a page, rows in all.

    With ``more`` the list goes on: ``total`` is only how far was counted.
    """

    items: Sequence[T]
    number: int
    size: int
    total: int
    more: bool = False

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // self.size))

    @property
    def first(self) -> int:
        """The place of the first row in the whole list."""
        return (self.number - 1) * self.size + 1 if self.items else 0

    @property
    def last(self) -> int:
        """The place of the last row in the whole list."""
        return (self.number - 1) * self.size + len(self.items)

    @property
    def shown(self) -> list[int | None]:
        """Page numbers to link: the first, the last and those near; None where some are left out."""
        near = [n for n in range(1, self.pages + 1) if n in (1, self.pages) or abs(n - self.number) <= 1]
        steps: list[int | None] = []
        for number in near:
            if steps and number - (steps[-1] or 0) > 1:
                steps.append(None)
            steps.append(number)
        return steps


def page_number() -> int:
    """The page asked for by ``?page=``; nonsense means the first."""
    text = request.args.get("page", "1")
    return min(max(1, int(text)), MOST) if text.isdecimal() and len(text) <= len(str(MOST)) else 1
