"""What the facility's pages on referrals show, in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import takewhile
from typing import Any

from flask import url_for

from casework import clock
from casework.deadlines import Deadlines
from casework.intake.presenters import ending
from casework.referrals import rules
from casework.referrals.listing import InboxRow
from casework.referrals.models import ContactAttempt, Referral
from casework.referrals.states import (
    ACCEPTED,
    CONTACTING,
    RECEIVED,
    RECEIVER,
    SENT,
    acts_from,
)
from casework.refusal import N_
from casework.safety import presenters as safe
from casework.safety.operations import SafeContactRequest
from casework.sharing import ENVELOPE, PERSON
from casework.ui.labels import code_label, commune_label
from casework.ui.language import _, current, show_date, show_datetime, show_partial_date

RISK_COLOURS = {"extreme": "red", "high": "orange", "medium": "yellow", "low": "grey"}
# The clock that runs in a state; each from the sending on.
CLOCKS = {
    SENT: "acknowledge",
    RECEIVED: "triage",
    ACCEPTED: "first_contact",
    CONTACTING: "first_contact",
}
CODES = {
    "acts": "act",
    "harms": "harm",
    "risk": "risk_level",
    "risk_signs": "risk_sign",
    "age_band": "age_band",
    "sex": "sex",
    "children_present": "yes_no",
    "services": "service_kind",
    "ground": "referral_ground",
    "legal_ground": "legal_ground",
    "relation": "relation",
    "may_contact": "yes_no",
    "voicemail": "yes_no",
    "channel": "contact_channel",
}
DATES = frozenset({"incident_on", "birth"})
BLOCK = frozenset(
    {
        "may_contact",
        "channel",
        "number",
        "hours",
        "pickup",
        "voicemail",
        "caller_name",
        "code_word",
        "confirmed_on",
    }
)
# Shown only when somebody asks for them, under the safe-contact block.
NUMBERS = ("number", "phone", "address", "perpetrator_phone")
PAGES = {
    "accept": "referrals.accept",
    "ask": "referrals.ask",
    "decline": "referrals.decline",
    "redirect": "referrals.pass_on",
    "attempt": "referrals.contact",
}
STEPS = ("engage", "give_up", "mark_unsafe", "resume", "person_declines", "close")
EXPLAINED = {
    "engage": N_("The person was met, and wants the support. The sender sees “engaged” and the time."),
    "give_up": N_(
        "Only after three attempts on two days and by two channels. You can try again later. "
        "The sender sees “not contactable”."
    ),
    "mark_unsafe": N_(
        "Nobody tries to reach the person until somebody has found a safe way. The sender sees “contact unsafe”."
    ),
    "resume": N_("There is a safe way, or a new one, to reach the person. The clocks don't begin anew."),
    "person_declines": N_(
        "The person does not want what the referral offers. That is her right, and the case can go on without it."
    ),
    "close": N_(
        "The work on this referral ends here; the case goes on. When a service is recorded as delivered in the "
        "case, the referral is closed by itself."
    ),
}
Rows = list[dict[str, str]]


def value(name: str, told: Any) -> str:
    """A field of the envelope or the person's part in words; "" for what says nothing."""
    if not told:
        return ""
    if name in CODES:
        return code_label(CODES[name], told)
    if name == "commune_code":
        return commune_label(told)
    if name == "citizen_number" or name.endswith("_citizen_number"):
        return ending(str(told))
    if name == "confirmed_on":
        return show_date(_day(told))
    return show_partial_date(str(told)) if name in DATES else str(told)


def _day(told: Any) -> date | None:
    if isinstance(told, date):
        return told
    return date.fromisoformat(str(told)) if told else None


def _rows(names: Iterable[str], values: Mapping[str, Any]) -> Rows:
    said = [(name, value(name, values.get(name))) for name in names]
    return [{"key": code_label("referral_field", name), "value": words} for name, words in said if words]


def envelope(values: Mapping[str, Any]) -> Rows:
    """The envelope for a summary list, in the order of the sharing table; what was not said is left out."""
    return _rows(ENVELOPE, values)


def person(values: Mapping[str, Any]) -> Rows:
    """The person's part as it was sent, without the block on safe contact and without any number."""
    return _rows((name for name in PERSON if name not in BLOCK and name not in NUMBERS), values)


