"""Which clocks run on which rows: of cases, orders, levels of risk, programmes; those of referrals stand beside."""

from typing import Any

from sqlalchemy import Select, and_, func

from casework.access.models import Wall
from casework.accounts.models import User
from casework.cases.models import Case
from casework.orders.models import NoContactOrder
from casework.orders.rules import CHAIR
from casework.perpetrators import programme_queries as programme
from casework.perpetrators.models import CasePerpetrator, ProgrammeReport
from casework.safety import risk_rules
from casework.safety.models import Risk
from casework.worklist.referral_watches import REFERRALS
from casework.worklist.watch import NOBODY, Watch


def _in_case(model: Any) -> dict[str, Any]:
    """What is the same for all that lies in a case: its worker does it, wherever her facility is."""
    return {
        "model": model,
        "facility": Case.facility_id,
        "province": Case.province_code,
        "number": Case.reference,
        "values": {"reference": Case.reference},
        "worker": Case.attendant(),
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
    "risk": func.coalesce(Risk.level, ""),
    "actors": "programme:read",
    "endpoint": "perpetrators.reports",
    "joined": _of_linked_case,
}
_PROGRAMMES = (
    Watch(clock="programme_alarm", running=(programme.alarming(),), **_OF_PROGRAMME),
    Watch(clock="programme_news", running=(programme.new(),), **_OF_PROGRAMME),
)


def _of_worker_in_name(statement: Select[Any]) -> Select[Any]:
    """From a case to the account of the worker whose name it bears, and to the wall between the two."""
    between = and_(Wall.user_id == Case.worker_id, Wall.row_id == Case.id)
    return statement.join(User, User.id == Case.worker_id).outerjoin(Wall, between)


# Why nobody can work on it any more is not said: the same words stand for a closed account and for a wall.
_CASES = (
    Watch(
        clock="without_worker",
        model=Case,
        running=(Case.attendant().is_(None),),
        start=func.coalesce(Wall.raised_at, User.disabled_at),
        risk="",
        facility=Case.facility_id,
        province=Case.province_code,
        number=Case.reference,
        values={"reference": Case.reference},
        actors="case:assign",
        endpoint="cases.assign",
        joined=_of_worker_in_name,
    ),
)

WATCHES = (*REFERRALS, *_ORDERS, *_RISKS, *_PROGRAMMES, *_CASES)
