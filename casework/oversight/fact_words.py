"""What the facts of entries are called, and the codes among their values.

Each fact of each event stands in one of ``CODES``, ``WORDS``, ``LABELS`` or ``PLAIN``.
"""

from collections.abc import Callable
from datetime import date

from casework.oversight.field_words import field_label
from casework.oversight.permission_words import permission_label
from casework.oversight.wording import detail_label, notice_label
from casework.refusal import N_
from casework.ui.labels import code_label, commune_label
from casework.ui.language import _, show_date
from casework.vocabulary.units import COUNTRY

FACTS = {
    "about": N_("about"),
    "answer": N_("answer"),
    "area": N_("area"),
    "basis": N_("basis"),
    "by": N_("how"),
    "cases": N_("cases"),
    "changed": N_("changed"),
    "channel": N_("by way of"),
    "compared": N_("numbers compared"),
    "coordinator": N_("told to coordinators"),
    "created": N_("new"),
    "cut_off": N_("data closed on"),
    "decision": N_("decision"),
    "digest": N_("digest"),
    "document": N_("document"),
    "drafts": N_("drafts deleted"),
    "dry_run": N_("checked only"),
    "every": N_("at most once in"),
    "fields": N_("fields"),
    "form": N_("shown as"),
    "found": N_("found"),
    "from": N_("from"),
    "ground": N_("ground"),
    "incidents": N_("incidents"),
    "inside": N_("to an organisation inside the system"),
    "kind": N_("kind"),
    "level": N_("level"),
    "link": N_("with a link to acknowledge"),
    "linked": N_("linked to a case held already"),
    "matched": N_("same"),
    "named": N_("organisations named"),
    "number": N_("number"),
    "officer": N_("told to the officer"),
    "people": N_("people"),
    "permission": N_("permission"),
    "perpetrators": N_("perpetrators in cases"),
    "plan": N_("plan"),
    "possible_duplicates": N_("possible duplicates"),
    "problems": N_("problems"),
    "purpose": N_("purpose"),
    "question": N_("question"),
    "reason": N_("reason"),
    "release": N_("release"),
    "reminders": N_("reminders sent"),
    "renewal": N_("renewal"),
    "report": N_("report"),
    "requester": N_("asked for by"),
    "result": N_("result"),
    "risk": N_("risk"),
    "role": N_("role"),
    "safe": N_("safe"),
    "scopes": N_("things it may read"),
    "service": N_("service"),
    "side": N_("file of"),
    "size": N_("entries"),
    "sound": N_("sound"),
    "source": N_("because of"),
    "station": N_("station of its line"),
    "status": N_("state"),
    "subjects": N_("keys"),
    "supervisor": N_("told to supervisors"),
    "to": N_("to"),
    "unchanged": N_("unchanged"),
    "year": N_("year"),
}

# The code lists from which values come.
CODES = {
    ("account.created", "role"): "role",
    ("activity.recorded", "kind"): "activity_kind",
    ("case.moved", "from"): "case_status",
    ("case.moved", "to"): "case_status",
    ("consent.recorded", "answer"): "consent_answer",
    ("consent.recorded", "purpose"): "consent_purpose",
    ("counselling.recorded", "kind"): "counselling_kind",
    ("duty.recorded", "service"): "service_kind",
    ("duty.removed", "service"): "service_kind",
    ("liability.recorded", "status"): "liability_status",
    ("order.cancelling_decided", "decision"): "order_cancelling",
    ("order.cancelling_requested", "requester"): "order_requester",
    ("order.contact_permitted", "ground"): "permitted_ground",
    ("order.decided", "decision"): "order_decision",
    ("order.requested", "basis"): "order_basis",
    ("order.requested", "kind"): "order_kind",
    ("order.requested", "requester"): "order_requester",
    ("order.sent", "to"): "order_recipient",
    ("programme.read", "kind"): "programme_event",
    ("programme.reported", "kind"): "programme_event",
    ("programme.withdrawn", "kind"): "programme_event",
    ("referral.asked", "question"): "info_question",
    ("referral.attempted", "channel"): "contact_channel",
    ("referral.attempted", "result"): "contact_result",
    ("referral.closed", "reason"): "close_reason",
    ("referral.declined", "reason"): "decline_reason",
    ("referral.redirected", "reason"): "decline_reason",
    ("referral.revoked", "reason"): "revoke_reason",
    ("referral.sent", "ground"): "referral_ground",
    ("referral.sent", "risk"): "risk_level",
    ("risk.assessed", "level"): "risk_level",
    ("risk.assessed", "source"): "risk_source",
    ("risk.lowered", "level"): "risk_level",
    ("risk.lowering_declined", "level"): "risk_level",
    ("risk.lowering_proposed", "level"): "risk_level",
    ("risk.lowering_proposed", "source"): "risk_source",
    ("risk.questioned", "source"): "risk_source",
    ("service.recorded", "status"): "service_status",
}

