"""How the log reads on a page."""

import json
from datetime import date, datetime, time, timedelta
from uuid import UUID

from casework.audit.models import Entry
from casework.clock import LOCAL
from casework.refusal import N_
from casework.ui.language import _

NOBODY = UUID(int=0)
SHOWN_FACTS = 160

EVENT_LABELS = {
    "sealed.opened": N_("Sealed data opened"),
    "people.searched": N_("People searched"),
    "figures.exact": N_("Exact figures read"),
    "figures.shown": N_("Figures shown"),
    "access.refused": N_("Access refused"),
    "signin.refused": N_("Sign-in refused"),
    "request.refused": N_("Request refused"),
    "account.created": N_("Account made"),
    "account.disabled": N_("Account disabled"),
    "account.enabled": N_("Account enabled"),
    "account.reset": N_("One-time password given"),
    "password.changed": N_("Password changed"),
    "signin.opened": N_("Signed in"),
    "signin.closed": N_("Session ended"),
    "language.changed": N_("Language changed"),
    "case.opened": N_("Case opened"),
    "case.changed": N_("Case changed"),
    "case.moved": N_("Step of the case work changed"),
    "case.assigned": N_("Case worker changed"),
    "note.written": N_("Note written"),
    "note.changed": N_("Note changed"),
    "person.registered": N_("Person registered"),
    "person.changed": N_("Person changed"),
    "consent.recorded": N_("Consent recorded"),
    "safety.recorded": N_("Safe contact recorded"),
    "incident.recorded": N_("Incident recorded"),
    "incident.changed": N_("Incident changed"),
    "service.recorded": N_("Service recorded"),
    "service.changed": N_("Service changed"),
    "draft.saved": N_("Draft saved"),
    "draft.discarded": N_("Draft discarded"),
    "perpetrator.linked": N_("Perpetrator linked"),
    "liability.recorded": N_("Liability recorded"),
    "liability.changed": N_("Liability changed"),
    "counselling.recorded": N_("Session recorded"),
    "counselling.changed": N_("Session changed"),
    "provider.recorded": N_("Facility recorded"),
    "provider.changed": N_("Facility changed"),
    "activity.recorded": N_("Activity recorded"),
    "activity.changed": N_("Activity changed"),
    "ledger.read": N_("Ledger read"),
    "ledger.stored": N_("Ledger stored"),
    "home.demonstration": N_("Demonstration data made"),
    "audit.verified": N_("Log verified"),
}


def event_label(event: str) -> str:
    """What the event is called; a name of a version to come is shown as it is."""
    label = EVENT_LABELS.get(event)
    return event if label is None else _(label)


def facts_of(entry: Entry) -> str:
    """The facts of an entry on one line, cut where a list of people is long."""
    facts = json.loads(entry.facts)
    text = " · ".join(f"{key}: {value}" for key, value in sorted(facts.items()))
    return text if len(text) <= SHOWN_FACTS else f"{text[:SHOWN_FACTS]}…"


def parse_key(text: str | None) -> UUID | None:
    """A key as typed; the impossible key for a text that is none, so that it matches nothing."""
    if not text or not text.strip():
        return None
    try:
        return UUID(text.strip())
    except ValueError:
        return NOBODY


def start_of(day: date | None) -> datetime | None:
    """The first moment of a day in Viet Nam."""
    return None if day is None else datetime.combine(day, time(), LOCAL)


def end_of(day: date | None) -> datetime | None:
    """The first moment after a day in Viet Nam."""
    return None if day is None or day == date.max else start_of(day + timedelta(days=1))
