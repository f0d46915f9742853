"""What pages show of consent, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for
from flask.sansio.blueprints import BlueprintSetupState
from sqlalchemy.orm import Session

from casework import clock
from casework.access import Actor, may
from casework.cases import panels
from casework.cases.models import Case
from casework.consent import queries, rules
from casework.ui import context
from casework.ui.labels import code_label
from casework.ui.language import _, show_date, show_datetime

COLOURS = {rules.GIVEN: "green", rules.REFUSED: "red", rules.WITHDRAWN: "orange"}
Answers = Sequence[queries.Recorded]


@dataclass(frozen=True)
class Standing:
    """How things stand with one purpose and recipient; ``colour`` is that of its tag.

    ``withdraw`` leads to taking it back, "" where there is nothing to take back or the viewer may not.
    """

    purpose: str
    recipient: str
    answer: str
    colour: str
    until: str
    said: str
    withdraw: str
    ends_soon: bool = False


@dataclass(frozen=True)
class Unasked:
    """A purpose nobody has asked about yet; ``ask`` leads to recording the answer."""

    purpose: str
    ask: str


@dataclass(frozen=True)
class Answered:
    """One answer of the past."""

    purpose: str
    recipient: str
    answer: str
    given_on: str
    until: str
    said: str
    remark: str
    recorded: str


def counting(recorded: Answers, today: date) -> list[queries.Recorded]:
    """The answers that count today for some recipient, by purpose in the order of its list."""
    by_purpose: dict[str, list[queries.Recorded]] = {}
    for each in sorted(recorded, key=lambda one: (rules.width(one.consent), one.recipient)):
        by_purpose.setdefault(each.consent.purpose, []).append(each)
    codes = context.policy().vocabulary["consent_purpose"].codes
    order = [*codes, *(code for code in by_purpose if code not in codes)]
    return [row for code in order for row in _counting_of(by_purpose.get(code, []), today)]


def _counting_of(told: Answers, today: date) -> list[queries.Recorded]:
    rows: dict[object, queries.Recorded] = {}
    known = {each.consent.id: each for each in told}
    answers = [each.consent for each in told]
    for about in answers:
        counts = rules.counting(answers, about.recipient_kind, about.recipient_id, today)
        if counts is not None:
            rows[counts.id] = known[counts.id]
    return list(rows.values())


def standings(recorded: Answers, case: Case, actor: Actor, today: date) -> list[Standing]:
    """What counts today, by purpose and recipient."""
    allowed = may(actor, "consent:withdraw")
    return [_standing(each, case, today, allowed=allowed) for each in counting(recorded, today)]


def _standing(each: queries.Recorded, case: Case, today: date, *, allowed: bool) -> Standing:
    row = each.consent
    over = row.answer == rules.GIVEN and rules.ended(row, today)
    takes_back = allowed and rules.holds(row, today)
    soon = clock.local(context.policy().deadlines.due("consent_renewal", "", context.now())).date()
    return Standing(
        purpose=code_label("consent_purpose", row.purpose),
        recipient=recipient(each),
        answer=_("No longer holds") if over else code_label("consent_answer", row.answer),
        colour="grey" if over else COLOURS[row.answer],
        until=until(each),
        said=said(each),
        withdraw=url_for("consent.withdraw", reference=case.reference, consent_id=row.id)
        if takes_back
        else "",
        ends_soon=row.expires_on is not None and not over and row.expires_on <= soon,
    )


def unasked(recorded: Answers, case: Case) -> list[Unasked]:
    """The purposes never asked about here; what she told a sender before was no answer to this facility."""
    asked = {each.consent.purpose for each in recorded if not rules.told_to(each.consent, case.facility_id)}
    return [
        Unasked(
            code_label("consent_purpose", code),
            url_for("consent.new", reference=case.reference, purpose=code),
        )
        for code in context.policy().vocabulary["consent_purpose"].codes
        if code not in asked
    ]


def answered(each: queries.Recorded) -> Answered:
    """One answer as the history shows it."""
    row = each.consent
    return Answered(
        purpose=code_label("consent_purpose", row.purpose),
        recipient=recipient(each),
        answer=code_label("consent_answer", row.answer),
        given_on=show_date(row.given_on),
        until=until(each),
        said=said(each, dated=False),
        remark=row.remark,
        recorded=f"{each.by or _('The system')} · {show_datetime(row.recorded_at)}",
    )


def recipient(each: queries.Recorded) -> str:
    """About whom: an organisation, a kind of them, or "" for everybody whom the purpose names."""
    if each.recipient:
        return each.recipient
    kind = each.consent.recipient_kind
    return _("Only: %(kind)s", kind=code_label("provider_kind", kind)) if kind else ""


def until(each: queries.Recorded) -> str:
    """Until when a yes holds."""
    row = each.consent
    if row.answer != rules.GIVEN:
        return ""
    if row.expires_on is None:
        return _("Until she withdraws it")
    return _("Until %(day)s", day=show_date(row.expires_on))


def said(each: queries.Recorded, *, dated: bool = True) -> str:
    """When, how and to whom the answer was given, as far as it is on record."""
    row = each.consent
    parts = [
        show_date(row.given_on) if dated else "",
        code_label("consent_manner", row.manner) if row.manner else _("Manner not recorded"),
        _("told to %(name)s", name=each.taken_by) if each.taken_by else "",
    ]
    return " · ".join(part for part in parts if part)


def panel(session: Session, actor: Actor, case: Case) -> panels.Panel:
    """The card of the overview: the answers that count, purpose by purpose, and what was not asked, on one line."""
    recorded = queries.of_case(session, actor, case)
    told = [
        (f"{each.purpose} ({each.recipient})" if each.recipient else each.purpose, each.answer)
        for each in standings(recorded, case, actor, context.today())
    ]
    open_still = "; ".join(each.purpose for each in unasked(recorded, case))
    return panels.Panel(
        title=_("Consent"),
        rows=(*told, (_("Not asked yet"), open_still)) if open_still else tuple(told),
        link=url_for("consent.index", reference=case.reference),
        link_text=_("Answers and their history"),
    )


def offer_panel(state: BlueprintSetupState) -> None:
    """Give the card to the overview of the application in which the blueprint is registered."""
    panels.register(state.app, panel, order=30)
