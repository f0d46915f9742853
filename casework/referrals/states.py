"""The states of a referral, and which act of which side leads from one to the other. Pure.

Overdue is no state: it is derived from the times (see the room of deadlines).
"""

from collections.abc import Mapping
from typing import Final

# Outside: a receiver without an account, told by letter; its acts come through the link in the letter, or are
# recorded by the sender.
SENDER, RECEIVER, OUTSIDE = "sender", "receiver", "outside"
SIDES = (SENDER, RECEIVER, OUTSIDE)

DRAFT: Final = "draft"
SENT: Final = "sent"
RECEIVED: Final = "received"
INFO_REQUESTED: Final = "info_requested"
ACCEPTED: Final = "accepted"
CONTACTING: Final = "contacting"
NOT_CONTACTABLE: Final = "not_contactable"
CONTACT_UNSAFE: Final = "contact_unsafe"
ENGAGED: Final = "engaged"
CLOSED: Final = "closed"
DECLINED: Final = "declined"
DECLINED_BY_PERSON: Final = "declined_by_person"
REDIRECTED: Final = "redirected"
REVOKED: Final = "revoked"

STATES = (
    DRAFT,
    SENT,
    RECEIVED,
    INFO_REQUESTED,
    ACCEPTED,
    CONTACTING,
    NOT_CONTACTABLE,
    CONTACT_UNSAFE,
    ENGAGED,
    CLOSED,
    DECLINED,
    DECLINED_BY_PERSON,
    REDIRECTED,
    REVOKED,
)
ENDED = frozenset({CLOSED, DECLINED, DECLINED_BY_PERSON, REDIRECTED, REVOKED})
# From here on the receiver may know who she is; before, only the envelope.
REVEALED = frozenset(
    {ACCEPTED, CONTACTING, NOT_CONTACTABLE, CONTACT_UNSAFE, ENGAGED, CLOSED, DECLINED_BY_PERSON}
)
UNOPENED = frozenset({SENT, RECEIVED, INFO_REQUESTED})
# Whatever was told has left the receiver again: nothing of it can be read there.
TAKEN_BACK = frozenset({REVOKED, DECLINED, REDIRECTED})
# Work on a person is work in a case: until the receiver has opened one, neither can be done.
NEED_CASE = frozenset({"engage", "close"})
STAYS: Final = ""

# act → (whose it is, the states it may start from, the state it leads to; STAYS: the one it starts from)
ACTS: Final[Mapping[str, tuple[str, frozenset[str], str]]] = {
    "send": (SENDER, frozenset({DRAFT}), SENT),
    "revoke": (SENDER, UNOPENED, REVOKED),
    "answer": (SENDER, frozenset({INFO_REQUESTED}), RECEIVED),
    "receive": (RECEIVER, frozenset({SENT}), RECEIVED),
    "ask": (RECEIVER, frozenset({RECEIVED}), INFO_REQUESTED),
    "accept": (RECEIVER, frozenset({RECEIVED, INFO_REQUESTED}), ACCEPTED),
    "decline": (RECEIVER, frozenset({RECEIVED, INFO_REQUESTED}), DECLINED),
    "redirect": (RECEIVER, frozenset({RECEIVED, INFO_REQUESTED}), REDIRECTED),
    "open_case": (RECEIVER, frozenset({ACCEPTED, CONTACTING, NOT_CONTACTABLE, CONTACT_UNSAFE}), STAYS),
    "attempt": (RECEIVER, frozenset({ACCEPTED, CONTACTING, NOT_CONTACTABLE}), CONTACTING),
    "engage": (RECEIVER, frozenset({ACCEPTED, CONTACTING, NOT_CONTACTABLE, CONTACT_UNSAFE}), ENGAGED),
    "give_up": (RECEIVER, frozenset({CONTACTING}), NOT_CONTACTABLE),
    "mark_unsafe": (RECEIVER, frozenset({ACCEPTED, CONTACTING, NOT_CONTACTABLE, ENGAGED}), CONTACT_UNSAFE),
    "resume": (RECEIVER, frozenset({NOT_CONTACTABLE, CONTACT_UNSAFE}), CONTACTING),
    "person_declines": (
        RECEIVER,
        frozenset({ACCEPTED, CONTACTING, NOT_CONTACTABLE, CONTACT_UNSAFE, ENGAGED}),
        DECLINED_BY_PERSON,
    ),
    "close": (RECEIVER, frozenset({NOT_CONTACTABLE, CONTACT_UNSAFE, ENGAGED}), CLOSED),
    "acknowledge": (OUTSIDE, frozenset({SENT}), RECEIVED),
    "decline_letter": (OUTSIDE, frozenset({SENT, RECEIVED}), DECLINED),
    "deliver": (OUTSIDE, frozenset({SENT, RECEIVED}), CLOSED),
}


def after(state: str, act: str, side: str) -> str | None:
    """The state to which an act of a side leads from here; None where it may not be done."""
    whose, starts, leads = ACTS[act]
    return leads or state if side == whose and state in starts else None


def acts_from(state: str, side: str) -> tuple[str, ...]:
    """What a side may do with a referral in this state."""
    return tuple(act for act in ACTS if after(state, act, side) is not None)


def left(state: str, *, case: bool) -> bool:
    """Whether nothing of it can be read at the receiver any more; ``case``: the receiver has opened one.

    Somebody who declined before there was a case is none of the receiver's business any more.
    """
    return state in TAKEN_BACK or (state == DECLINED_BY_PERSON and not case)


def revealed(state: str, *, case: bool) -> bool:
    """Whether the receiver may know who she is."""
    return state in REVEALED and not left(state, case=case)


def lacks_case(state: str, *, case: bool) -> bool:
    """Whether it was accepted, goes on, and its case is not opened yet."""
    return not case and after(state, "open_case", RECEIVER) is not None
