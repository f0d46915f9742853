"""Whether consent covers telling somebody: asked of the database, which somebody may have edited."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from casework import clock
from casework.access import Actor
from casework.cases.models import Case
from casework.consent import operations, queries
from casework.consent.models import Consent
from casework.consent.operations import ConsentRequest, WithdrawRequest
from casework.crypto import Tampered
from casework.refusal import Refusal
from tests.factories.cases import make_case
from tests.factories.people import make_house, make_staff
from tests.factories.referrals import make_organisation

TODAY = date(2026, 11, 22)


@pytest.fixture
def worker(session: Session) -> Actor:
    return make_staff(session, make_house(session))


@pytest.fixture
def case(session: Session, worker: Actor) -> Case:
    return make_case(session, worker)


def told(session: Session, worker: Actor, case: Case, answer: str = "given", **more: Any) -> Consent:
    values: dict[str, Any] = {"purpose": "share_police", "answer": answer, "given_on": TODAY} | more
    request = ConsentRequest(**values)
    return operations.record(session, worker, case, request, clock.now())


def test_one_unit_of_the_police_is_not_the_police(session: Session, worker: Actor, case: Case) -> None:
    one, other = make_organisation(session), make_organisation(session, name="Công an phường Hai")
    given = told(session, worker, case, recipient_id=one.id, manner="written")
    assert given.recipient_kind == "cong_an"
    assert queries.covers(session, case.id, "share_police", one.id, TODAY) is given
    assert queries.covers(session, case.id, "share_police", other.id, TODAY) is None
    assert queries.covers(session, case.id, "share_police", None, TODAY, recipient_kind="cong_an") is None
    assert queries.covers(session, case.id, "share_health", one.id, TODAY) is None
    assert queries.covers(session, make_case(session, worker).id, "share_police", one.id, TODAY) is None


def test_a_kind_covers_those_on_record_and_those_outside(session: Session, worker: Actor, case: Case) -> None:
    unit = make_organisation(session)
    given = told(session, worker, case, recipient_kind="cong_an")
    for recipient, kind in ((unit.id, ""), (unit.id, "cong_an"), (None, "cong_an")):
        found = queries.covers(session, case.id, "share_police", recipient, TODAY, recipient_kind=kind)
        assert found is given
    assert queries.covers(session, case.id, "share_police", None, TODAY, recipient_kind="toa_an") is None


def test_the_end_is_derived_and_stored_nowhere(session: Session, worker: Actor, case: Case) -> None:
    given = told(session, worker, case, expires_on=TODAY + timedelta(3))
    version = given.version
    assert queries.covers(session, case.id, "share_police", None, TODAY + timedelta(3)) is given
    assert queries.covers(session, case.id, "share_police", None, TODAY + timedelta(4)) is None
    assert (given.version, given.answer) == (version, "given")
    assert told(session, worker, case, "refused", expires_on=TODAY).expires_on is None


@pytest.mark.parametrize(
    "edit",
    [
        "answer = 'given'",
        "recipient_id = NULL, recipient_kind = ''",
        "expires_on = NULL",
        "given_on = '2026-11-01'",
        "recorded_at = '2026-11-20 00:00:00'",
        "taken_by = NULL",
        "manner = 'written'",
    ],
)
def test_whoever_edits_the_database_agrees_to_nothing_in_her_name(
    session: Session, worker: Actor, case: Case, edit: str
) -> None:
    unit = make_organisation(session)
    told(session, worker, case, "refused", recipient_id=unit.id, manner="spoken")
    told(session, worker, case, recipient_id=unit.id, manner="spoken", expires_on=TODAY)
    session.commit()
    session.execute(text(f"UPDATE consent SET {edit}"))  # noqa: S608 - words of this file
    session.commit()
    session.expire_all()
    with pytest.raises(Tampered):
        queries.covers(session, case.id, "share_police", unit.id, TODAY)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"manner": "dream"}, "manner"),
        ({"recipient_id": "own"}, "recipient"),
        ({"recipient_id": "nobody"}, "recipient"),
        ({"taken_by": "stranger"}, "taken_by"),
        ({"expires_on": TODAY - timedelta(1)}, "expires_on"),
    ],
)
@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
def test_what_cannot_be_is_refused(
    session: Session, worker: Actor, case: Case, more: dict[str, Any], field: str
) -> None:
    stranger = make_staff(session, make_house(session, "Cơ sở Hai"))
    session.info["actor"] = worker
    keys = {"own": case.facility_id, "nobody": case.id, "stranger": stranger.id}
    with pytest.raises(Refusal) as refused:
        told(session, worker, case, **{name: keys.get(str(value), value) for name, value in more.items()})
    assert refused.value.field == field
    assert session.query(Consent).count() == 0


def test_what_ends_soon_is_found_while_it_counts(session: Session, worker: Actor, case: Case) -> None:
    unit = make_organisation(session)
    soon = told(session, worker, case, expires_on=TODAY + timedelta(5))
    told(session, worker, case, recipient_id=unit.id, expires_on=TODAY + timedelta(30))
    told(session, worker, case, purpose="contact", expires_on=TODAY + timedelta(2))
    told(session, worker, case, "withdrawn", purpose="contact")

    def ending() -> list[Consent]:
        return [each.consent for each in queries.ending(session, worker, TODAY, TODAY + timedelta(14))]

    assert ending() == [soon]
    operations.withdraw(session, worker, soon, WithdrawRequest(given_on=TODAY), clock.now())
    assert ending() == []
    stranger = make_staff(session, make_house(session, "Cơ sở Hai"))
    assert queries.ending(session, stranger, TODAY, TODAY + timedelta(90)) == []
