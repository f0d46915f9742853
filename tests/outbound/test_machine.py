"""A letter's histories drawn by chance: links, answers by link or by telephone, time, consent, taking back."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select
from sqlalchemy.orm import sessionmaker

from casework import clock
from casework.access import Actor
from casework.consent import operations as consents
from casework.consent.operations import ConsentRequest
from casework.crypto import verify_row
from casework.crypto.models import SubjectKey
from casework.db import WorkSession
from casework.outbound import operations, queries
from casework.outbound.models import AckLink
from casework.outbound.rules import DECLINES, TAKES_ON, Reply
from casework.referrals import operations as referrals
from casework.referrals import states
from casework.referrals.models import Referral, ReferralPerson, ReferralStep
from casework.referrals.requests import ReferralRequest
from casework.refusal import Refusal
from tests.factories.cases import make_case
from tests.factories.people import make_house, make_staff
from tests.factories.referrals import site

NOBODY = Actor(None, "nobody", None, "")
ANSWERS = st.sampled_from((TAKES_ON, DECLINES))
REASONS = st.sampled_from(("no_capacity", "not_our_service", "", "because"))
DAYS = st.sampled_from((0, 0, 1, 13, 14, 15))


class Letter(RuleBasedStateMachine):
    """One letter out of a case, whoever holds one of its links, and its sender."""

    sessions: sessionmaker[WorkSession]

    @initialize()
    def begin(self) -> None:
        self.session = session = self.sessions()
        self.now = clock.now()
        self.worker = make_staff(session, make_house(session))
        session.info["actor"] = self.worker
        self.case = make_case(session, self.worker)
        self.agreed = False
        self.links: list[tuple[str, datetime]] = []
        self.answered = False
        self.says("given")
        request = ReferralRequest(
            outside="Hội Phụ nữ Xa",
            services=("y_te",),
            commune_code="00004",
            risk="high",
            ground="consent",
            person={"full_name": "Đào Thị Hòa", "may_contact": "co", "channel": "phone_call"},
            case_id=self.case.id,
        )
        self.letter = operations.refer(session, self.worker, self.case, request, self.now, policies=site())
        session.commit()
        own = ReferralPerson.referral_id == self.letter.id
        self.part = session.scalars(select(ReferralPerson.id).where(own)).one()

    def says(self, answer: str) -> None:
        day = clock.local(self.now).date()
        told = ConsentRequest(purpose="share_other", answer=answer, given_on=day, manner="spoken")
        consents.record(self.session, self.worker, self.case, told, self.now)
        self.session.commit()
        self.agreed = answer == "given"

    def tries(self, actor: Actor, work: Callable[[], Any]) -> Any:
        """What came of it; where it was refused, nothing has changed."""
        self.session.info["actor"] = actor
        before = (self.letter.state, self.letter.version)
        try:
            done = work()
            self.session.commit()
        except Refusal:
            self.session.rollback()
            assert (self.letter.state, self.letter.version) == before
            return None
        return done

    @rule(days=DAYS)
    def time_passes(self, days: int) -> None:
        self.now += timedelta(days=days, minutes=6)

    @rule(answer=st.sampled_from(("given", "withdrawn")))
    def consent(self, answer: str) -> None:
        with suppress(Refusal):
            self.says(answer)
        self.session.rollback()

    @rule()
    def make_link(self) -> None:
        work = lambda: operations.make_link(  # noqa: E731 - read once, where it stands
            self.session, self.worker, self.letter, self.now, policies=site()
        )
        made = self.tries(self.worker, work)
        assert (made is not None) is (self.letter.state == states.SENT)
        if made is not None:
            self.links.append((made[0], made[1].expires_at))

    @rule(which=st.integers(0, 3), answer=ANSWERS, reason=REASONS)
    def answer(self, which: int, answer: str, reason: str) -> None:
        """Whoever holds a link, old or new, answers; only the newest, in time and before any other answer, counts."""
        if not self.links:
            return
        token, until = self.links[-1 - which % len(self.links)]
        counts = which % len(self.links) == 0 and self.now < until and self.letter.state == states.SENT
        said = Reply("Bác sĩ Thu", "Trưởng trạm", answer, reason)
        done = self.tries(NOBODY, lambda: operations.reply(self.session, NOBODY, token, said, self.now))
        self.time_passes(0)  # not the same press of the button
        wants = answer == TAKES_ON or reason in ("no_capacity", "not_our_service")
        assert (done is not None) is (counts and wants)
        if done is not None:
            self.went(answer, reason)

    @rule(answer=ANSWERS, reason=REASONS)
    def tell_the_sender(self, answer: str, reason: str) -> None:
        state, said = self.letter.state, Reply("Bác sĩ Mai", "Cán bộ", answer, reason)
        self.tries(
            self.worker,
            lambda: operations.write_down(self.session, self.worker, self.letter, said, self.now),
        )
        if self.letter.state != state:
            self.went(answer, reason)

    def went(self, answer: str, reason: str) -> None:
        state = states.RECEIVED if answer == TAKES_ON else states.DECLINED
        assert (self.letter.state, self.letter.reason) == (state, "" if answer == TAKES_ON else reason)

    @rule()
    def revoke(self) -> None:
        work = lambda: referrals.revoke(self.session, self.worker, self.letter, "sent_in_error", self.now)  # noqa: E731 - read once
        self.tries(self.worker, work)

    @invariant()
    def a_link_opens_only_what_is_sent_covered_and_in_time(self) -> None:
        if not hasattr(self, "letter"):
            return
        open_still = [
            token for token, _until in self.links if queries.by_token(self.session, token, self.now)
        ]
        assert len(open_still) <= 1
        assert not open_still or self.letter.state == states.SENT
        assert self.agreed or self.letter.state != states.SENT, "withdrawn, it is taken back"
        for link in self.session.scalars(select(AckLink).where(AckLink.referral_id == self.letter.id)):
            verify_row(link)
            assert not (
                link.answered_at and open_still and link.token_hash and self.letter.state == states.SENT
            )
        self.session.rollback()

    @invariant()
    def what_was_declined_or_taken_back_is_gone(self) -> None:
        if not hasattr(self, "letter"):
            return
        gone = self.letter.state in states.TAKEN_BACK
        assert (self.session.get(ReferralPerson, self.part) is None) is gone
        assert (self.session.get(SubjectKey, self.part) is None) is gone
        assert not gone or self.letter.envelope == {}
        assert bool(self.letter.reason) is gone

    @invariant()
    def the_steps_lead_to_where_it_stands(self) -> None:
        if not hasattr(self, "letter"):
            return
        state = states.DRAFT
        steps = select(ReferralStep).where(ReferralStep.referral_id == self.letter.id)
        for step in self.session.scalars(steps.order_by(ReferralStep.number)):
            assert states.after(state, step.act, states.ACTS[step.act][0]) == step.state
            state = step.state
        assert state == self.letter.state
        assert (
            self.session.scalars(select(Referral.state).where(Referral.id == self.letter.id)).one() == state
        )

    def teardown(self) -> None:
        if hasattr(self, "session"):
            self.session.close()


@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
def test_whatever_is_tried_with_a_letter_the_promises_hold(sessions: sessionmaker[WorkSession]) -> None:
    run_state_machine_as_test(
        type("Drawn", (Letter,), {"sessions": staticmethod(sessions)}),
        settings=settings(
            max_examples=15,
            stateful_step_count=15,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
