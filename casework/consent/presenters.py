"""What pages show of consent, in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from flask.sansio.blueprints import BlueprintSetupState
from sqlalchemy.orm import Session

from casework.access import Actor
from casework.cases import panels
from casework.cases.models import Case
from casework.consent import queries, rules
from casework.ui import context
from casework.ui.labels import code_label
from casework.ui.language import _, current, show_date, show_datetime

COLOURS = {rules.GIVEN: "green", rules.REFUSED: "red", rules.WITHDRAWN: "orange"}


@dataclass(frozen=True)
class Standing:
    """How things stand with one purpose; ``colour`` is that of its tag."""

    purpose: str
    answer: str
    colour: str
    given_on: str


@dataclass(frozen=True)
class Answered:
    """One answer of the past."""

    purpose: str
    answer: str
    given_on: str
    remark: str
    recorded: str
    by: str


def standings(recorded: Sequence[queries.Recorded]) -> list[Standing]:
    """Every purpose of the list with the answer that counts; a purpose never asked about says so."""
    terms = context.policy().vocabulary["consent_purpose"]
    counting = rules.newest(each.consent for each in recorded)
    purposes = [*terms.codes, *(code for code in counting if code not in terms)]
    shown = []
    for code in purposes:
        answer = counting.get(code)
        label = terms.label(code, current())
        if answer is None:
            shown.append(Standing(label, _("Not asked yet"), "grey", ""))
            continue
        words = code_label("consent_answer", answer.answer)
        shown.append(Standing(label, words, COLOURS[answer.answer], show_date(answer.given_on)))
    return shown


def answered(recorded: queries.Recorded) -> Answered:
    """One answer as the history shows it."""
    row = recorded.consent
    return Answered(
        purpose=code_label("consent_purpose", row.purpose),
        answer=code_label("consent_answer", row.answer),
        given_on=show_date(row.given_on),
        remark=row.remark,
        recorded=show_datetime(row.recorded_at),
        by=recorded.by or _("The system"),
    )


def panel(session: Session, actor: Actor, case: Case) -> panels.Panel:
    """The card of the overview: the answer that counts, purpose by purpose."""
    recorded = queries.of_case(session, actor, case)
    rows = tuple((each.purpose, each.answer) for each in standings(recorded))
    return panels.Panel(
        title=_("Consent"),
        rows=rows,
        link=url_for("consent.index", reference=case.reference),
        link_text=_("Answers and their history"),
    )


def offer_panel(state: BlueprintSetupState) -> None:
    """Give the card to the overview of the application in which the blueprint is registered."""
    panels.register(state.app, panel, order=30)  # type: ignore[arg-type]
