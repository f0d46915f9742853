"""Which clocks run on which rows: one description for the lists of people and for the pass that escalates."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, null, or_, select

from casework.cases.models import Case
from casework.deadlines import LEVELS, Deadlines
from casework.referrals import states
from casework.referrals.models import Referral, ReferralQuestion

DANGER = "danger_to_life"
# Where a receiver works on a referral, and where its sender follows it.
RECEIVED_AT, SENT_AT = "referrals.show", "tracking.overview"


@dataclass(frozen=True)
class Watch:
    """A clock that runs on the rows of a model for which ``running`` is true.

    ``actors`` is the permission of those who have to act; ``facility`` their organisation; ``worker`` whose it is
    already. ``number`` is what the lists show of the row, ``endpoint`` where it is done (with ``reference``).
    ``onlookers`` is the permission of those who wait for it, and ``seen_at`` where they look. ``joined`` adds the
    tables that the columns need.
    """

    clock: str
    model: type[Any]
    running: tuple[ColumnElement[bool], ...]
    start: Any
    risk: Any
    facility: Any
    province: Any
    number: Any
    reference: Any
    actors: str
    endpoint: str
    worker: Any = None
    onlookers: str = ""
    seen_at: str = ""
    joined: Callable[[Select[Any]], Select[Any]] = lambda statement: statement

    @property
    def row_kind(self) -> str:
        """The table of the rows."""
        return str(self.model.__tablename__)

    def rows(self, *columns: Any) -> Select[Any]:
        """The rows on which the clock runs."""
        return self.joined(select(*columns).select_from(self.model)).where(*self.running)

    def begun(self, limit: Callable[[str], datetime | None], deadlines: Deadlines) -> ColumnElement[bool]:
        """The rows whose clock started by the limit of their level of risk (None: none of that level)."""
        if len(deadlines[self.clock].spans) == 1 or isinstance(self.risk, str):
            most = limit("")
            return false() if most is None else self.start <= most
        limits = [(level, limit(level)) for level in LEVELS]
        known = [and_(self.risk == level, self.start <= most) for level, most in limits if most is not None]
        return or_(*known) if known else false()


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

NOBODY = null()

WATCHES = (
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
        ),
        actors="referral:countersign",
        **_TO_SEND,
    ),
)
