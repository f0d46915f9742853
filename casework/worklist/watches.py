"""Which clocks run on which rows: of referrals, of no-contact orders, of levels of risk."""

from typing import Any

from sqlalchemy import Select, and_

from casework.cases.models import Case
from casework.orders.models import NoContactOrder
from casework.orders.rules import CHAIR
from casework.perpetrators import programme_queries as programme
from casework.perpetrators.models import CasePerpetrator, ProgrammeReport
from casework.referrals import states
from casework.referrals.consents import ended_among
from casework.referrals.models import Referral, ReferralQuestion
from casework.safety import risk_rules
from casework.safety.models import Risk
from casework.worklist.watch import NOBODY, Watch

DANGER = "danger_to_life"
# Where a receiver works on a referral, and where its sender follows it.
RECEIVED_AT, SENT_AT = "referrals.show", "tracking.overview"


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
    "reference": Referral.reference,
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

_REFERRALS = (
    Watch(clock="acknowledge", running=(Referral.state == states.SENT,), **_TO_RECEIVE),
    Watch(clock="triage", running=(Referral.state == states.RECEIVED,), **_TO_RECEIVE),
    Watch(
        clock="first_contact",
        running=(
            Referral.state.in_((states.ACCEPTED, states.CONTACTING)),
            Referral.contacted_at.is_(None),
        ),
        worker=Case.worker_id,
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


def _in_case(model: Any) -> dict[str, Any]:
    """What is the same for all that lies in a case: its worker does it, wherever her facility is."""
    return {
        "model": model,
        "facility": Case.facility_id,
        "province": Case.province_code,
        "number": Case.reference,
        "reference": Case.reference,
        "worker": Case.worker_id,
        "joined": lambda statement: statement.join(Case, Case.id == model.case_id),
    }


_OF_ORDER = _in_case(NoContactOrder) | {
    "risk": "",
    "actors": "order:decide",
    "endpoint": "orders.index",
    "overseers": "order:overdue",
}
_ORDERS = (
    Watch(
        clock="order_decision",
        running=(NoContactOrder.kind == CHAIR, NoContactOrder.decision == ""),
        start=NoContactOrder.requested_at,
        **_OF_ORDER,
    ),
    Watch(
        clock="order_cancellation",
        running=(
            NoContactOrder.kind == CHAIR,
            NoContactOrder.cancel_requested_at.is_not(None),
            NoContactOrder.cancel_decision == "",
        ),
        start=NoContactOrder.cancel_requested_at,
        **_OF_ORDER,
    ),
)
_OF_RISK = _in_case(Risk) | {"risk": Risk.level, "endpoint": "safety.risk"}
_COUNTS = Risk.standing == risk_rules.CURRENT
_RISKS = (
    Watch(
        clock=risk_rules.REASSESS,
        running=(_COUNTS, Risk.event_at.is_(None)),
        start=Risk.assessed_at,
        actors="risk:assess",
        **_OF_RISK,
    ),
    Watch(
        clock=risk_rules.REASSESS_NOW,
        running=(_COUNTS, Risk.event_at.is_not(None)),
        start=Risk.event_at,
        actors="risk:assess",
        **_OF_RISK,
    ),
    Watch(
        clock=risk_rules.CONFIRM,
        running=(Risk.standing == risk_rules.PROPOSED,),
        start=Risk.assessed_at,
        actors="risk:confirm",
        barred=Risk.assessed_by,
        **(_OF_RISK | {"worker": NOBODY}),
    ),
)

def _of_linked_case(statement: Select[Any]) -> Select[Any]:
    """From the link to the case it belongs to, how great its risk is, and what is reported of him."""
    current = and_(Risk.case_id == CasePerpetrator.case_id, _COUNTS)
    return (
        statement.join(Case, Case.id == CasePerpetrator.case_id)
        .join(ProgrammeReport, ProgrammeReport.subject_id == CasePerpetrator.person_id)
        .outerjoin(Risk, current)
    )


_OF_PROGRAMME = _in_case(CasePerpetrator) | {
    "start": programme.known_from(),
    "risk": Risk.level,
    "actors": "programme:read",
    "endpoint": "perpetrators.reports",
    "joined": _of_linked_case,
}
_PROGRAMMES = (
    Watch(clock="programme_alarm", running=(programme.alarming(),), **_OF_PROGRAMME),
    Watch(clock="programme_news", running=(programme.new(),), **_OF_PROGRAMME),
)

WATCHES = (*_REFERRALS, *_ORDERS, *_RISKS, *_PROGRAMMES)
