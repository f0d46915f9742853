"""What the pages of a case file show, in words."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flask import current_app, request, url_for

from casework.cases import rules
from casework.cases.history_queries import Change
from casework.cases.list_queries import CaseRow
from casework.cases.models import Case
from casework.oversight.field_words import FIELDS, field_label
from casework.oversight.wording import event_label
from casework.people.models import Person
from casework.refusal import N_
from casework.ui.labels import code_label, commune_label
from casework.ui.language import _, show_date, show_datetime, show_partial_date

TABS = (
    ("cases.overview", N_("Overview")),
    ("incidents.index", N_("Incidents")),
    ("services.index", N_("Services")),
    ("outbound.index", N_("Case referrals")),
    ("cases.notes", N_("Notes")),
    ("perpetrators.people", N_("People")),
    ("cases.history", N_("History")),
)


def file_tabs(reference: str) -> list[dict[str, object]]:
    """The tabs of a case file; a page that is no tab of its own stands under the overview."""
    endpoints = [endpoint for endpoint, _label in TABS]
    current = request.endpoint if request.endpoint in endpoints else endpoints[0]
    return [
        {"text": _(label), "href": url_for(endpoint, reference=reference), "current": endpoint == current}
        for endpoint, label in TABS
        if endpoint in current_app.view_functions
    ]


ListRow = tuple[str, str, str, str, str, str]


def list_rows(rows: list[CaseRow]) -> list[ListRow]:
    """The lines of the list in words: reference, survivor, kind, step, date, worker.

    Tuples, and each code put into words once: this page is opened all day.
    """
    kinds = {code: code_label("case_kind", code) for code in {row.kind for row in rows}}
    steps = {code: code_label("case_status", code) for code in {row.status for row in rows}}
    days = {day: show_date(day) for day in {row.detected_on for row in rows}}
    unnamed, nobody = _("Name not known"), _("Nobody yet")
    return [
        (
            row.reference,
            row.survivor or unnamed,
            kinds[row.kind],
            steps[row.status],
            days[row.detected_on],
            row.worker or nobody,
        )
        for row in rows
    ]


def facts(case: Case, worker: str) -> list[dict[str, str]]:
    """The facts of a case for a summary list."""
    rows = [
        (_("Reference"), case.reference),
        (_("Kind of case"), code_label("case_kind", case.kind)),
        (_("Step"), code_label("case_status", case.status)),
        (_("Case worker"), worker or _("Nobody yet")),
        (_("Date detected"), show_date(case.detected_on)),
        (_("Commune or ward"), commune_label(case.commune_code)),
        (_("Reported by"), code_label("source", case.source)),
        (_("Need for support"), code_label("need", case.need)),
    ]
    if case.kind == rules.TRAFFICKING_RETURN:
        rows.append((_("Identification"), code_label("trafficking_status", case.trafficking_status)))
    return _summary(rows)


def survivor(person: Person) -> list[dict[str, str]]:
    """Who the survivor is: no number and no address, which have to be asked for."""
    return _summary(
        [
            (_("Full name"), person.full_name or _("Name not known")),
            (_("Date of birth"), show_partial_date(person.birth)),
            (_("Sex"), code_label("sex", person.sex)),
            (_("Lives in"), commune_label(person.commune_code) or _("Not known")),
        ]
    )


def _summary(rows: list[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"key": label, "value": value} for label, value in rows]


CODES = {
    ("case_file", "kind"): "case_kind",
    ("case_file", "source"): "source",
    ("case_file", "need"): "need",
    ("case_file", "trafficking_status"): "trafficking_status",
    ("person", "sex"): "sex",
    ("safe_contact", "may_contact"): "yes_no",
    ("safe_contact", "voicemail"): "yes_no",
    ("safe_contact", "channel"): "contact_channel",
    ("incident", "acts"): "act",
    ("incident", "harms"): "harm",
    ("incident", "relation"): "relation",
    ("relative", "relation"): "relation",
    ("relative", "lives_with"): "yes_no",
    ("relative", "may_know"): "yes_no",
    ("no_contact_order", "cancel_requester"): "order_requester",
    ("no_contact_order", "cancel_decision"): "order_cancelling",
    ("service", "kind"): "service_kind",
    ("service", "status"): "service_status",
}
DATES = frozenset({"detected_on", "confirmed_on", "referred_on", "delivered_on", "birth", "occurred"})
MOMENTS = frozenset(name for name in FIELDS if name.endswith("_at"))
# A number is shown only behind the safe-contact block; keys and derived codes say nothing to anybody.
WITHHELD = frozenset({"phone", "number", "citizen_number", "address"})
UNSAID = frozenset({"province_code", "provider_id"})


@dataclass(frozen=True)
class Told:
    """An event of the history in words: ``fields`` are pairs of a field and its value of before."""

    at: str
    who: str
    what: str
    fields: tuple[tuple[str, str], ...]


def change(event: Change) -> Told:
    """An event of the history, as a case worker reads it."""
    what = event_label(event.event)
    if event.event == "case.moved":
        what = _("Moved to the step “%(step)s”", step=code_label("case_status", str(event.facts["to"])))
    # What was written for the first time replaced nothing.
    names = () if event.event.endswith("recorded") and not event.former else event.fields
    shown = tuple(
        (field_label(event.kind, name), _former(event, name)) for name in names if name not in UNSAID
    )
    return Told(show_datetime(event.at), event.who or _("The system"), what, shown)


def _former(event: Change, name: str) -> str:
    if name not in event.former:
        return ""
    value = event.former[name]
    if not value:
        return _("(empty)")
    if name in WITHHELD:
        return _("kept, but not shown here")
    codes = CODES.get((event.kind, name))
    if codes:
        return code_label(codes, value)
    if name in MOMENTS:
        return show_datetime(datetime.fromisoformat(value))
    say: Callable[[str], str] = commune_label if name == "commune_code" else str
    return show_partial_date(value) if name in DATES else say(value)
