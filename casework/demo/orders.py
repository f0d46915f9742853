"""Levels of risk, and no-contact orders in every state."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Actor
from casework.cases.models import Case
from casework.orders import following_operations as following
from casework.orders import operations
from casework.orders.models import NoContactOrder
from casework.orders.requests import CancelDecided, ContactRequest, Decided, OrderRequest
from casework.perpetrators.models import CasePerpetrator
from casework.policies import Policies
from casework.providers.models import Provider
from casework.safety import risk_operations as risks
from casework.safety.risk_operations import RiskRequest

HOUR = timedelta(hours=1)
LEVELS = ("extreme", "high", "high", "medium", "medium", "low")
WHY = "Anh ta dọa sẽ tìm đến đánh chị nếu chị bỏ đi. (Dữ liệu minh họa, không có thật.)"
# How many hours ago it was received and signed, and what became of it; None: nobody has decided.
STORIES: Sequence[tuple[int, int | None, str]] = (
    (4, None, ""),
    (14, None, ""),
    (30, 24, "sent"),
    (60, 52, "contact"),
    (66, 58, "breach"),
    (40, 33, "cancelled"),
    (200, 194, "sent"),
    (90, 80, "refused"),
)


def order(session: Session, actor: Actor, policies: Policies, home: Provider, now: datetime) -> None:
    """State the risk of the cases that somebody works on, and ask for orders in some; unless that was done before."""
    if session.scalar(select(NoContactOrder.id).limit(1)) is not None:
        return
    chance, stories = Random(11), iter(STORIES)
    worked_on = select(Case).where(Case.facility_id == home.id, Case.worker_id.is_not(None))
    for case in session.scalars(worked_on.order_by(Case.detected_on.desc(), Case.id).limit(30)).all():
        looked = RiskRequest(level=chance.choice(LEVELS), source="assessment")
        risks.assess(session, actor, case, looked, now - chance.randint(20, 200) * HOUR)
        linked = select(CasePerpetrator.person_id).where(CasePerpetrator.case_id == case.id).limit(1)
        person_id = session.scalar(linked)
        story = next(stories, None) if person_id is not None and case.kind == "bao_luc_gia_dinh" else None
        if person_id is not None and story is not None:
            asked = OrderRequest(
                person_id=person_id,
                kind="chair",
                requester="survivor",
                basis="consent",
                commune_code=case.commune_code,
                requested_at=now - story[0] * HOUR,
                why=WHY,
            )
            made = operations.request(session, actor, case, asked, now, policies=policies)
            _tell(session, actor, policies, case, made, story, now)
        session.flush()


def _tell(
    session: Session,
    actor: Actor,
    policies: Policies,
    case: Case,
    made: NoContactOrder,
    story: tuple[int, int | None, str],
    now: datetime,
) -> None:
    _, signed, end = story
    if signed is None:
        return
    at, deadlines = now - signed * HOUR, policies.deadlines
    no = end == "refused"
    decided = Decided(
        decision="refused" if no else "granted",
        decided_at=at,
        ends_at=None if no else at + 72 * HOUR,
        number="" if no else f"{signed}/QĐ-UBND",
        reasons="Chưa đủ căn cứ. (Dữ liệu minh họa.)" if no else "",
        version=made.version,
    )
    operations.decide(session, actor, made, decided, now, deadlines=deadlines)
    if no:
        return
    following.sent(session, actor, made, ("survivor", "perpetrator", "police_chief"), at + HOUR, now)
    if end == "contact":
        funeral = ContactRequest(
            ground="wedding_funeral", starts_at=now + HOUR, ends_at=now + 4 * HOUR, place="Nhà văn hóa xã"
        )
        following.permit(session, actor, made, funeral, now, deadlines=deadlines)
    elif end == "breach":
        following.breach(session, actor, case, made, now - HOUR, "Đứng trước cổng lúc nửa đêm.", now)
    elif end == "cancelled":
        operations.request_cancelling(session, actor, made, "survivor", at + 5 * HOUR, made.version, now)
        gone = CancelDecided(decision="cancelled", decided_at=at + 9 * HOUR, version=made.version)
        operations.decide_cancelling(session, actor, made, gone, now)
