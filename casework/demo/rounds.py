"""How great the risk is: a worker says so, and looks again when its time has come."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Actor
from casework.cases.models import Case
from casework.danger import Danger
from casework.demo.danger import look
from casework.demo.stage import DAY, HOUR, Cast, Story
from casework.providers.models import Provider
from casework.safety import risk_operations as risks
from casework.safety import risk_rules as rules
from casework.safety.models import Risk
from casework.safety.risk_operations import RiskRequest

LEVELS = ("extreme", "high", "high", "medium", "medium", "low")
CALMER = "Anh ta đã đi làm xa từ tuần trước. (Dữ liệu minh họa, không có thật.)"
# What has come due since the last round waits on the work lists.
LAST = 2 * DAY


def first_looks(session: Session, actor: Actor, danger: Danger, home: Provider, now: datetime) -> None:
    """State the risk of the cases that somebody works on; in one a lower level waits for a second person."""
    chance, answers = Random(11), Random(13)
    worked_on = select(Case).where(Case.facility_id == home.id, Case.worker_id == actor.id)
    newest = session.scalars(worked_on.order_by(Case.detected_on.desc(), Case.id)).all()
    for case in newest:
        level, at = chance.choice(LEVELS), now - chance.randint(20, 200) * HOUR
        look(session, actor, case, level, danger, answers, at)
    calmer = RiskRequest(level="low", source="assessment", reason=CALMER)
    risks.assess(session, actor, newest[-1], calmer, now - 2 * HOUR)


def rounds(cast: Cast) -> Iterator[tuple[datetime, Story]]:
    """The last round of each facility, and when it begins."""
    for code in cast.workers:
        yield cast.until - LAST, _round(cast, code)


def _round(cast: Cast, code: str) -> Story:
    now = yield timedelta()
    session, worker, deadlines = cast.session, cast.workers[code], cast.policies.deadlines
    of_hers = select(Case, Risk.level, Risk.assessed_at).join(Risk, Risk.case_id == Case.id)
    of_hers = of_hers.where(Case.facility_id == worker.facility_id, Risk.standing == rules.CURRENT)
    for case, level, assessed_at in session.execute(of_hers.order_by(Risk.assessed_at, Case.id)).all():
        if deadlines.overdue(rules.REASSESS, level, assessed_at, now):
            risks.assess(session, worker, case, RiskRequest(level=level, source="assessment"), now)
