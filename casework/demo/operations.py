"""Filling an empty home with a demonstration: a ledger, agencies, accounts, what people write, referrals."""

from datetime import datetime, timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import clock
from casework.access import Actor
from casework.audit.operations import record
from casework.cases import note_operations
from casework.cases import operations as cases
from casework.cases.models import Case
from casework.consent import operations as consents
from casework.consent.operations import ConsentRequest
from casework.demo import queries
from casework.demo.accounts import KEEPER, PARTNERS, STAFF, Account, accounts, acting
from casework.demo.agencies import by_code, settle
from casework.demo.ledger import HOME, invent
from casework.demo.orders import order
from casework.demo.referrals import refer
from casework.exchange.operations import store_ledger
from casework.exchange.work import Progress
from casework.incidents import operations as incidents
from casework.incidents.operations import IncidentRequest
from casework.policies import Policies
from casework.providers.models import Provider
from casework.refusal import N_, Refusal

SHOWN_CASES = 30
NOTES = (
    "Đã gặp trực tiếp, tinh thần ổn định hơn tuần trước.",
    "Hẹn gặp lại tại trung tâm; không gọi điện buổi tối.",
    "Đã trao đổi với trạm y tế về kết quả khám.",
)
NARRATIVE = "Anh ta uống rượu về rồi đập phá đồ đạc, đẩy tôi ngã ở bếp. (Dữ liệu minh họa, không có thật.)"


def make_demonstration(
    session: Session, actor: Actor, policies: Policies, now: datetime, progress: Progress | None = None
) -> list[Account]:
    """Fill an empty database with invented people, or renew the accounts of a demonstration; the caller commits.

    Refusal on a database that holds anything real.
    """
    if not queries.is_demonstration(session):
        if not queries.is_empty(session):
            raise Refusal(
                N_("This database holds real data: a demonstration needs an empty home of its own.")
            )
        _fill(session, actor, policies, now, progress)
    known = by_code(session)
    made = accounts(session, actor, policies.access, STAFF, known, now)
    known = settle(session, acting(session, policies.access, KEEPER), policies.units, now)
    made += accounts(session, actor, policies.access, PARTNERS, known, now)
    if not _written_on(session, known[HOME]):
        _write(session, policies, known[HOME], now)
    order(session, acting(session, policies.access, "nhanvien"), policies, known[HOME], now)
    if not queries.has_referrals(session):
        refer(session, policies, known, now)
    return made


def _fill(
    session: Session, actor: Actor, policies: Policies, now: datetime, progress: Progress | None
) -> None:
    ledger = invent(policies.vocabulary, policies.units, clock.local(now).date())
    store_ledger(session, actor, ledger, policies.units, "demonstration", now, progress)
    facts = {"cases": len(ledger.cases)}
    record(session, actor, queries.MARK, kind="home", facts=facts, now=now)


def _written_on(session: Session, home: Provider) -> bool:
    assigned = select(Case.id).where(Case.facility_id == home.id, Case.worker_id.is_not(None))
    return session.scalar(assigned.limit(1)) is not None


def _write(session: Session, policies: Policies, home: Provider, now: datetime) -> None:
    """What a ledger doesn't hold: who works on a case, what was said, what was agreed."""
    chance = Random(7)
    supervisor = acting(session, policies.access, "phutrach")
    actors = [acting(session, policies.access, name) for name in ("nhanvien", "nhanvien2")]
    newest = select(Case).where(Case.facility_id == home.id).order_by(Case.detected_on.desc(), Case.id)
    for case in session.scalars(newest.limit(SHOWN_CASES)).all():
        actor = chance.choice(actors)
        if actor.id is not None:
            cases.assign(session, supervisor, case, actor.id, case.version, now)
        session.flush()
        if chance.random() < 0.6:
            note_operations.write_note(session, actor, case, chance.choice(NOTES), now)
        day = min(case.detected_on + timedelta(days=1), clock.local(now).date())
        for purpose in ("case_work", "contact"):
            answer = "given" if chance.random() < 0.9 else "refused"
            consents.record(
                session,
                actor,
                case,
                ConsentRequest(purpose=purpose, answer=answer, given_on=day, manner="spoken"),
                now,
            )
        if chance.random() < 0.3 and case.kind == "bao_luc_gia_dinh":
            told = IncidentRequest(
                acts=("a",),
                harms=("the_chat",),
                relation="vo_chong",
                occurred=case.detected_on.isoformat(),
                narrative=NARRATIVE,
            )
            incidents.record(session, actor, case, told, now)
        if chance.random() < 0.5:
            cases.move(session, actor, case, "assessing", case.version, now)
        session.flush()
