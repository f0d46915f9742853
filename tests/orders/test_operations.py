"""Orders asked for, decided, sent, renewed, cancelled, broken; by whom, and by nobody else."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session, sessionmaker

from casework.access import Actor, NotFound
from casework.access.models import Wall
from casework.audit.models import Entry, Revision
from casework.crypto import Tampered
from casework.db import Stale
from casework.orders import following_operations as following
from casework.orders import operations, queries, standing
from casework.orders.models import NoContactOrder
from casework.orders.requests import CancelDecided, Decided
from casework.refusal import Refusal
from casework.safety import risk_operations as risks
from casework.safety import risk_queries
from casework.safety.risk_operations import RiskRequest
from tests.factories.orders import grant, make_contact, make_order, site_policies
from tests.orders.conftest import Table

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
DEADLINES = site_policies().deadlines
SQLITE = pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)


def asked(table: Table, **more: Any) -> NoContactOrder:
    return make_order(
        table.session, table.worker, table.case, table.accused, table.now - 2 * HOUR, now=table.now, **more
    )


def refused(call: Callable[..., object], *given: Any, **more: Any) -> str | None:
    with pytest.raises(Refusal) as refusal:
        call(*given, **more)
    return refusal.value.field


def test_from_the_request_to_the_end(table: Table) -> None:
    session, worker, now = table.session, table.worker, table.now
    order = asked(table)
    session.commit()
    session.expunge_all()
    [order] = queries.orders_of(session, worker, table.case)
    assert (order.why, order.basis, standing.state_of(order, now)) == (
        "Anh ta dọa giết chị nếu chị bỏ đi",
        "consent",
        standing.REQUESTED,
    )
    grant(session, worker, order, now - HOUR)
    following.sent(session, worker, order, ("survivor", "police_chief"), now, now)
    contact = make_contact(session, worker, order, now + HOUR)
    session.commit()
    session.expunge_all()
    order = queries.order_of(session, worker, "case:read", table.case, order.id)
    assert standing.state_of(order, now) == standing.IN_FORCE
    assert standing.state_of(order, now + 72 * HOUR) == standing.ENDED
    assert order.number == "12/QĐ-UBND"
    assert (order.survivor_at, order.police_chief_at, order.perpetrator_at) == (now, now, None)
    assert [one.place for one in queries.contacts_of(session, order)] == ["Nhà văn hóa xã"]
    assert queries.contact_of(session, "order:follow", order, contact.id).why == "Đám tang mẹ anh ta"
    told = [entry.event for entry in session.scalars(select(Entry).order_by(Entry.position))]
    assert [event for event in told if event.startswith("order.")] == [
        "order.requested",
        "order.decided",
        "order.sent",
        "order.sent",
        "order.contact_permitted",
    ]


def test_words_are_sealed_and_the_end_of_an_order_cannot_be_moved_in_sql(table: Table) -> None:
    session, order = table.session, asked(table)
    grant(session, table.worker, order, table.now - HOUR)
    session.commit()
    assert "dọa giết".encode() not in order._why
    later = table.now + 300 * DAY
    session.execute(update(NoContactOrder).values(ends_at=later))
    session.expire_all()
    with pytest.raises(Tampered):
        queries.orders_of(session, table.worker, table.case)
    session.rollback()


@SQLITE
def test_what_was_ticked_wrongly_is_corrected_and_kept(table: Table) -> None:
    session, order, now = table.session, asked(table), table.now
    grant(session, table.worker, order, now - HOUR)
    following.sent(session, table.worker, order, ("survivor",), now - HOUR, now)
    following.sent(session, table.worker, order, ("survivor",), now, now)
    assert order.survivor_at == now
    assert "survivor_at" in session.scalars(select(Revision)).one().former
    assert refused(following.sent, session, table.worker, order, (), now, now) == "recipients"
    assert refused(following.sent, session, table.worker, order, ("neighbour",), now, now) == "recipients"
    assert refused(following.sent, session, table.worker, order, ("survivor",), now - 2 * HOUR, now) == "at"


def test_each_order_is_renewed_once_and_the_chain_is_kept(table: Table) -> None:
    session, worker = table.session, table.worker
    first = asked(table)
    assert refused(asked, table, renews_id=first.id) is None
    grant(session, worker, first, table.now - HOUR)
    second = asked(table, renews_id=first.id)
    session.commit()
    assert queries.renewal_of(session, first) == second.id
    grant(session, worker, second, table.now - HOUR)
    assert refused(asked, table, renews_id=first.id) is None


def test_of_two_who_decide_at_once_the_second_is_told(table: Table, sessions: sessionmaker[Session]) -> None:
    order = asked(table)
    table.session.commit()
    with sessions() as other:
        other.info["actor"] = table.supervisor
        theirs = other.get_one(NoContactOrder, order.id)
        seen = theirs.version
        other.rollback()
        grant(table.session, table.worker, order, table.now - HOUR)
        table.session.commit()
        no = Decided(decision="refused", decided_at=table.now, reasons="không", version=seen)
        with pytest.raises(Stale):
            operations.decide(other, table.supervisor, theirs, no, table.now, deadlines=DEADLINES)
        other.rollback()
    assert order.decision == "granted"


def test_cancelling_is_asked_for_and_decided_and_may_be_asked_for_again(table: Table) -> None:
    session, worker, now = table.session, table.worker, table.now
    order = asked(table)
    grant(session, worker, order, now - HOUR)

    def ask(hours: int) -> None:
        at = now + hours * HOUR
        operations.request_cancelling(session, worker, order, "survivor", at, order.version, at)

    def decide(decision: str, hours: int, reasons: str = "") -> None:
        at = now + hours * HOUR
        told = CancelDecided(decision=decision, decided_at=at, reasons=reasons, version=order.version)
        operations.decide_cancelling(session, worker, order, told, at)

    assert refused(decide, "cancelled", 1) is None
    ask(1)
    assert refused(ask, 2) is None
    assert refused(decide, "kept", 2) == "reasons"
    decide("kept", 2, "Chị nói riêng là bị ép")
    assert standing.state_of(order, now + 3 * HOUR) == standing.IN_FORCE
    ask(4)
    decide("cancelled", 5)
    session.commit()
    assert standing.state_of(order, now + 5 * HOUR) == standing.CANCELLED
    former = session.scalars(select(Revision)).one().former
    assert "Chị nói riêng" in former


def test_a_breach_raises_the_risk_and_asks_for_a_new_look_at_once(table: Table) -> None:
    session, worker, now = table.session, table.worker, table.now
    risks.assess(session, worker, table.case, RiskRequest(level="low", source="assessment"), now - DAY)
    order = asked(table)
    grant(session, worker, order, now - HOUR)
    following.breach(session, worker, table.case, order, now, "Anh ta đứng trước cổng", now)
    session.commit()
    risk = risk_queries.current_of(session, worker, table.case)
    assert risk is not None
    assert (risk.level, risk.source, risk.event, risk.event_at) == ("high", "breach", "breach", now)
    assert [one.note for one in queries.breaches_of(session, order)] == ["Anh ta đứng trước cổng"]
    extreme = RiskRequest(level="extreme", source="breach", reason="Có dao")
    later = now + HOUR
    risks.assess(session, worker, table.case, extreme, later)
    following.breach(session, worker, table.case, order, now, "Lại đến", later)
    risk = risk_queries.current_of(session, worker, table.case)
    assert risk is not None
    assert (risk.level, risk.event_at) == ("extreme", later)


def test_nobody_else_reads_or_writes_it(table: Table) -> None:
    session, order = table.session, asked(table)
    grant(session, table.worker, order, table.now - HOUR)
    now = table.now

    def tries(actor: Actor) -> list[Callable[[], object]]:
        decided = Decided(decision="withdrawn", decided_at=now, version=order.version)
        cancelled = CancelDecided(decision="cancelled", decided_at=now, version=order.version)
        return [
            lambda: queries.order_of(session, actor, "case:read", table.case, order.id),
            lambda: make_order(session, actor, table.case, table.accused, now),
            lambda: operations.decide(session, actor, order, decided, now, deadlines=DEADLINES),
            lambda: following.sent(session, actor, order, ("survivor",), now, now),
            lambda: operations.request_cancelling(session, actor, order, "survivor", now, order.version, now),
            lambda: operations.decide_cancelling(session, actor, order, cancelled, now),
            lambda: make_contact(session, actor, order, now),
            lambda: following.breach(session, actor, table.case, order, now, "", now),
            lambda: following.printed(session, actor, order, "request", now),
        ]

    session.add(Wall(user_id=table.supervisor.id, row_id=table.case.id, raised_at=now))
    session.flush()
    for actor in (table.stranger, table.counsellor, table.supervisor):
        assert queries.orders_of(session, actor, table.case) == []
        for attempt in tries(actor):
            with pytest.raises(NotFound):
                attempt()