def numbers(values: Mapping[str, Any]) -> Rows:
    """What the page shows only when asked."""
    return _rows(NUMBERS, values)


def _contact(values: Mapping[str, Any]) -> Any:
    told: dict[str, Any] = {name: values.get(name) or "" for name in BLOCK - {"confirmed_on"}}
    return SafeContactRequest(**told, confirmed_on=_day(values.get("confirmed_on")))


def safe_block(values: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """The block on safe contact as it was sent, without the number."""
    return safe.block(_contact(values)) if values.get("may_contact") else ()


def safe_warning(values: Mapping[str, Any]) -> str:
    """What nobody may overlook before calling."""
    return safe.warning(_contact(values) if values.get("may_contact") else None)


@dataclass(frozen=True)
class Due:
    """When the next thing is due, what that is, and whether the time is over."""

    what: str
    at: datetime
    overdue: bool


def due(deadlines: Deadlines, one: Referral | InboxRow, now: datetime) -> Due | None:
    """The clock that runs on a referral; None where the receiver has nothing more to be in time for."""
    running = CLOCKS.get(one.state)
    if running is None or (running == "first_contact" and one.contacted_at is not None):
        return None
    at = deadlines.due(running, one.risk, one.sent_at)
    words = deadlines[running].words
    return Due(words.of(current()), at, at <= now)


@dataclass(frozen=True)
class Line:
    """A line of the inbox, every code in words."""

    reference: str
    receipt: str
    risk: str
    risk_colour: str
    sender: str
    services: str
    place: str
    sent: str
    state: str
    due: str
    overdue: bool


def lines(rows: Sequence[InboxRow], deadlines: Deadlines, now: datetime) -> list[Line]:
    """The lines of the inbox; each code is put into words once, since this page is opened all day."""
    risks = {code: code_label("risk_level", code) for code in {row.risk for row in rows}}
    states = {code: code_label("referral_state", code) for code in {row.state for row in rows}}
    services = {codes: code_label("service_kind", codes) for codes in {row.services for row in rows}}
    places = {code: commune_label(code) for code in {row.commune_code for row in rows}}
    listed = []
    for row in rows:
        running = due(deadlines, row, now)
        listed.append(
            Line(
                row.reference,
                row.receipt,
                risks[row.risk],
                RISK_COLOURS.get(row.risk, ""),
                row.sender,
                services[row.services],
                places[row.commune_code],
                show_datetime(row.sent_at),
                states[row.state],
                show_datetime(running.at) if running else "",
                running is not None and running.overdue,
            )
        )
    return listed


def actions(referral: Referral) -> list[tuple[str, str, str]]:
    """What can be done now: address, words, and the kind of button."""
    offered = []
    for act in acts_from(referral.state, RECEIVER):
        if act in PAGES:
            address = url_for(PAGES[act], reference=referral.reference)
        elif act in STEPS:
            address = url_for("referrals.step", reference=referral.reference, step=act)
        else:
            continue
        first = act in {"accept", "attempt"}
        words = _("Contact the person") if act == "attempt" else code_label("referral_act", act)
        offered.append((address, words, "" if first else "secondary"))
    return sorted(offered, key=lambda one: one[2])


def tally(attempts: Sequence[ContactAttempt]) -> dict[str, int]:
    """Attempts since the person was last reached, on how many days, by how many channels; the latest come first."""
    tried = list(takewhile(lambda one: one.result != rules.REACHED, attempts))
    return {
        "attempts": len(tried),
        "days": len({clock.local(one.at).date() for one in tried}),
        "channels": len({one.channel for one in tried}),
    }


def compared(known: Any, envelope_values: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """A person on record beside the envelope: label, what is on record, what the envelope says."""
    return [
        (_("Full name"), known.full_name or _("Name not known"), _("Opens on acceptance")),
        (
            _("Date of birth"),
            show_partial_date(known.birth),
            value("age_band", envelope_values.get("age_band")),
        ),
        (_("Sex"), code_label("sex", known.sex), value("sex", envelope_values.get("sex"))),
        (
            _("Commune or ward"),
            commune_label(known.commune_code),
            value("commune_code", envelope_values.get("commune_code")),
        ),
    ]
