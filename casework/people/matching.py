"""Comparing names as people write them: folded, with typed diacritics counting more, and misspelt (pure)."""

from dataclasses import dataclass

from rapidfuzz import fuzz

from casework.vocabulary.folding import fold, tone_normal

ALIKE = 84.0  # "nguyen thi hao" is found by "nguyen thi hoa", "tran van an" is not


def written(name: str) -> str:
    """A name with its diacritics, in one spelling of them: Hòa and Hoà are the same, Hoa is another."""
    return " ".join(tone_normal(name).casefold().split())


@dataclass(frozen=True)
class Wanted:
    """A name that is looked for."""

    folded: str
    written: str

    @classmethod
    def of(cls, text: str) -> "Wanted":
        """What was typed."""
        return cls(fold(text), written(text))

    def __repr__(self) -> str:
        return "Wanted(...)"

    def rank(self, name: str) -> tuple[int, float] | None:
        """How well a name fits, smaller is better; None: not at all.

        First the whole name, then names that hold the words or their beginnings, then misspelt
        ones; inside each kind those with the diacritics as typed come first.
        """
        folded = fold(name)
        as_typed = 0 if self._typed_in(name) else 1
        if folded == self.folded:
            return as_typed, 0.0
        if self._words_in(folded):
            return 2 + as_typed, 0.0
        alike = fuzz.token_sort_ratio(self.folded, folded)
        return (4 + as_typed, -alike) if alike >= ALIKE else None

    def _words_in(self, folded: str) -> bool:
        at_starts = f" {folded}"
        return all(f" {word}" in at_starts for word in self.folded.split())

    def _typed_in(self, name: str) -> bool:
        at_starts = f" {written(name)}"
        return all(f" {word}" in at_starts for word in self.written.split())


def alike(one: str, other: str) -> bool:
    """Whether two names are the same or a slip apart, diacritics aside."""
    first, second = fold(one), fold(other)
    return first == second or fuzz.token_sort_ratio(first, second) >= ALIKE
