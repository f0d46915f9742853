"""Exact figures for the operator at the server: the one way to counts that nothing protects, and it is noted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from casework.access import Actor, require_role
from casework.audit.operations import record
from casework.disclosure.raw import RawFigure
from casework.indicators import queries
from casework.indicators.definitions import Indicators
from casework.indicators.scope import Scope


@dataclass(frozen=True, repr=False)
class ExactFigures:
    """Counts as they are, of one area: for the operator alone. Nothing that makes a page or a download takes it."""

    scope: Scope
    figures: Mapping[str, RawFigure]


def exact(
    session: Session, actor: Actor, indicators: Indicators, scope: Scope, now: datetime
) -> ExactFigures:
    """All indicators of one area, hiding nothing: any days, cut-off and area. Not for publication."""
    require_role(actor, "indicators:exact")
    facts = {
        "from": scope.first.isoformat(),
        "to": scope.last.isoformat(),
        "cut_off": scope.cut_off.isoformat(),
        "area": scope.area,
    }
    record(session, actor, "figures.exact", kind="figures", facts=facts, now=now)
    return ExactFigures(scope, queries.figures(session, indicators, scope))
