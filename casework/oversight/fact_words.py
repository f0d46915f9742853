"""What the facts of entries are called, and how their values are shown.

Each fact of each event stands in ``CODES`` or ``WORDS`` (``value_words``), in ``LABELS`` or in ``PLAIN``.
"""

from collections.abc import Callable
from datetime import date

from casework.oversight.field_words import field_label
from casework.oversight.permission_words import permission_label
from casework.oversight.value_words import CODES, WORDS
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
