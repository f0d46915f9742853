"""How a referral stands, in words: what is due, what can be done, the lines of the inbox."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile

from flask import url_for

from casework import clock
from casework.deadlines import Deadlines
from casework.referrals import rules
from casework.referrals.listing import InboxRow
from casework.referrals.models import ContactAttempt, Referral
from casework.referrals.states import (
    ACCEPTED,
    CONTACTING,
    NEED_CASE,
    RECEIVED,
    RECEIVER,
    SENT,
    acts_from,
)
from casework.refusal import N_
from casework.ui.labels import code_label, commune_label
from casework.ui.language import _, current, show_datetime

RISK_COLOURS = {"extreme": "red", "high": "orange", "medium": "yellow", "low": "grey"}
# The clock that runs in a state; each from the sending on.
CLOCKS = {
    SENT: "acknowledge",
    RECEIVED: "triage",
    ACCEPTED: "first_contact",
    CONTACTING: "first_contact",
}
PAGES = {
    "accept": "referrals.accept",
    "ask": "referrals.ask",
    "decline": "referrals.decline",
    "redirect": "referrals.pass_on",
    "open_case": "referrals.open_case",
    "attempt": "referrals.contact",
}
FIRST = ("accept", "open_case", "attempt")
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
DECLINES_EARLY = N_(
    "The person does not want what the referral offers. That is her right. No case is opened: what the sender wrote "
    "about her is deleted, and can't be read again. If there is reason to go on, open the case first."
)


def explained(step: str, referral: Referral) -> str:
    """What a step means for this referral."""
    early = step == "person_declines" and referral.lacks_case
    return DECLINES_EARLY if early else EXPLAINED[step]


@dataclass(frozen=True)
class Due:
    """When the next thing is due, what that is, and whether the time is over."""

    what: str
    at: datetime
    overdue: bool


def due(deadlines: Deadlines, one: Referral | InboxRow, now: datetime) -> Due | None:
    """The clock that runs on a referral; None where the receiver has nothing more to be in time for."""
    if isinstance(one, InboxRow) and one.consent_ended:
        return None
    running = CLOCKS.get(one.state)
    if running is None or (running == "first_contact" and one.contacted_at is not None):
        return None
    at = deadlines.due(running, one.risk, one.sent_at)
    words = deadlines[running].words
    return Due(words.of(current()), at, at <= now)


def open_by(deadlines: Deadlines, referral: Referral) -> datetime | None:
    """By when the case of an accepted referral is to be opened; None where none is wanting."""
    if not referral.lacks_case or referral.decided_at is None:
        return None
    return deadlines.due("open_case", referral.risk, referral.decided_at)


@dataclass(frozen=True)
class Line:
    """A line of the inbox, every code in words; ``wants`` is what stops it: no case yet, or no consent any more."""

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
    wants: str


def lines(rows: Sequence[InboxRow], deadlines: Deadlines, now: datetime) -> list[Line]:
    """The lines of the inbox; each code is put into words once, since this page is opened all day."""
    risks = {code: code_label("risk_level", code) if code else "" for code in {row.risk for row in rows}}
    states = {code: code_label("referral_state", code) for code in {row.state for row in rows}}
    services = {codes: code_label("service_kind", codes) for codes in {row.services for row in rows}}
    places = {code: commune_label(code) for code in {row.commune_code for row in rows}}
    no_case, no_consent = _("The case is not opened yet"), _("The consent has ended")
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
                no_case if row.lacks_case else no_consent if row.consent_ended else "",
            )
        )
    return listed


def actions(referral: Referral, *, consent_ended: bool) -> list[tuple[str, str, str]]:
    """What can be done now: address, words, and the kind of button; what is to be done first stands first."""
    return [
        (_address(act, referral), _act_words(act), "" if act in FIRST else "secondary")
        for act in (*FIRST, *(act for act in (*PAGES, *STEPS) if act not in FIRST))
        if _possible(act, referral, consent_ended=consent_ended)
    ]


def _possible(act: str, referral: Referral, *, consent_ended: bool) -> bool:
    if act not in acts_from(referral.state, RECEIVER):
        return False
    if consent_ended:
        return act == "decline"
    return act not in NEED_CASE if referral.lacks_case else act != "open_case"


def _address(act: str, referral: Referral) -> str:
    if act in PAGES:
        return url_for(PAGES[act], reference=referral.reference)
    return url_for("referrals.step", reference=referral.reference, step=act)


def _act_words(act: str) -> str:
    return _("Contact the person") if act == "attempt" else code_label("referral_act", act)


def tally(attempts: Sequence[ContactAttempt]) -> dict[str, int]:
    """Attempts since the person was last reached, on how many days, by how many channels; the latest come first."""
    tried = list(takewhile(lambda one: one.result != rules.REACHED, attempts))
    return {
        "attempts": len(tried),
        "days": len({clock.local(one.at).date() for one in tried}),
        "channels": len({one.channel for one in tried}),
    }
