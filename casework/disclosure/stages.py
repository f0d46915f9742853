"""How far people came, stage after stage (sent, accepted …), protected like every count that leaves the house.

Each stage's people are among those of the stage before, so that what a row tells are the people who stopped at
each stage. Every such number is nobody or at least k: of the whole, of every part shown, and of all parts
that are not shown together. A row is shown whole or not at all; a stage of the whole that would tell a small number is
left out of every row.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from casework.disclosure.subtraction import Rows, is_safe, shown_rows

_WHOLE = ""


@dataclass(frozen=True, slots=True)
class Stages:
    """How many people came to each stage; never more than to the one before."""

    counts: tuple[int, ...]

    def __post_init__(self) -> None:
        if not self.counts or any(
            later > before for before, later in zip(self.counts, self.counts[1:], strict=False)
        ):
            raise ValueError("Each stage's people must be among those of the stage before.")

    def __repr__(self) -> str:
        return "Stages(withheld)"

    def stopped(self, stages: Iterable[int]) -> tuple[int, ...]:
        """How many came to each of these stages and not to the next of them."""
        seen = [self.counts[stage] for stage in stages]
        return tuple(before - later for before, later in zip(seen, [*seen[1:], 0], strict=True))


@dataclass(frozen=True)
class ProtectedStages:
    """What may be shown: which ``stages``, and the rows whose counts of those stages may stand on a page.

    ``rows`` are by path: () the whole, (part,) and (part, inner part); a row that is not there is withheld.
    """

    stages: tuple[int, ...]
    rows: Mapping[tuple[str, ...], tuple[int, ...]]


def protect_stages(parts: Mapping[str, Mapping[str, Stages]], count: int, k: int) -> ProtectedStages:
    """Protect a table of parts of parts (kinds of sender, senders) with ``count`` stages; the whole is their sum."""
    sums = {name: _sum(inner.values(), count) for name, inner in parts.items()}
    whole = _sum(sums.values(), count)
    stages = _safe_stages(whole, k)
    if not stages:
        return ProtectedStages((), {})
    rows: dict[tuple[str, ...], Stages] = {(): whole}
    for name in sorted(_shown(whole, sums, stages, k)):
        rows[name,] = sums[name]
        for inner in sorted(_shown(sums[name], parts[name], stages, k)):
            rows[name, inner] = parts[name][inner]
    return ProtectedStages(
        stages, {path: tuple(row.counts[stage] for stage in stages) for path, row in rows.items()}
    )


def _sum(rows: Iterable[Stages], count: int) -> Stages:
    columns = zip(*(row.counts for row in rows), strict=True)
    return Stages(tuple(sum(column) for column in columns) or (0,) * count)


def _safe_stages(whole: Stages, k: int) -> tuple[int, ...]:
    """The first stage, and each later one that no small number lies before or in; none when the first is small."""
    chosen: list[int] = []
    for stage, value in enumerate(whole.counts):
        before = whole.counts[chosen[-1]] - value if chosen else 0
        if is_safe(value, k) and is_safe(before, k):
            chosen.append(stage)
        elif not chosen:
            return ()
    return tuple(chosen)


def _shown(whole: Stages, parts: Mapping[str, Stages], stages: tuple[int, ...], k: int) -> frozenset[str]:
    """The parts that may be shown beside the whole, so that subtraction finds no small number either."""
    rows = {_WHOLE: whole, **parts}
    stopped = {name: row.stopped(stages) for name, row in rows.items()}
    columns = [{name: numbers[place] for name, numbers in stopped.items()} for place in range(len(stages))]
    people = {name: row.counts[0] for name, row in rows.items()}
    return shown_rows(Rows(_WHOLE, columns, people), k) - {_WHOLE}
