"""What pages show of incidents, in words."""

from dataclasses import dataclass
from uuid import UUID

from flask import url_for
from flask.sansio.blueprints import BlueprintSetupState
from sqlalchemy.orm import Session

from casework.access import Actor
from casework.cases import panels
from casework.cases.models import Case
from casework.incidents import queries, rules
from casework.incidents.operations import IncidentRequest
from casework.ui import context
from casework.ui.attempt import notice
from casework.ui.labels import code_label
from casework.ui.language import _, _n, current, show_datetime, show_partial_date


@dataclass(frozen=True)
class Shown:
    """An incident in words; ``acts`` are the law's, each with its letter."""

    id: UUID
    occurred: str
    place: str
    acts: tuple[str, ...]
    harms: str
    relation: str
    narrative: str
    recorded: str
    by: str
    warnings: tuple[str, ...]


def incident(recorded: queries.Recorded) -> Shown:
    """One incident as the page shows it."""
    row = recorded.incident
    terms = context.policy().vocabulary["act"]
    return Shown(
        id=row.id,
        occurred=show_partial_date(row.occurred),
        place=row.place,
        acts=tuple(f"{code}) {terms.label(code, current())}" for code in terms.codes if code in row.acts),
        harms=code_label("harm", row.harms),
        relation=code_label("relation", row.relation),
        narrative=row.narrative,
        recorded=show_datetime(row.recorded_at),
        by=recorded.by or _("The system"),
        warnings=tuple(_(message) for message in rules.warnings(row.relation, row.acts)),
    )


def warn(request: IncidentRequest) -> None:
    """Say on the next page what staff should weigh about an incident just saved."""
    for message in rules.warnings(request.relation, request.acts):
        notice(_(message), "message")


def panel(session: Session, actor: Actor, case: Case) -> panels.Panel:
    """The card of the overview: how many incidents, and the last one's harms and relation (nothing told)."""
    recorded = queries.of_case(session, actor, case)
    rows = [(_("Recorded"), _n("%(num)d incident", "%(num)d incidents", len(recorded)))]
    if recorded:
        last = recorded[0].incident
        rows.append((_("Harm done"), code_label("harm", last.harms) or _("Not known")))
        rows.append((_("Relation of the perpetrator"), code_label("relation", last.relation)))
    return panels.Panel(
        title=_("Incidents"),
        rows=tuple(rows),
        link=url_for("incidents.index", reference=case.reference),
        link_text=_("Incidents of this case"),
    )


def offer_panel(state: BlueprintSetupState) -> None:
    """Give the card to the overview of the application in which the blueprint is registered."""
    panels.register(state.app, panel, order=20)
