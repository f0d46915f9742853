"""The figures of the funnel in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from casework.disclosure import Period
from casework.referrals.funnel import Row
from casework.refusal import N_
from casework.ui.labels import code_label
from casework.ui.language import _, _n, show_number

STAGE_LABELS = (N_("Referred"), N_("Accepted"), N_("Engaged"), N_("First service"))
DAYS_FROM = 72


@dataclass(frozen=True)
class Line:
    """A line: whose people, how deep it stands (0 all, 1 a kind, 2 a sender), per stage the count and the median."""

    name: str
    depth: int
    cells: tuple[tuple[str, str], ...]
    counts: tuple[int | None, ...]


def half_name(half: Period) -> str:
    """First half of 2026."""
    year, _dash, part = half.code.partition("-h")
    return _(N_("First half of %(year)s") if part == "1" else N_("Second half of %(year)s"), year=year)


def lines(rows: Sequence[Row], senders: Mapping[UUID, str]) -> list[Line]:
    """All senders, then each kind with its senders beneath."""
    return [
        Line(
            _name(row, senders),
            2 if row.sender_id else int(bool(row.kind)),
            tuple(
                ("–" if count is None else show_number(count), _span(hours))
                for count, hours in zip(row.counts, row.hours, strict=True)
            ),
            row.counts,
        )
        for row in rows
    ]


def _name(row: Row, senders: Mapping[UUID, str]) -> str:
    if row.sender_id:
        return senders.get(row.sender_id, _("Not known"))
    return code_label("provider_kind", row.kind) if row.kind else _("All senders")


def _span(hours: float | None) -> str:
    """A time that was taken: hours up to three days, then days."""
    if hours is None:
        return ""
    if hours < 1:
        return _("under an hour")
    if hours < DAYS_FROM:
        return _n("%(num)d hour", "%(num)d hours", round(hours))
    return _n("%(num)d day", "%(num)d days", round(hours / 24))


def bars(line: Line) -> list[dict[str, object]]:
    """The stages of a line as bars; one that is left out is hatched."""
    return [
        {
            "label": _(label),
            "value": count or 0,
            "shown": "–" if count is None else show_number(count),
            "suppressed": count is None,
        }
        for label, count in zip(STAGE_LABELS, line.counts, strict=True)
    ]