# Codes that the program itself sets.
WORDS = {
    ("figures.exported", "form"): {
        "dhis2-json": N_("for DHIS2, JSON"),
        "dhis2-csv": N_("for DHIS2, CSV"),
        "adx": N_("as ADX"),
        "csvw": N_("as open tables"),
    },
    ("line.asked", "reason"): {
        "agreement": N_("Reporting under an information-sharing agreement"),
        "review": N_("Review of the facility's own work"),
        "request": N_("A competent authority has asked for it in writing"),
    },
    ("document.made", "document"): {
        "report": N_("report of a plan"),
        "statistics": N_("statistics tables"),
        "tables": N_("tables of a release"),
    },
    ("document.made", "form"): {
        "docx": N_("as a Word file"),
        "pdf": N_("as a PDF file"),
        "xlsx": N_("as a workbook"),
    },
    ("order.printed", "form"): {
        "request": N_("request for a no-contact order"),
        "form_09": N_("notice of contact (form 09)"),
    },
    ("people.searched", "by"): {
        "citizen_number": N_("by citizen number"),
        "phone": N_("by phone number"),
        "full_name": N_("by name"),
        "part_of_name": N_("by a part of the name"),
        "duplicates": N_("possible duplicates"),
        "duplicates_elsewhere": N_("possible duplicates, also at other facilities"),
    },
    ("person.registered", "side"): {
        "survivor": N_("a survivor"),
        "perpetrator": N_("a perpetrator"),
    },
    ("reminder.set", "every"): {"hour": N_("an hour"), "day": N_("a day")},
    ("request.refused", "reason"): {
        "token": N_("the form’s one-time mark was missing or old"),
        "origin": N_("it came from another site"),
    },
    ("signin.closed", "reason"): {
        "signed_out": N_("signed out"),
        "exit": N_("quick exit"),
        "everywhere": N_("signed out everywhere"),
        "disabled": N_("account disabled"),
        "password": N_("password changed"),
        "reset": N_("one-time password given"),
    },
    ("signin.refused", "reason"): {
        "unknown": N_("no such account"),
        "closed": N_("account disabled, or told to wait"),
        "password": N_("wrong password"),
    },
}

Labeller = Callable[[str], str]


def _area(code: str) -> str:
    return _("The whole country") if code in ("", COUNTRY) else commune_label(code)


def _day(text: str) -> str:
    return show_date(date.fromisoformat(text))


def _number(name: str) -> str:
    return field_label("person", name)


# Days, and codes that have their words elsewhere.
LABELS: dict[tuple[str, str], Labeller] = {
    ("access.refused", "permission"): permission_label,
    ("conflict.found", "matched"): _number,
    ("conflict.found", "role"): detail_label,
    ("duty.recorded", "area"): _area,
    ("duty.removed", "area"): _area,
    ("figures.exact", "area"): _area,
    ("figures.exact", "cut_off"): _day,
    ("figures.exact", "from"): _day,
    ("figures.exact", "to"): _day,
    ("line.asked", "from"): _day,
    ("line.asked", "to"): _day,
    ("funnel.shown", "from"): _day,
    ("release.approved", "cut_off"): _day,
    ("release.proposed", "cut_off"): _day,
    ("release.refused", "cut_off"): _day,
    ("funnel.shown", "to"): _day,
    ("notice.settled", "about"): notice_label,
}

# Counts, yes and no, keys, and the codes of plans: shown as such. Fields have words of their own.
PLAIN = frozenset(
    {
        "cases",
        "changed",
        "compared",
        "coordinator",
        "created",
        "digest",
        "drafts",
        "dry_run",
        "fields",
        "found",
        "incidents",
        "inside",
        "link",
        "linked",
        "named",
        "number",
        "officer",
        "people",
        "perpetrators",
        "plan",
        "possible_duplicates",
        "problems",
        "release",
        "reminders",
        "renewal",
        "report",
        "safe",
        "scopes",
        "size",
        "sound",
        "station",
        "subjects",
        "supervisor",
        "unchanged",
        "year",
    }
)


def fact_label(name: str) -> str:
    """What a fact is called; one of a version to come is shown as it is."""
    label = FACTS.get(name)
    return name if label is None else _(label)


def fact_value(event: str, name: str, text: str) -> str:
    """The value of a fact: a code in words, a day as it is written, all else as it is."""
    place = (event, name)
    if place in CODES:
        return code_label(CODES[place], text)
    if place in LABELS:
        return LABELS[place](text)
    if place in WORDS:
        return _(WORDS[place].get(text, text))
    return text
