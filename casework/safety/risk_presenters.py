"""How much danger there is, in words."""

from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask.sansio.blueprints import BlueprintSetupState
from sqlalchemy.orm import Session

from casework.access import Actor, may
from casework.cases import panels
from casework.cases.models import Case
from casework.danger import Danger
from casework.deadlines import Deadlines
from casework.refusal import N_
from casework.safety import risk_queries as queries
from casework.safety.models import Risk
from casework.safety.risk_queries import Stated
from casework.safety.risk_rules import CURRENT, DECLINED, EXTREME, LAPSED, PAST, PROPOSED, reassess_due
from casework.safety.sheet_presenters import of_sheet
from casework.ui import context
from casework.ui.labels import code_label
from casework.ui.language import _, show_datetime

COLOURS = {"extreme": "red", "high": "orange", "medium": "yellow", "low": "green"}
STANDINGS = {
    CURRENT: N_("Counts now"),
    PROPOSED: N_("Waits for a second person"),
    PAST: N_("Counted until a later one"),
    DECLINED: N_("Declined by the second person"),
    LAPSED: N_("Overtaken by a later statement"),
}


@dataclass(frozen=True)
class Line:
    """A statement of the history in words."""

    level: str
    colour: str
    source: str
    reason: str
    at: str
    by: str
    standing: str
    answers: list[dict[str, str]]


def lines(stated: list[Stated], danger: Danger) -> list[Line]:
    """The history, the newest first."""
    return [
        Line(
            level=code_label("risk_level", one.risk.level),
            colour=COLOURS[one.risk.level],
            source=code_label("risk_source", one.risk.source),
            reason=one.risk.reason,
            at=show_datetime(one.risk.assessed_at),
            by=one.by or _("The system"),
            standing=_(STANDINGS[one.risk.standing]),
            answers=of_sheet(one.sheet, danger),
        )
        for one in stated
    ]


def recorded(proposed: bool) -> str:
    """What is said when a level was stated."""
    if proposed:
        return _("The lower level waits for a second person. Until then the risk stays where it is.")
    return _("The level of risk was recorded.")


def warning(risk: Risk | None, deadlines: Deadlines, now: datetime) -> str:
    """What nobody may overlook about the risk; "" when it was looked at in time and isn't extreme."""
    if risk is None:
        return _("Nobody has assessed the risk yet. Treat it as high until somebody has.")
    if risk.event_at is not None:
        return _("%(what)s: reassess the risk now.", what=code_label("risk_source", risk.event))
    if reassess_due(risk, deadlines) <= now:
        return _("The risk has not been looked at for too long. Reassess it now.")
    return _("The danger is extreme.") if risk.level == EXTREME else ""


def facts(risk: Risk | None, proposed: Risk | None, deadlines: Deadlines) -> tuple[tuple[str, str], ...]:
    """The level that counts, since when, until when it holds, and what is proposed."""
    rows: list[tuple[str, str]] = []
    if risk is not None:
        rows = [
            (_("Level of risk"), code_label("risk_level", risk.level)),
            (_("Last assessed"), show_datetime(risk.assessed_at)),
            (_("Look again by"), show_datetime(reassess_due(risk, deadlines))),
        ]
    if proposed is not None:
        words = _(
            "%(level)s, waits for a second person since %(time)s",
            level=code_label("risk_level", proposed.level),
            time=show_datetime(proposed.assessed_at),
        )
        rows.append((_("Proposed"), words))
    return tuple(rows)


def panel(session: Session, actor: Actor, case: Case) -> panels.Panel | None:
    """The card on the overview."""
    if not may(actor, "risk:assess"):
        return None
    deadlines = context.policy().deadlines
    risk = queries.current_of(session, actor, case)
    return panels.Panel(
        title=_("Risk"),
        rows=facts(risk, queries.proposed_of(session, actor, case), deadlines),
        link=url_for("safety.risk", reference=case.reference),
        link_text=_("Assess the risk"),
        warning=warning(risk, deadlines, context.now()),
    )


def offer_panel(state: BlueprintSetupState) -> None:
    """Give the card to the overview of the application in which the blueprint is registered."""
    panels.register(state.app, panel, order=5)
