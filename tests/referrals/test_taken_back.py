"""What was taken back, declined or passed on has left the receiver: no list and no page tells it any more."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import clock
from casework.cases.models import Case
from casework.referrals import operations, queries
from casework.referrals.models import Referral, ReferralQuestion
from casework.refusal import Refusal
from tests.factories.cases import make_case
from tests.factories.referrals import PERSON, make_referral, referral_request, site
from tests.referrals.test_acts import agreed
from tests.referrals.town import Town

SAID = "Chị ấy đi cùng con nhỏ"


def ended(session: Session, town: Town, referral: Referral, way: str) -> None:
    """The end of it before acceptance."""
    version, now = referral.version, clock.now()
    if way == "declined":
        operations.decline(session, town.worker, referral, "no_capacity", version, now)
    elif way == "redirected":
        whom = town.other.id
        operations.redirect(
            session, town.worker, referral, whom, "no_capacity", version, now, policies=site()
        )
    else:
        operations.revoke(session, town.officer, referral, "sent_in_error", now)


@pytest.mark.parametrize("way", ["declined", "redirected", "revoked"])
def test_neither_the_list_nor_the_answers_tell_what_it_was(session: Session, town: Town, way: str) -> None:
    # given
    referral = make_referral(session, town.officer, town.house)
    session.info["actor"] = town.worker
    now = clock.now()
    operations.receive(session, town.worker, referral, now)
    operations.ask(session, town.worker, referral, "how_urgent", referral.version, now)
    question = session.scalars(select(ReferralQuestion)).one()
    operations.answer(session, town.officer, referral, question.id, SAID, now)
    (before,) = queries.inbox(session, town.worker, "waiting").rows
    assert (before.services, before.commune_code) == (referral.services, "00004")
    assert [one.answer for one in queries.questions_of(session, town.worker, referral)] == [SAID]
    # when
    ended(session, town, referral, way)
    session.commit()
    session.expire_all()
    # then
    (after,) = queries.inbox(session, town.worker, "ended").rows
    assert (after.state, after.services, after.commune_code) == (way, (), "")
    assert [one.answer for one in queries.questions_of(session, town.worker, referral)] == [""]


def guarded(session: Session, town: Town, manner: str, **more: Any) -> tuple[Case, Any]:
    case = make_case(session, town.worker)
    agreed(session, town.worker, case, manner=manner)
    person = {name: value for name, value in PERSON.items() if name != "address"}
    return case, referral_request(town.other, case_id=case.id, person=person, **more)


@pytest.mark.parametrize(("manner", "ground"), [("guardian", "guardian_consent"), ("spoken", "consent")])
def test_a_guardians_word_is_a_guardians(session: Session, town: Town, manner: str, ground: str) -> None:
    """Hers is not called a guardian's, nor a guardian's hers."""
    wrong = "consent" if ground == "guardian_consent" else "guardian_consent"
    _case, request = guarded(session, town, manner, ground=wrong)
    with pytest.raises(Refusal) as refused:
        operations.send(session, town.worker, request, clock.now(), policies=site())
    assert refused.value.field == "ground"
    _case, request = guarded(session, town, manner, ground=ground)
    operations.send(session, town.worker, request, clock.now(), policies=site())
