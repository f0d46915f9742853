"""The inbox of 50 among 20,000 referrals over HTTP, and the pass over 20,000 clocks that have run out."""

from datetime import timedelta
from random import Random
from uuid import UUID

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from casework import clock
from casework.app import create_app
from casework.db import uuid7
from casework.deadlines import LEVELS
from casework.people.references import new_reference
from casework.referrals.models import Referral
from casework.ui.context import Wiring
from casework.worklist.models import Escalation
from casework.worklist.operations import escalate
from tests.benchmarks.bench import Line, seconds, site
from tests.benchmarks.crowd import facility, gather
from tests.benchmarks.listing import account, bare, rate
from tests.benchmarks.plain import Plain, PlainClock

REFERRALS = 20_000
BATCH = 2_500
PEOPLE = 2_000
# As a facility that has worked for years: most have ended.
STATES = ("sent", "received", "accepted", "contacting", "engaged") + ("closed",) * 15


def measure_inbox() -> Line:
    """The list that waits, signed in and scoped, against a bare list of as many rows."""
    with site() as wiring:
        place, _ = gather(wiring, PEOPLE, indexed=False)
        _refer(wiring, place, STATES)
        with wiring.sessions() as session:
            session.info["actor"] = wiring.policies.access.operator()
            _, token = account(session, place)
            session.commit()
        ours = rate(lambda: create_app(wiring.settings, wiring), "/referrals", f"casework={token}")
        theirs = rate(lambda: bare(wiring), "/", "")
    ratio = ours / theirs
    return Line(
        "inbox of 50 among 20,000 referrals, signed in, scoped, with due times, over HTTP",
        "bare Flask + ORM, 50 rows, same server",
        "≥ 0.35 × its requests a second",
        ratio,
        ratio >= 0.35,
        f"{ours:.0f} requests a second, baseline {theirs:.0f}",
    )


def measure_clocks() -> Line:
    """All clocks have run out and nobody has been told: the most that one pass can have to do."""
    with site() as wiring:
        with wiring.sessions() as session:
            Plain.metadata.create_all(session.get_bind())
            session.info["actor"] = wiring.policies.access.operator()
            place = facility(session)
            session.commit()
        _refer(wiring, place, ("sent",))
        with wiring.sessions() as session:
            told = sum(_pass(session, wiring).values())
            ours = seconds(lambda: _pass(session, wiring), rounds=3)
            theirs = seconds(lambda: _plain(session), rounds=3)
            _pass(session, wiring)
            again = seconds(lambda: _look(session, wiring), rounds=3)
            session.rollback()
    ratio = ours / theirs
    each = ours * 1000 / (REFERRALS / 1000)
    return Line(
        f"20,000 clocks that ran out looked at in one pass, {told:,} people told",
        "the same rows read and as many written in the clear, by the ORM's bulk statements",
        "≤ 4 × its time",
        ratio,
        ratio <= 4,
        f"{each:.0f} ms a thousand clocks; {again * 1000 / (REFERRALS / 1000):.1f} ms when all have been told",
    )


def _refer(wiring: Wiring, place: UUID, states: tuple[str, ...]) -> None:
    chance = Random(2)
    with wiring.sessions() as session:
        session.info["actor"] = wiring.policies.access.operator()
        sender = facility(session)
        for _ in range(REFERRALS // BATCH):
            some = [_referral(chance, sender, place, states) for _ in range(BATCH)]
            session.info["vault"].new_subjects(session, [one.subject_id for one in some])
            session.add_all(some)
            session.commit()
            session.expunge_all()


def _referral(chance: Random, sender: UUID, place: UUID, states: tuple[str, ...]) -> Referral:
    begun = clock.now() - timedelta(days=30, minutes=chance.randrange(40_000))
    one = Referral(id=uuid7(), reference=new_reference(), receipt=new_reference(), subject_id=uuid7())
    one.sender_id, one.receiver_id, one.receiver_kind = sender, place, "co_so_tgxh"
    one.state, one.risk, one.ground = chance.choice(states), chance.choice(LEVELS), "consent"
    one.services, one.commune_code, one.province_code = ("tam_lanh",), "12391", "33"
    one.sent_at = begun
    one.envelope = {"sex": "nu", "age_band": "25_34"}
    return one


def _pass(session: Session, wiring: Wiring) -> dict[str, int]:
    session.execute(delete(Escalation))
    return _look(session, wiring)


def _look(session: Session, wiring: Wiring) -> dict[str, int]:
    return dict(escalate(session, wiring.policies.access.operator(), wiring.policies.deadlines, clock.now()))


def _plain(session: Session) -> None:
    session.execute(delete(PlainClock))
    for _ in range(2):  # the supervisors, then the coordinators
        rows = session.execute(select(Referral.id, Referral.sent_at, Referral.risk)).all()
        session.execute(
            insert(PlainClock),
            [{"id": uuid7(), "row_id": row[0], "due_at": row[1], "risk": row[2]} for row in rows],
        )
