"""How an item looks on a work list: its words, its tag, and where it leads this viewer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import current_app, url_for

from casework.access import Actor, may
from casework.access.permissions import PERMISSIONS
from casework.deadlines import Deadlines
from casework.ui.guard import mark_of
from casework.ui.labels import code_label
from casework.ui.language import _, current, show_datetime
from casework.worklist.rules import OVERDUE, PARTS, Item, in_parts, part_of

SHOWN = 100
COLOURS = {"extreme": "red", "high": "orange", "medium": "yellow", "low": "grey"}


@dataclass(frozen=True)
class Line:
    """One line of a work list, ready to draw; ``href`` None leads nowhere."""

    words: str
    number: str
    href: str | None
    due: str
    overdue: bool
    risk: str
    colour: str
    who: str
    told: str


@dataclass(frozen=True)
class Part:
    """One part of a work list; ``more`` are not shown."""

    code: str
    title: str
    lines: tuple[Line, ...]
    total: int

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.total - len(self.lines)


def parts(
    items: list[Item], actor: Actor, deadlines: Deadlines, names: Mapping[UUID, str], now: datetime
) -> list[Part]:
    """The parts of the list in their order, each with its first lines."""
    titles = {
        "overdue": _("Overdue"),
        "today": _("Due today"),
        "later": _("Later"),
        "waiting": _("Waiting for others"),
    }
    found = in_parts(items, now)
    return [
        Part(
            part,
            titles[part],
            tuple(_line(item, actor, deadlines, names, now) for item in found[part][:SHOWN]),
            len(found[part]),
        )
        for part in PARTS
    ]


def _line(item: Item, actor: Actor, deadlines: Deadlines, names: Mapping[UUID, str], now: datetime) -> Line:
    late = item.due is not None and item.due <= now
    return Line(
        words=_words(item, deadlines),
        number=item.number,
        href=way_to(item, actor),
        due=show_datetime(item.due),
        overdue=late and part_of(item, now) != OVERDUE,
        risk=item.risk,
        colour=COLOURS.get(item.risk, "grey"),
        who=item.place or (names.get(item.worker_id, "") if item.worker_id else ""),
        told=show_datetime(item.told_at),
    )


def _words(item: Item, deadlines: Deadlines) -> str:
    """What is to be done; of what only is followed, how far it is."""
    if item.state:
        return code_label("referral_state", item.state)
    return deadlines[item.clock].words.of(current())


def way_to(item: Item, actor: Actor) -> str | None:
    """The address of the page where it is done, if there is one that the viewer may open."""
    view = current_app.view_functions.get(item.endpoint)
    if view is None:
        return None
    mark = mark_of(view)
    if mark in PERMISSIONS and not may(actor, str(mark)):
        return None
    return url_for(item.endpoint, **dict[str, Any](item.values))
