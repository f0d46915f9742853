"""A case that came from a referral says on whose word she was handed over: as the sender told it, and no more."""

import html
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import clock
from casework.access import Actor
from casework.accounts.models import User
from casework.cases.models import Case
from casework.consent import operations as consents
from casework.consent.models import Consent
from casework.consent.operations import ConsentRequest, WithdrawRequest
from casework.consent.queries import covers, ending, of_case, standing
from casework.referrals import operations as referrals
from casework.referrals.models import Referral
from casework.refusal import Refusal
from tests.factories.browser import signed_in
from tests.factories.cases import make_case
from tests.factories.people import make_house, make_staff
from tests.factories.referrals import (
    PERSON,
    accept,
    make_organisation,
    make_referral,
    make_taken,
    open_case,
    referral_request,
    site,
    take,
)

TODAY = date(2026, 11, 22)
FROM_CASE = {name: value for name, value in PERSON.items() if name != "address"}


class Here:
    """A house and its worker, the police who refer, another house that refers from a case."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.police = make_organisation(session)
        self.house, self.other = make_house(session), make_house(session, "Cơ sở Hai")
        self.officer = make_staff(session, self.police, "police_officer")
        session.get_one(User, self.officer.id).name = "Thượng úy Lạ"
        self.worker, self.home = make_staff(session, self.house), make_staff(session, self.other)
        session.commit()

    def taken(self, **changes: Any) -> Case:
        """A case that came from the police."""
        referral = make_taken(self.session, self.officer, self.house, self.worker, **changes)
        return self.case_of(referral)

    def case_of(self, referral: Referral) -> Case:
        """The case opened from it."""
        self.session.commit()
        return self.session.get_one(Case, referral.taken_case_id)

    def lines(self, case: Case) -> list[Consent]:
        """What the ledger of a case holds."""
        self.session.info["actor"] = self.worker
        return [each.consent for each in of_case(self.session, self.worker, case)]

    def sends(self, case: Case, **more: Any) -> Referral:
        """The other house sends her from its case; the house reads it."""
        session = self.session
        session.info["actor"] = self.home
        request = referral_request(self.house, case_id=case.id, person=FROM_CASE, **more)
        referral = referrals.send(session, self.home, request, clock.now(), policies=site())
        session.info["actor"] = self.worker
        referrals.receive(session, self.worker, referral, clock.now())
        return referral

    def agreed(self, **more: Any) -> Case:
        """A case of the other house in which she agreed."""
        self.session.info["actor"] = self.home
        case = make_case(self.session, self.home)
        self.answers(case, self.home, **more)
        return case

    def answers(self, case: Case, actor: Actor, **more: Any) -> Consent:
        """She answers."""
        told: dict[str, Any] = {"purpose": "share_social", "answer": "given", "given_on": TODAY} | more
        self.session.info["actor"] = actor
        return consents.record(self.session, actor, case, ConsentRequest(**told), clock.now())


@pytest.fixture
def here(session: Session) -> Here:
    return Here(session)


@pytest.mark.parametrize(("ground", "manner"), [("consent", "referral"), ("guardian_consent", "guardian")])
def test_the_line_says_what_to_whom_when_by_whom_and_how(here: Here, ground: str, manner: str) -> None:
    case = here.taken(ground=ground)
    (line,) = here.lines(case)
    assert (line.purpose, line.answer, line.given_on) == ("share_social", "given", TODAY)
    assert (line.recipient_id, line.recipient_kind) == (here.house.id, here.house.kind)
    assert (line.manner, line.taken_by) == (manner, here.officer.id)
    assert (line.recorded_by, line.expires_on) == (here.worker.id, None)


def test_it_covers_this_hand_over_and_nothing_more(here: Here) -> None:
    case = here.taken()
    assert covers(here.session, case.id, "share_social", here.house.id, TODAY) is not None
    assert covers(here.session, case.id, "share_social", here.other.id, TODAY) is None
    assert covers(here.session, case.id, "share_social", None, TODAY, recipient_kind="co_so_tgxh") is None
    for purpose in site().vocabulary["consent_purpose"].codes:
        if purpose != "share_social":
            assert covers(here.session, case.id, purpose, here.house.id, TODAY) is None
    here.session.info["actor"] = here.worker
    assert standing(here.session, here.worker, case) == {}
    request = referral_request(here.other, case_id=case.id, person=FROM_CASE)
    with pytest.raises(Refusal):
        referrals.send(here.session, here.worker, request, clock.now(), policies=site())


@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
def test_under_a_danger_to_life_nothing_was_agreed(here: Here) -> None:
    assert here.lines(here.taken(ground="danger_to_life", legal_ground="protect_life")) == []


def test_it_ends_when_she_said_and_nobody_is_sent_to_ask_again(here: Here) -> None:
    until = TODAY + timedelta(days=3)
    referral = here.sends(here.agreed(expires_on=until))
    take(here.session, here.worker, referral)
    case = here.case_of(referral)
    (line,) = here.lines(case)
    assert (line.expires_on, line.taken_by) == (until, here.home.id)
    assert ending(here.session, here.worker, TODAY, until) == []
    assert covers(here.session, case.id, "share_social", here.house.id, until + timedelta(days=1)) is None


def test_what_she_has_withdrawn_before_the_case_is_opened_is_not_written_down_as_standing(here: Here) -> None:
    home = here.agreed()
    referral = here.sends(home)
    accept(here.session, here.worker, referral)
    here.answers(home, here.home, answer="withdrawn")
    here.session.info["actor"] = here.worker
    open_case(here.session, here.worker, referral)
    assert here.lines(here.case_of(referral)) == []


def test_a_later_answer_on_record_goes_before_it(here: Here) -> None:
    """Linked to her case, where she has said no since."""
    here.session.info["actor"] = here.worker
    case = make_case(here.session, here.worker)
    here.session.info["actor"] = here.officer
    referral = make_referral(here.session, here.officer, here.house, clock.now() - timedelta(days=1))
    here.answers(case, here.worker, answer="refused")
    referrals.receive(here.session, here.worker, referral, clock.now())
    take(here.session, here.worker, referral, case=None, link_to=case.reference)
    here.session.commit()
    assert sorted(line.answer for line in here.lines(case)) == ["given", "refused"]
    assert covers(here.session, case.id, "share_social", here.house.id, TODAY) is None


def test_passed_on_it_is_still_the_word_of_the_first_sender(here: Here) -> None:
    session = here.session
    session.info["actor"] = here.officer
    referral = make_referral(session, here.officer, here.other, clock.now() - timedelta(days=1))
    session.info["actor"] = here.home
    referrals.receive(session, here.home, referral, clock.now())
    onward = referrals.redirect(
        session,
        here.home,
        referral,
        here.house.id,
        "no_capacity",
        referral.version,
        clock.now(),
        policies=site(),
    )
    session.info["actor"] = here.worker
    referrals.receive(session, here.worker, onward, clock.now())
    take(session, here.worker, onward)
    (line,) = here.lines(here.case_of(onward))
    assert (line.taken_by, line.given_on) == (here.officer.id, TODAY - timedelta(days=1))


def test_she_may_take_it_back(here: Here) -> None:
    case = here.taken()
    (line,) = here.lines(case)
    consents.withdraw(
        here.session, here.worker, line, WithdrawRequest(given_on=TODAY, manner="spoken"), clock.now()
    )
    assert covers(here.session, case.id, "share_social", here.house.id, TODAY) is None


@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
def test_nobody_records_an_answer_about_telling_her_own_facility(here: Here) -> None:
    case = here.taken()
    with pytest.raises(Refusal) as refused:
        here.answers(case, here.worker, recipient_id=here.house.id)
    assert refused.value.field == "recipient"
    with pytest.raises(Refusal):
        here.answers(case, here.worker, manner="referral")


@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
def test_the_page_names_the_organisation_and_still_asks(app: Flask, here: Here) -> None:
    case = here.taken()
    at = signed_in(app, here.session, here.worker)
    page = html.unescape(at.get(f"/cases/{case.reference}/consent").text)
    for words in (
        "Cơ sở Một",
        "Theo xác nhận của đơn vị chuyển gửi",
        "người nghe: Công an phường Một",
        "22/11/2026",
    ):
        assert words in page, words
    assert "Thượng úy Lạ" not in page
    asked = page.partition("Chưa hỏi")[2]
    assert "share_social" in asked
    form = at.get(f"/cases/{case.reference}/consent/new?purpose=share_social").text
    assert 'value="referral"' not in form
    assert 'value="referral"' not in at.get("/cases/new").text
    assert here.session.scalars(select(Consent)).one().case_id == case.id
