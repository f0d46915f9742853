"""Which clocks run on referrals: what the receiver has to do, what the sender has to."""

from typing import Any

from sqlalchemy import Select, and_, func, select

from casework.cases.models import Case
from casework.outbound.models import AckLink
from casework.referrals import states
from casework.referrals.consents import ended_among
from casework.referrals.models import Referral, ReferralQuestion
from casework.worklist.watch import Watch

DANGER = "danger_to_life"
# Where a receiver works on a referral, and where its sender follows it.
RECEIVED_AT, SENT_AT = "referrals.show", "tracking.overview"
# Where the sender works on one that was sent from a case.
CASE_AT = "outbound.show"


# Whether the receiver is one of this system; a letter goes to any other.
HERE = Referral.receiver_id.is_not(None)
# When the last link of a letter ends, or ended; NULL: there was none. An answer moves the referral on.
LINK_ENDS = (
    select(func.max(AckLink.expires_at))
    .where(AckLink.referral_id == Referral.id, AckLink.token_hash != "")
    .correlate(Referral)
    .scalar_subquery()
)


def _case_left(statement: Select[Any]) -> Select[Any]:
    return statement.join(Case, Case.id == Referral.case_id)


def _case_taken(statement: Select[Any]) -> Select[Any]:
    return statement.outerjoin(Case, Case.id == Referral.taken_case_id)


def _question_open(statement: Select[Any]) -> Select[Any]:
    return statement.join(
        ReferralQuestion,
        and_(ReferralQuestion.referral_id == Referral.id, ReferralQuestion.answered_at.is_(None)),
    )


_OF_REFERRAL: dict[str, Any] = {
    "model": Referral,
    "start": Referral.sent_at,
    "risk": Referral.risk,
    "facility": Referral.receiver_id,
    "province": Referral.province_code,
    "number": Referral.receipt,
    "values": {"reference": Referral.reference},
    "overseers": "referral:overdue",
    "overseen": Referral.receipt,
    # Where consent has ended the receiver reads nothing, and nobody waits for it; its sender sees how it stands.
    "silent": ended_among,
    "silent_to": frozenset({"referral:inbox", "referral:overdue"}),
}
# What the receiver has to do.
_TO_RECEIVE: dict[str, Any] = _OF_REFERRAL | {
    "actors": "referral:inbox",
    "onlookers": "referral:track",
    "endpoint": RECEIVED_AT,
    "seen_at": SENT_AT,
}
# What the sender has to do.
_TO_SEND: dict[str, Any] = _OF_REFERRAL | {
    "facility": Referral.sender_id,
    "endpoint": SENT_AT,
    "seen_at": RECEIVED_AT,
}

# A letter is its receiver's to answer while a link leads there, and its sender's to follow when none does (any more).
_LETTERS = (
    Watch(
        clock="acknowledge",
        running=(Referral.state == states.SENT, ~HERE),
        until=LINK_ENDS,
        onlookers="referral:track",
        seen_at=SENT_AT,
        **_OF_REFERRAL,
    ),
    Watch(
        clock="letter",
        # Whose case has moved to another facility since can't be opened by those who sent the letter.
        running=(Referral.state == states.SENT, ~HERE, Case.facility_id == Referral.sender_id),
        worker=Case.attendant(),
        joined=_case_left,
        actors="referral:letter",
        endpoint=CASE_AT,
        **(
            _OF_REFERRAL
            | {
                "start": func.coalesce(LINK_ENDS, Referral.sent_at),
                "facility": Referral.sender_id,
                "values": {"reference": Case.reference, "sent": Referral.reference},
                "overseers": "",
            }
        ),
    ),
)

_INSIDE = (
    Watch(clock="acknowledge", running=(Referral.state == states.SENT, HERE), **_TO_RECEIVE),
    Watch(clock="triage", running=(Referral.state == states.RECEIVED, HERE), **_TO_RECEIVE),
    Watch(
        clock="first_contact",
        running=(
            Referral.state.in_((states.ACCEPTED, states.CONTACTING)),
            Referral.contacted_at.is_(None),
        ),
        worker=Case.attendant(),
        joined=_case_taken,
        **_TO_RECEIVE,
    ),
    Watch(
        clock="open_case",
        running=(
            Referral.state.in_(sorted(states.ACTS["open_case"][1])),
            Referral.taken_case_id.is_(None),
            Referral.decided_at.is_not(None),
        ),
        **(_TO_RECEIVE | {"start": Referral.decided_at, "onlookers": ""}),
    ),
    Watch(
        clock="answer",
        running=(Referral.state == states.INFO_REQUESTED,),
        joined=_question_open,
        actors="referral:answer",
        onlookers="referral:inbox",
        **(_TO_SEND | {"start": ReferralQuestion.asked_at}),
    ),
    Watch(
        clock="countersign",
        running=(
            Referral.ground == DANGER,
            Referral.countersigned_at.is_(None),
            Referral.state != states.REVOKED,
            Referral.previous_id.is_(None),  # one signature counts for the whole chain
        ),
        barred=Referral.sent_by_id,
        actors="referral:countersign",
        **_TO_SEND,
    ),
)

REFERRALS = (*_INSIDE, *_LETTERS)
