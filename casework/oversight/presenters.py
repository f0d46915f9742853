"""How the log reads on a page: kinds of record, facts and codes in words, keys as they are."""

import json
import re
from datetime import date

from casework.audit.models import Entry
from casework.refusal import N_
from casework.ui.labels import code_label
from casework.ui.language import _, show_date, show_number

SHOWN_FACTS = 160
NOBODY = "nobody"

KINDS = {
    "account": N_("Account"),
    "act": N_("Page or act"),
    "activity": N_("Activity"),
    "audit_entry": N_("Log"),
    "calendar_link": N_("Link of a calendar"),
    "case": N_("Case"),
    "case_file": N_("Case"),
    "case_perpetrator": N_("Perpetrator in a case"),
    "consent": N_("Consent"),
    "counselling_session": N_("Session with the perpetrator"),
    "draft": N_("Draft"),
    "escalation": N_("Look at the clocks"),
    "figures": N_("Figures"),
    "home": N_("Data directory"),
    "incident": N_("Incident"),
    "ledger_import": N_("Ledger"),
    "liability": N_("Criminal liability"),
    "new record": N_("New record"),
    "note": N_("Note"),
    "page": N_("Page or act"),
    "person": N_("Person on record"),
    "provider": N_("Facility"),
    "reminder_address": N_("Reminders"),
    "request": N_("Form sent"),
    "safe_contact": N_("Safe contact"),
    "sealed": N_("Sealed data"),
    "service": N_("Service"),
    "user": N_("Account"),
    "user_account": N_("Account"),
    "user_session": N_("Sign-in on a browser"),
}

FACTS = {
    "answer": N_("answer"),
    "area": N_("area"),
    "by": N_("how"),
    "cases": N_("cases"),
    "changed": N_("changed"),
    "coordinator": N_("told to coordinators"),
    "created": N_("new"),
    "cut_off": N_("data closed on"),
    "digest": N_("digest"),
    "drafts": N_("drafts deleted"),
    "dry_run": N_("checked only"),
    "every": N_("at most once in"),
    "fields": N_("fields"),
    "form": N_("shown as"),
    "found": N_("found"),
    "from": N_("from"),
    "kind": N_("kind"),
    "named": N_("organisations named"),
    "officer": N_("told to the officer"),
    "people": N_("people"),
    "permission": N_("permission"),
    "plan": N_("plan"),
    "possible_duplicates": N_("possible duplicates"),
    "problems": N_("problems"),
    "purpose": N_("purpose"),
    "reason": N_("reason"),
    "reminders": N_("reminders sent"),
    "role": N_("role"),
    "side": N_("file of"),
    "size": N_("entries"),
    "sound": N_("sound"),
    "status": N_("state"),
    "subjects": N_("keys"),
    "supervisor": N_("told to supervisors"),
    "to": N_("to"),
    "unchanged": N_("unchanged"),
}

CODES = {
    ("account.created", "role"): "role",
    ("activity.recorded", "kind"): "activity_kind",
    ("case.moved", "from"): "case_status",
    ("case.moved", "to"): "case_status",
    ("consent.recorded", "answer"): "consent_answer",
    ("consent.recorded", "purpose"): "consent_purpose",
    ("counselling.recorded", "kind"): "counselling_kind",
    ("liability.recorded", "status"): "liability_status",
    ("service.recorded", "status"): "service_status",
}


def kind_of(entry: Entry) -> str:
    """What kind of record the entry is about; a kind of a version to come is shown as it is."""
    name = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", entry.kind).lower()
    return _(KINDS[name]) if name in KINDS else entry.kind


def role_of(entry: Entry) -> str:
    """Who acted where no member of staff did, or nobody had signed in."""
    return _("Nobody signed in") if entry.actor_role == NOBODY else code_label("role", entry.actor_role)


def facts_of(entry: Entry) -> str:
    """The facts of an entry on one line, cut where a list of people is long."""
    facts = json.loads(entry.facts)
    text = " · ".join(f"{_name(key)}: {_value(entry.event, key, facts[key])}" for key in sorted(facts))
    return text if len(text) <= SHOWN_FACTS else f"{text[:SHOWN_FACTS]}…"


def _name(key: str) -> str:
    return _(FACTS[key]) if key in FACTS else key


def _value(event: str, key: str, value: object) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, int):
        return show_number(value)
    text = str(value)
    if codes := CODES.get((event, key)):
        return code_label(codes, text)
    return show_date(date.fromisoformat(text)) if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else text
