"""How far the people came whom others referred here: sent, accepted, engaged, first service. Pure.

People are counted, not referrals: one who was referred twice stands where she was referred first. Half-years only, and
what is known a month after their end, so that no two tables can be held against each other.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from uuid import UUID

from casework.clock import local
from casework.disclosure import Period, closed_periods
from casework.disclosure.stages import Stages, protect_stages

STAGES = ("sent", "accepted", "engaged", "served")
MONTH = timedelta(days=31)
YEARS = 3


@dataclass(frozen=True, slots=True, repr=False)
class Way:
    """One person's way: by whom she was referred, and when she came to each stage (None: not yet)."""

    kind: str
    sender_id: UUID
    times: tuple[datetime | None, ...]

    def known_by(self, day: date) -> "Way":
        """The way as it was known at the end of a day."""
        return Way(
            self.kind,
            self.sender_id,
            tuple(time if time is not None and local(time).date() <= day else None for time in self.times),
        )

    @property
    def furthest(self) -> int:
        """The last stage she came to; who was served was engaged, whether or not somebody noted it."""
        return max(stage for stage, time in enumerate(self.times) if time is not None or not stage)


@dataclass(frozen=True)
class Row:
    """A line: of all (kind ""), a kind of sender (no sender), or a sender.

    ``counts`` by stage, None where a stage is left out; ``hours`` from the sending to the stage, the median, None
    where too few came to it.
    """

    kind: str
    sender_id: UUID | None
    counts: tuple[int | None, ...]
    hours: tuple[float | None, ...]


def halves(today: date) -> tuple[Period, ...]:
    """The half-years that can be asked for, newest first."""
    closed = closed_periods(today, today.year - YEARS)
    return tuple(one for one in closed if "-h" in one.code and cut_off(one) < today)


def cut_off(half: Period) -> date:
    """The day up to which the half-year's people are followed."""
    return half.last + MONTH


def protected_rows(ways: Sequence[Way], day: date, k: int) -> list[Row]:
    """The rows that may be shown, by kind and sender; none when there are too few people for any."""
    seen = [way.known_by(day) for way in ways]
    groups: dict[str, dict[str, list[Way]]] = {}
    for way in seen:
        groups.setdefault(way.kind, {}).setdefault(str(way.sender_id), []).append(way)
    parts: Mapping[str, Mapping[str, Stages]] = {
        kind: {sender: _stages(of_sender) for sender, of_sender in senders.items()}
        for kind, senders in groups.items()
    }
    protected = protect_stages(parts, len(STAGES), k)
    members: dict[tuple[str, ...], list[Way]] = {(): seen}
    for kind, senders in groups.items():
        members[kind,] = [way for of_sender in senders.values() for way in of_sender]
        members.update({(kind, sender): of_sender for sender, of_sender in senders.items()})
    return [
        _row(path, dict(zip(protected.stages, counts, strict=True)), members[path], 2 * k)
        for path, counts in sorted(protected.rows.items())
    ]


def _stages(ways: Sequence[Way]) -> Stages:
    furthest = [way.furthest for way in ways]
    return Stages(tuple(sum(last >= stage for last in furthest) for stage in range(len(STAGES))))


def _row(path: tuple[str, ...], counts: Mapping[int, int], ways: Iterable[Way], enough: int) -> Row:
    kind, sender = (*path, "", "")[:2]
    kept = list(ways)
    return Row(
        kind,
        UUID(sender) if sender else None,
        tuple(counts.get(stage) for stage in range(len(STAGES))),
        tuple(_median(kept, stage, enough) if stage in counts else None for stage in range(len(STAGES))),
    )


def _median(ways: Iterable[Way], stage: int, enough: int) -> float | None:
    """The median time to a stage in hours, where so many came to it that it tells of nobody."""
    spans = [
        (way.times[stage] - way.times[0]).total_seconds() / 3600  # type: ignore[operator]  # both are told: see below
        for way in ways
        if stage and way.times[0] is not None and way.times[stage] is not None
    ]
    return median(spans) if len(spans) >= enough else None
