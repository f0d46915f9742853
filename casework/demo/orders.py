"""No-contact orders in every state."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

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

HOUR = timedelta(hours=1)
WHY = "Anh ta dọa sẽ tìm đến đánh chị nếu chị bỏ đi. (Dữ liệu minh họa, không có thật.)"


@dataclass(frozen=True)
class Course:
    """How many hours ago an order was received and decided (None: not yet), what was decided, and what followed."""

    asked: int
    decided: int | None = None
    decision: str = "granted"
    then: str = ""
    kind: str = "chair"


COURSES = (
    Course(4),
    Course(14),
    Course(30, 24),
    Course(60, 52, then="contact"),
    Course(66, 58, then="breach"),
    Course(40, 33, then="cancelled"),
    Course(36, 27, then="asked to cancel"),
    Course(200, 194, then="asked again"),
    Course(90, 80, "refused"),
    Course(50, 45, "withdrawn"),
    Course(480, 290, kind="court"),
)
LONGEST = {"chair": 72 * HOUR, "court": 100 * 24 * HOUR}


def order(session: Session, actor: Actor, policies: Policies, home: Provider, now: datetime) -> None:
    """Ask for orders in the newest cases that have somebody to ask against."""
    courses = iter(COURSES)
    worked_on = (
        select(Case, CasePerpetrator.person_id)
        .join(CasePerpetrator, CasePerpetrator.case_id == Case.id)
        .where(Case.facility_id == home.id, Case.worker_id == actor.id, Case.kind == "bao_luc_gia_dinh")
    )
    seen: set[UUID] = set()
    for case, person_id in session.execute(worked_on.order_by(Case.detected_on.desc(), Case.id)).all():
        course = next(courses, None) if case.id not in seen else None
        seen.add(case.id)
        if course is not None:
            _Play(session, actor, policies, case, person_id, now).through(course)


@dataclass(frozen=True)
class _Play:
    session: Session
    actor: Actor
    policies: Policies
    case: Case
    person_id: UUID
    now: datetime

    def through(self, course: Course) -> None:
        """Ask, decide, and whatever follows."""
        made = self._asked(course.kind, course.asked)
        if course.decided is None:
            return
        at, granted = self.now - course.decided * HOUR, course.decision == "granted"
        decided = Decided(
            decision=course.decision,
            decided_at=at,
            ends_at=at + LONGEST[course.kind] if granted else None,
            number=f"{course.decided}/QĐ" if granted else "",
            reasons="Chưa đủ căn cứ. (Dữ liệu minh họa.)" if course.decision == "refused" else "",
            version=made.version,
        )
        operations.decide(
            self.session, self.actor, made, decided, self.now, deadlines=self.policies.deadlines
        )
        if granted:
            told = ("survivor", "perpetrator", "police_chief")
            following.sent(self.session, self.actor, made, told, at + HOUR, self.now)
            self._followed(made, course.then, at)

    def _asked(self, kind: str, ago: int, renews_id: UUID | None = None) -> NoContactOrder:
        asked = OrderRequest(
            person_id=self.person_id,
            kind=kind,
            requester="survivor",
            basis="consent",
            commune_code=self.case.commune_code,
            requested_at=self.now - ago * HOUR,
            court="Tòa án nhân dân khu vực 1" if kind == "court" else "",
            why=WHY,
            renews_id=renews_id,
        )
        return operations.request(
            self.session, self.actor, self.case, asked, self.now, policies=self.policies
        )

    def _followed(self, made: NoContactOrder, then: str, at: datetime) -> None:
        session, actor, now = self.session, self.actor, self.now
        if then == "contact":
            funeral = ContactRequest(
                ground="wedding_funeral",
                starts_at=now + HOUR,
                ends_at=now + 4 * HOUR,
                place="Nhà văn hóa xã",
            )
            following.permit(session, actor, made, funeral, now, deadlines=self.policies.deadlines)
        elif then == "breach":
            following.breach(session, actor, self.case, made, now - HOUR, "Đứng trước cổng lúc nửa đêm.", now)
        elif then == "asked again":
            self._asked(made.kind, 3, renews_id=made.id)
        elif then:
            operations.request_cancelling(session, actor, made, "survivor", at + 5 * HOUR, made.version, now)
            if then == "cancelled":
                gone = CancelDecided(decision="cancelled", decided_at=at + 9 * HOUR, version=made.version)
                operations.decide_cancelling(session, actor, made, gone, now)
