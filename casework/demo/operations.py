"""Filling an empty home with a demonstration: a ledger, agencies, accounts, what people write, referrals."""

from datetime import datetime

from sqlalchemy.orm import Session

from casework import clock
from casework.access import Actor
from casework.audit.operations import record
from casework.demo import queries
from casework.demo.accounts import KEEPER, PARTNERS, STAFF, Account, accounts, acting
from casework.demo.agencies import by_code, settle
from casework.demo.danger import tell
from casework.demo.ledger import CASES, HOME, invent
from casework.demo.orders import order
from casework.demo.referrals import refer
from casework.demo.rounds import first_looks
from casework.demo.writing import begun, numbers, write
from casework.exchange.operations import store_ledger
from casework.exchange.work import Progress
from casework.policies import Policies
from casework.refusal import N_, Refusal
from casework.worklist.operations import escalate


def make_demonstration(
    session: Session,
    actor: Actor,
    policies: Policies,
    now: datetime,
    progress: Progress | None = None,
    *,
    cases: int = CASES,
) -> list[Account]:
    """Fill an empty database with invented people, or renew the accounts of a demonstration; the caller commits.

    Refusal on a database that holds anything real.
    """
    if not queries.is_demonstration(session):
        if not queries.is_empty(session):
            raise Refusal(
                N_("This database holds real data: a demonstration needs an empty home of its own.")
            )
        _fill(session, actor, policies, now, progress, cases)
    known = by_code(session)
    made = accounts(session, actor, policies.access, STAFF, known, now)
    known = settle(session, acting(session, policies.access, KEEPER), policies, now)
    made += accounts(session, actor, policies.access, PARTNERS, known, now)
    if not queries.is_written_on(session, known[HOME]):
        worker = acting(session, policies.access, "nhanvien")
        write(session, policies, known[HOME], now)
        numbers(session, policies, [one.username for one in (*STAFF, *PARTNERS)], now)
        begun(session, policies, now)
        first_looks(session, worker, policies.danger, known[HOME], now)
        order(session, worker, policies, known[HOME], now)
        tell(session, acting(session, policies.access, "tuvan"), known[HOME], now)
    if not queries.has_referrals(session):
        refer(session, policies, known, now)
        escalate(session, actor, policies.deadlines, now)
    return made


def _fill(
    session: Session,
    actor: Actor,
    policies: Policies,
    now: datetime,
    progress: Progress | None,
    cases: int,
) -> None:
    ledger = invent(policies.vocabulary, policies.units, clock.local(now).date(), cases=cases)
    store_ledger(session, actor, ledger, policies.units, "demonstration", now, progress)
    facts = {"cases": len(ledger.cases)}
    record(session, actor, queries.MARK, kind="home", facts=facts, now=now)
