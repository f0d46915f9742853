"""Levels of risk with the answers they rest on, and what counsellors report of programmes."""

from datetime import datetime, timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import clock
from casework.access import Actor
from casework.cases.models import Case
from casework.danger import NO, UNKNOWN, YES, Danger, Said
from casework.people.models import Person
from casework.perpetrators import programme_operations as programme
from casework.perpetrators.models import CasePerpetrator
from casework.perpetrators.programme_operations import ReportRequest
from casework.providers.models import Provider
from casework.safety import risk_operations as risks
from casework.safety.risk_operations import RiskRequest
from casework.safety.risk_sheets import Result, Sheet

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WHY = "Chị kể riêng tại trung tâm. (Dữ liệu minh họa, không có thật.)"
# What is reported of one perpetrator after another, how many days ago.
STORIES: tuple[tuple[tuple[str, str, int], ...], ...] = (
    (("start", "", 60), ("drop_out", "", 1)),
    (("start", "", 40), ("risk_raised", "jealousy", 0)),
    (("start", "", 90), ("ended", "", 2)),
    (("start", "", 3),),
)


def look(
    session: Session, actor: Actor, case: Case, level: str, danger: Danger, chance: Random, at: datetime
) -> None:
    """State how great the risk of a case is; of two cases in one on answers to the form."""
    request = RiskRequest(level=level, source="assessment", reason=WHY)
    if chance.random() < 0.5:
        risks.assess(session, actor, case, request, at)
        return
    signs = {sign: chance.choice((YES, NO, NO)) for sign in danger.signs}
    signs |= dict.fromkeys(chance.sample(danger.signs, 3), UNKNOWN)
    tool = Result(tool="dash", version="2009", score=17, level="high") if chance.random() < 0.3 else Result()
    sheet = Sheet(said=Said(signs, chance.choice((None, 2, 4, 6, 8, 9))), tool=tool)
    risks.assess_by_form(session, actor, case, sheet, request, at, danger=danger)


def tell(session: Session, counsellor: Actor, home: Provider, now: datetime) -> None:
    """Let the counsellor report on perpetrators of the newest cases that somebody works on."""
    linked = (
        select(Person)
        .join(CasePerpetrator, CasePerpetrator.person_id == Person.id)
        .join(Case, Case.id == CasePerpetrator.case_id)
        .where(Case.facility_id == home.id, Case.worker_id.is_not(None))
        .order_by(Case.detected_on.desc(), Person.id)
        .limit(3 * len(STORIES))
    )
    people = dict.fromkeys(session.scalars(linked))  # some are linked to several cases
    at = now - HOUR
    today = clock.local(at).date()  # just after midnight that is the day before
    for person, story in zip(people, STORIES, strict=False):
        for kind, reason, ago in story:
            told = ReportRequest(kind=kind, reason=reason, happened_on=today - ago * DAY)
            programme.report(session, counsellor, person, told, at)
