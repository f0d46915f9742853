"""Where the marks of a chart stand: shares of the width, and pixels from the top (no text is ever stretched)."""

from dataclasses import dataclass

from casework.dashboard.presenters import short_period
from casework.dashboard.trends import Trend

TOP, BASE = 22, 132
"""The pixels of 100 % and of 0 %."""
ROOM = 22
"""What a number needs over its point."""


@dataclass(frozen=True)
class Mark:
    """A point of a line; ``y`` None where the figure is not shown. ``label`` is its number, ``name`` its period."""

    x: float
    left: float
    width: float
    y: float | None
    label: str
    name: str
    target: float | None
    hatched: bool

    @property
    def label_y(self) -> float:
        """Over the point; under it where the target's line is in the way."""
        at = BASE if self.y is None else self.y
        crossed = self.target is not None and at - ROOM <= self.target < at
        return at + 20 if crossed and at + 20 < BASE else at - 9


@dataclass(frozen=True)
class Curve:
    """Points and the lines between neighbours that are both shown."""

    marks: tuple[Mark, ...]

    @property
    def steps(self) -> list[tuple[Mark, Mark]]:
        """Neighbours that are joined."""
        pairs = zip(self.marks, self.marks[1:], strict=False)
        return [(one, other) for one, other in pairs if one.y is not None and other.y is not None]


def height_of(percent: float) -> float:
    """The pixel of a share."""
    return round(BASE - (BASE - TOP) * min(percent, 100) / 100, 1)


def curve(trend: Trend, labels: tuple[str, ...]) -> Curve:
    """The line of an indicator over its closings."""
    width = 100 / len(trend.points)
    marks = []
    for at, (point, label) in enumerate(zip(trend.points, labels, strict=True)):
        line = point.line
        marks.append(
            Mark(
                x=round((at + 0.5) * width, 2),
                left=round(at * width, 2),
                width=round(width, 2),
                y=None if line.percent is None else height_of(line.percent),
                label=label,
                name=short_period(point.name),
                target=height_of(line.target.percent) if line.target else None,
                hatched=line.status == "withheld",
            )
        )
    return Curve(tuple(marks))
