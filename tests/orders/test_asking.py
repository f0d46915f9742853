"""Who may ask for an order, on what, and what a request must give."""

from datetime import date

import pytest

from casework.consent import operations as consents
from casework.consent.operations import ConsentRequest
from tests.factories.orders import grant, make_accused
from tests.orders.conftest import Table
from tests.orders.test_operations import HOUR, asked, refused

SQLITE = pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)


def test_an_agency_needs_consent_that_covers_the_one_who_decides(table: Table) -> None:
    session, worker, now = table.session, table.worker, table.now
    assert refused(asked, table, requester="agency") == "basis"

    def says(purpose: str, answer: str) -> None:
        told = ConsentRequest(purpose=purpose, answer=answer, given_on=date(2026, 11, 22))
        consents.record(session, worker, table.case, told, now)

    says("share_legal", "given")
    assert refused(asked, table, requester="agency") == "basis"  # that is for the court
    asked(table, requester="agency", kind="court", court="Tòa án nhân dân khu vực 1")
    says("share_commune", "given")
    order = asked(table, requester="agency")
    assert order.legal_ground == ""


@SQLITE
def test_a_danger_to_life_needs_none_but_its_legal_ground(table: Table) -> None:
    assert refused(asked, table, requester="agency", basis="danger") == "legal_ground"
    order = asked(table, requester="agency", basis="danger", legal_ground="protect_life")
    assert order.legal_ground == "protect_life"


@SQLITE
@pytest.mark.parametrize("requester", ["survivor", "guardian"])
def test_a_request_gives_its_reason_and_goes_to_a_court_that_has_a_name(table: Table, requester: str) -> None:
    assert refused(asked, table, requester=requester, why=" \n") == "why"
    assert refused(asked, table, requester=requester, kind="court", court=" ") == "court"
    asked(table, requester=requester, kind="court", court="Tòa án nhân dân khu vực 1")


@SQLITE
def test_a_chair_who_acts_alone_was_asked_by_nobody(table: Table) -> None:
    danger = {"basis": "danger", "legal_ground": "protect_life"}
    assert asked(table, requester="chair_alone", why="", **danger).why == ""


@SQLITE
def test_what_cannot_be_asked_for(table: Table) -> None:
    other = make_accused(table.session, table.worker, table.case, table.now, full_name="Vũ Văn Tám")
    assert refused(asked, table, commune_code="99999") == "commune_code"
    assert refused(asked, table, person_id=table.case.survivor_id) == "person"
    assert refused(asked, table, requested_at=table.now + HOUR) == "requested_at"
    order = asked(table)
    assert refused(asked, table) is None  # one waits already
    asked(table, person_id=other.id)
    grant(table.session, table.worker, order, table.now - HOUR)
    assert (
        refused(asked, table, person_id=other.id, renews_id=order.id, kind="court", court="Tòa án")
        == "person"
    )
