"""A wall that whoever saved has raised before herself goes up without a word (see ``ui.onward``)."""

from collections.abc import Mapping
from typing import Any

from casework.conflicts import queries
from casework.conflicts.operations import raised_now
from casework.ui import context, onward

_open: set[str] = set()


def leave_open(endpoint: str) -> None:
    """Declare a page that stands open behind a wall too, so that nobody need be led away from it."""
    _open.add(endpoint)


@onward.ask
def closed_by_this_save(endpoint: str, values: Mapping[str, Any]) -> bool:
    """Whether a page lies in a record to which this request has closed the way of the one who made it."""
    session, actor = context.session(), context.actor_or_none()
    if actor is None or actor.id is None or endpoint in _open:
        return False
    raised = raised_now(session, actor.id)
    return bool(raised) and not raised.isdisjoint(queries.rows_named(session, map(str, values.values())))
