"""What the kinds of records are called that an entry of the log may be about."""

import re

from casework.refusal import N_
from casework.ui.language import _

# By table, by class where that is named otherwise, and what is no record.
KINDS = {
    "account": N_("Account"),
    "ack_guess": N_("Link on a letter"),
    "ack_link": N_("Link on a letter"),
    "act": N_("Page or act"),
    "activity": N_("Activity"),
    "audit_entry": N_("Log"),
    "audit_tree": N_("Log"),
    "breach": N_("Breach of a no-contact order"),
    "calendar_link": N_("Link of a calendar"),
    "case": N_("Case"),
    "case_file": N_("Case"),
    "case_perpetrator": N_("Perpetrator in a case"),
    "conflict": N_("Conflict of interest"),
    "consent": N_("Consent"),
    "contact_attempt": N_("Attempt to reach a person"),
    "counselling_session": N_("Session with the perpetrator"),
    "draft": N_("Draft"),
    "duty": N_("On duty"),
    "entry": N_("Log"),
    "escalation": N_("Look at the clocks"),
    "fact_state": N_("Counting facts"),
    "figures": N_("Figures"),
    "release": N_("Release of figures"),
    "release_part": N_("Release of figures"),
    "document": N_("Official document"),
    "plan_report": N_("Report of a plan"),
    "report_answer": N_("Report of a plan"),
    "report_submission": N_("Report of a plan"),
    "handover": N_("Handing over of a case"),
    "home": N_("Data directory"),
    "incident": N_("Incident"),
    "key_epoch": N_("Key"),
    "ledger_import": N_("Ledger"),
    "ledger_row": N_("Ledger"),
    "liability": N_("Criminal liability"),
    "line_export": N_("List of incidents"),
    "new record": N_("New record"),
    "no_contact_order": N_("No-contact order"),
    "note": N_("Note"),
    "notice": N_("Notice"),
    "number_token": N_("Numbers of a member of staff"),
    "order_breach": N_("Breach of a no-contact order"),
    "own reminders": N_("Reminders"),
    "page": N_("Page or act"),
    "permitted_contact": N_("Permitted contact"),
    "person": N_("Person on record"),
    "person_holding": N_("Person on record"),
    "perpetrator_fact": N_("Counting facts"),
    "person_token": N_("Person on record"),
    "programme_reading": N_("Counsellor’s report read"),
    "programme_report": N_("Counsellor’s report"),
    "provider": N_("Facility"),
    "question": N_("Page or act"),
    "referral": N_("Referral"),
    "referral_person": N_("Person in a referral"),
    "referral_question": N_("Question about a referral"),
    "referral_step": N_("Referral"),
    "relative": N_("Relative or trusted person"),
    "reminder_address": N_("Reminders"),
    "request": N_("Form sent"),
    "revision": N_("Former values"),
    "risk": N_("Risk"),
    "risk_sheet": N_("Answers about danger"),
    "safe_contact": N_("Safe contact"),
    "sealed": N_("Sealed data"),
    "service": N_("Service"),
    "service_fact": N_("Counting facts"),
    "staff_identity": N_("Numbers of a member of staff"),
    "subject_key": N_("Key"),
    "api_token": N_("Token for a program"),
    "tree": N_("Log"),
    "user": N_("Account"),
    "user_account": N_("Account"),
    "user_session": N_("Sign-in on a browser"),
    "victim_fact": N_("Counting facts"),
    "wall": N_("Conflict of interest"),
}


def snake(kind: str) -> str:
    """The kind as the tables spell it: ``NoContactOrder`` (so refusals name it) → ``no_contact_order``."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", kind).lower()


def kind_label(kind: str) -> str:
    """What a kind of record is called; one of a version to come is shown as it is."""
    label = KINDS.get(snake(kind))
    return kind if label is None else _(label)
