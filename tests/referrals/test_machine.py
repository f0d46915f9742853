"""Histories drawn by chance, over the real operations: whatever anybody tries in whatever order, the promises hold.

No path skips consent, nothing is revealed before acceptance or left behind after a refusal, every ending has its
reason, and the database says just what the model says.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select
from sqlalchemy.orm import sessionmaker

from casework import clock
from casework.access import Actor, NotFound
from casework.cases.models import Case
from casework.consent import operations as consents
from casework.consent.models import Consent
from casework.consent.operations import ConsentRequest
from casework.crypto import verify_row
from casework.crypto.models import SubjectKey
from casework.db import Stale, WorkSession
from casework.referrals import operations, queries, rules, states
from casework.referrals.models import Referral, ReferralPerson, ReferralQuestion, ReferralStep
from casework.referrals.requests import AttemptRequest, Opening
from casework.refusal import Refusal
from tests.factories.cases import make_case
from tests.factories.people import make_house, make_staff
from tests.factories.referrals import FACTS, PERSON, make_organisation, referral_request, site

WHO = ("officer", "colleague", "home", "worker", "supervisor", "stranger")
FROM_CASE = {name: value for name, value in PERSON.items() if name != "address"}
ENDINGS = {states.DECLINED, states.REDIRECTED, states.REVOKED, states.CLOSED}
who = st.sampled_from(WHO)
versions = st.sampled_from((0, 0, 0, 0, 1))  # now and then somebody saw an older page


class Loop(RuleBasedStateMachine):
    """One referral, from police or out of a case, two houses, and people who try everything."""

    sessions: sessionmaker[WorkSession]

    @initialize(inbound=st.booleans(), ground=st.sampled_from(rules.GROUNDS))
    def begin(self, inbound: bool, ground: str) -> None:
        self.session = self.sessions()
        self.now = clock.now()
        self.parts: set[Any] = set()
        session = self.session
        police, home = make_organisation(session), make_house(session, "Cơ sở Gửi")
        house, other = make_house(session), make_house(session, "Cơ sở Hai")
        self.receivers = {"worker": house.id, "supervisor": house.id, "stranger": other.id}
        self.houses = (house.id, other.id)
        self.staff: dict[str, Actor] = {
            "officer": make_staff(session, police, "police_officer"),
            "colleague": make_staff(session, police, "police_officer"),
            "home": make_staff(session, home),
            "worker": make_staff(session, house),
            "supervisor": make_staff(session, house, "facility_supervisor"),
            "stranger": make_staff(session, other),
        }
        self.sender = "officer" if inbound else "home"
        self.case = None if inbound else make_case(session, self.as_("home"))
        self.agreed = False
        self.ground = ground
        session.commit()
        request = referral_request(
            house,
            ground=ground,
            legal_ground="protect_life" if ground == rules.DANGER else "",
            case_id=self.case.id if self.case else None,
            person=PERSON if inbound else FROM_CASE,
        )
        self.referral: Referral | None = None
        if self.case is not None and ground != rules.DANGER:
            with pytest.raises(Refusal):
                operations.send(session, self.as_("home"), request, self.now, policies=site())
            session.rollback()
            self.answer_consent("given")
        self.referral = operations.send(session, self.as_(self.sender), request, self.now, policies=site())
        session.commit()

    def as_(self, name: str) -> Actor:
        actor = self.staff[name]
        self.session.info["actor"] = actor
        return actor

    def answer_consent(self, answer: str) -> None:
        assert self.case is not None
        told = ConsentRequest(
            purpose="share_social",
            answer=answer,
            given_on=clock.local(self.now).date(),
            manner="guardian" if self.ground == "guardian_consent" else "spoken",
        )
        consents.record(self.session, self.as_("home"), self.case, told, self.now)
        self.agreed = answer == "given"
        self.session.commit()

    def attempt_(self, name: str, act: str, side: str, work: Callable[[Actor], object]) -> bool:
        """Try an act; whether it was done. Where it wasn't, nothing may have changed."""
        self.now += timedelta(hours=7)
        referral = self.current
        before, version = referral.state, referral.version
        may = self.may(name, side) and states.after(before, act, side) is not None
        try:
            work(self.as_(name))
            self.session.commit()
        except (Refusal, NotFound, Stale):
            self.session.rollback()
            assert (referral.state, referral.version) == (before, version)
            return False
        assert may, (name, act, before)
        return True

    @property
    def current(self) -> Referral:
        assert self.referral is not None
        return self.referral

    def may(self, name: str, side: str) -> bool:
        if side == states.SENDER:
            return self.staff[name].facility_id == self.current.sender_id
        return self.receivers.get(name) == self.current.receiver_id

    @property
    def covered(self) -> bool:
        return self.case is None or self.ground == rules.DANGER or self.agreed

    def seen(self, older: int) -> int:
        return self.current.version - older

    @rule(name=who)
    def receive(self, name: str) -> None:
        def work(actor: Actor) -> None:
            operations.receive(self.session, actor, self.current, self.now)

        if self.current.state == states.SENT:
            self.attempt_(name, "receive", states.RECEIVER, work)

    @rule(name=who, older=versions)
    def accept(self, name: str, older: int) -> None:
        def work(actor: Actor) -> None:
            seen = self.seen(older)
            operations.accept(self.session, actor, self.current, seen, self.now, policies=site())

        if self.attempt_(name, "accept", states.RECEIVER, work):
            assert self.covered, "nothing is opened that consent doesn't cover"
            assert older == 0
            assert self.current.taken_case_id is None

    @rule(name=who)
    def open_case(self, name: str) -> None:
        opening = Opening(case=replace(FACTS, detected_on=clock.local(self.now).date()))
        state, had_one = self.current.state, self.current.taken_case_id is not None

        def work(actor: Actor) -> Case:
            return operations.open_case(self.session, actor, self.current, opening, self.now, policies=site())

        if self.attempt_(name, "open_case", states.RECEIVER, work):
            assert not had_one, "a referral has one case"
            assert self.current.state == state
            case = self.session.get_one(Case, self.current.taken_case_id)
            assert case.facility_id == self.current.receiver_id
            agreed = select(Consent.recipient_id).where(Consent.case_id == case.id)
            expected = [] if self.ground == rules.DANGER or not self.covered else [case.facility_id]
            assert list(self.session.scalars(agreed)) == expected

    @rule(name=who, older=versions, reason=st.sampled_from(("no_capacity", "", "because")))
    def decline(self, name: str, older: int, reason: str) -> None:
        self.attempt_(
            name,
            "decline",
            states.RECEIVER,
            lambda actor: operations.decline(
                self.session, actor, self.current, reason, self.seen(older), self.now
            ),
        )

    @rule(name=who, to=st.sampled_from((0, 1)))
    def redirect(self, name: str, to: int) -> None:
        done: list[Referral] = []

        def work(actor: Actor) -> None:
            onward = operations.redirect(
                self.session,
                actor,
                self.current,
                self.houses[to],
                "no_capacity",
                self.seen(0),
                self.now,
                policies=site(),
            )
            done.append(onward)

        if self.attempt_(name, "redirect", states.RECEIVER, work):
            assert self.covered, "another hand-over needs consent too"
            assert self.current.state == states.REDIRECTED
            self.referral = done[0]

    @rule(name=who)
    def ask(self, name: str) -> None:
        def work(actor: Actor) -> None:
            operations.ask(self.session, actor, self.current, "how_urgent", self.seen(0), self.now)

        self.attempt_(name, "ask", states.RECEIVER, work)

    @rule(name=who, text=st.sampled_from(("Ngay đêm nay", "", "0912345678")))
    def answer(self, name: str, text: str) -> None:
        asked = select(ReferralQuestion.id).where(ReferralQuestion.referral_id == self.current.id)
        question_id = self.session.scalars(asked.order_by(ReferralQuestion.asked_at.desc())).first()
        if question_id is None:
            return

        def work(actor: Actor) -> None:
            operations.answer(self.session, actor, self.current, question_id, text, self.now)

        if self.attempt_(name, "answer", states.SENDER, work):
            assert text == "Ngay đêm nay"

    @rule(name=who, reason=st.sampled_from(("sent_in_error", "")))
    def revoke(self, name: str, reason: str) -> None:
        def work(actor: Actor) -> None:
            operations.revoke(self.session, actor, self.current, reason, self.now)

        self.attempt_(name, "revoke", states.SENDER, work)

    @rule(name=who)
    def countersign(self, name: str) -> None:
        state, mine = self.current.state, self.staff[name].id == self.current.sent_by_id
        try:
            operations.countersign(self.session, self.as_(name), self.current, self.now)
            self.session.commit()
        except (Refusal, NotFound):
            self.session.rollback()
            return
        assert not mine
        assert self.may(name, states.SENDER)
        assert (self.ground, self.current.state) == (rules.DANGER, state)

    @rule(
        name=who,
        channel=st.sampled_from(("phone_call", "text_message")),
        result=st.sampled_from(("no_answer", "no_answer", "reached")),
        safe=st.sampled_from((True, True, True, False)),
    )
    def attempt(self, name: str, channel: str, result: str, safe: bool) -> None:
        told = AttemptRequest(channel=channel, result=result, safe=safe, at=self.now + timedelta(hours=7))

        def work(actor: Actor) -> None:
            operations.attempt(self.session, actor, self.current, told, self.now)

        if self.attempt_(name, "attempt", states.RECEIVER, work):
            assert self.current.state == (states.CONTACTING if safe else states.CONTACT_UNSAFE)

    @rule(
        name=who,
        older=versions,
        act=st.sampled_from(("engage", "give_up", "person_declines", "mark_unsafe", "resume", "close")),
    )
    def contact(self, name: str, older: int, act: str) -> None:
        verbs: dict[str, Callable[..., None]] = {
            "engage": operations.engage,
            "give_up": operations.give_up,
            "person_declines": operations.person_declined,
            "mark_unsafe": operations.mark_unsafe,
            "resume": operations.resume,
            "close": operations.close,
        }
        more = {"reason": "moved_away"} if act == "close" else {}

        def work(actor: Actor) -> None:
            verbs[act](self.session, actor, self.current, self.seen(older), self.now, **more)

        had_case = self.current.taken_case_id is not None
        if self.attempt_(name, act, states.RECEIVER, work):
            assert older == 0
            assert had_case or act not in states.NEED_CASE

    @rule()
    def deliver(self) -> None:
        if self.current.taken_case_id is not None:
            case = self.session.get_one(Case, self.current.taken_case_id)
            name = next(name for name, place in self.receivers.items() if place == self.current.receiver_id)
            operations.delivered(self.session, self.as_(name), case, self.now)
            self.session.commit()
            assert self.current.state in states.ENDED
            assert self.current.served_at is not None

    @rule(answer=st.sampled_from(("given", "withdrawn")))
    def consent(self, answer: str) -> None:
        if self.case is not None:
            with suppress(Refusal):
                self.answer_consent(answer)
            self.session.rollback()

    @invariant()
    def the_person_is_shown_to_the_receiver_alone_and_only_when_accepted(self) -> None:
        if self.referral is None:
            return
        for name in WHO:
            shown = None
            with suppress(NotFound):
                shown = queries.person_of(self.session, self.as_(name), self.current, policies=site())
            allowed = self.may(name, states.RECEIVER) and self.current.revealed
            assert (shown is not None) is allowed, (name, self.current.state)
        self.session.rollback()

    @invariant()
    def what_ended_unaccepted_left_nothing_behind(self) -> None:
        if self.referral is None:
            return
        kept = set(self.session.scalars(select(ReferralPerson.id)))
        for link in self.session.scalars(select(Referral).where(Referral.receipt == self.current.receipt)):
            verify_row(link)
            part = self.session.scalars(
                select(ReferralPerson.id).where(ReferralPerson.referral_id == link.id)
            ).one_or_none()
            gone = link.state in (states.DECLINED, states.REDIRECTED, states.REVOKED)
            gone |= link.state == states.DECLINED_BY_PERSON and link.taken_case_id is None
            assert (part is None) is gone
            assert not gone or link.envelope == {}
            assert (link.ended_at is not None) is (link.state in states.ENDED)
            assert (link.state in ENDINGS) is bool(link.reason)
        self.parts |= kept
        for lost in self.parts - kept:
            assert self.session.get(SubjectKey, lost) is None

    @invariant()
    def work_on_a_person_is_work_in_her_case(self) -> None:
        if self.referral is None:
            return
        here = self.current.receiver_id
        cases = list(self.session.scalars(select(Case.id).where(Case.facility_id == here)))
        assert cases == ([self.current.taken_case_id] if self.current.taken_case_id else [])
        assert not cases or self.current.state in states.REVEALED
        assert cases or self.current.state not in (states.ENGAGED, states.CLOSED)

    @invariant()
    def the_steps_lead_to_where_it_stands(self) -> None:
        if self.referral is None:
            return
        steps = self.session.scalars(
            select(ReferralStep)
            .where(ReferralStep.referral_id == self.current.id)
            .order_by(ReferralStep.number)
        ).all()
        state = states.DRAFT
        for each in steps:
            whose = states.ACTS[each.act][0]
            assert states.after(state, each.act, whose) == each.state
            state = each.state
        assert state == self.current.state

    def teardown(self) -> None:
        if hasattr(self, "session"):
            self.session.close()


@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
def test_whatever_anybody_tries_the_promises_hold(sessions: sessionmaker[WorkSession]) -> None:
    run_state_machine_as_test(
        type("Loop", (Loop,), {"sessions": staticmethod(sessions)}),
        settings=settings(
            max_examples=25,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
