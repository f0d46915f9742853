from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from casework.audit.models import Entry
from casework.providers.models import Provider
from casework.ui.guard import signed_in
from tests.ui.conftest import token


@pytest.fixture(params=["sqlite", "postgresql"])
def engine_kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def providers(session: Any) -> int:
    return int(session.scalar(select(func.count()).select_from(Provider)))


@pytest.mark.parametrize(
    ("status", "rows"), [(200, 1), (303, 1), (400, 0), (404, 0), (409, 0), (500, 0), (503, 0)]
)
def test_only_a_success_or_redirect_is_kept(
    staff: FlaskClient, app: Flask, session: Any, status: int, rows: int
) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    assert staff.get(f"/kitchen/write/{status}").status_code == status
    assert providers(session) == rows


def test_a_refusal_is_audited_and_looks_like_what_is_missing(staff: FlaskClient, session: Any) -> None:
    refused = staff.get("/kitchen/write/404")
    missing = staff.get("/no-such-page")
    forbidden = staff.get("/kitchen/write/403")
    assert [page.status_code for page in (refused, missing, forbidden)] == [404, 404, 404]

    def main(page: Any) -> str:
        return str(page.text).partition("<main")[2].partition("</main>")[0]

    assert main(refused) == main(missing) == main(forbidden)
    entries = session.scalars(select(Entry)).all()
    assert [(entry.event, entry.facts) for entry in entries] == [
        ("access.refused", '{"permission":"case:read"}')
    ]


def test_a_role_without_the_permission_gets_the_same_404(app: Flask, session: Any) -> None:
    client = app.test_client()
    assert client.get("/kitchen/cases", headers={"X-Role": "facility_worker"}).status_code == 200
    assert client.get("/kitchen/cases", headers={"X-Role": "administrator"}).status_code == 404
    assert session.scalars(select(Entry.facts)).all() == ['{"permission":"case:list"}']


def test_a_nobody_is_sent_to_sign_in(client: FlaskClient) -> None:
    response = client.get("/kitchen/cases")
    assert response.status_code == 303
    assert response.location == "/sign-in?next=/kitchen/cases"


def test_a_refused_operation_leaves_nothing_and_says_why_at_the_field(
    staff: FlaskClient, session: Any
) -> None:
    data = {"name": "Lan", "csrf_token": token(staff)}
    page = staff.post("/kitchen/try/refused", data=data)
    assert page.status_code == 200
    assert page.text.count("The name x is taken") == 2  # summary and field
    assert 'href="#name"' in page.text
    assert 'value="Lan"' in page.text
    assert providers(session) == 0


def test_a_refusal_of_no_field_stands_in_the_summary(staff: FlaskClient) -> None:
    page = staff.post("/kitchen/try/refused-whole", data={"name": "Lan", "csrf_token": token(staff)})
    assert page.text.count("Closed") == 1


@pytest.mark.parametrize("outcome", ["refused", "stale"])
def test_what_was_opened_before_a_refusal_is_still_told(
    staff: FlaskClient, session: Any, outcome: str
) -> None:
    staff.post(f"/kitchen/try/{outcome}", data={"name": "Lan", "csrf_token": token(staff)})
    entries = session.scalars(select(Entry)).all()
    assert [(entry.event, entry.subject_id) for entry in entries] == [("sealed.opened", UUID(int=9))]


def test_what_went_well_is_kept(staff: FlaskClient, session: Any) -> None:
    page = staff.post("/kitchen/try/fine", data={"name": "Lan", "csrf_token": token(staff)})
    assert page.text == "saved Lan at None"
    assert providers(session) == 1


def test_the_second_person_sees_what_changed_and_loses_nothing(staff: FlaskClient, session: Any) -> None:
    data = {"name": "mine", "version": "6", "csrf_token": token(staff)}
    page = staff.post("/kitchen/try/stale", data=data).text
    assert "saved by the other" in page
    assert 'value="mine"' in page
    assert 'name="version" type="hidden" value="7"' in page
    assert providers(session) == 0
    again = staff.post("/kitchen/try/stale", data=data | {"version": "7"})
    assert again.text == "saved mine at 7"


def test_exceptions_are_logged_without_what_was_typed(
    staff: FlaskClient, app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    caplog.set_level("DEBUG")
    staff.get("/kitchen/write/500?name=Lan")
    staff.get("/kitchen/write/503")
    assert "ValueError at kitchen.py" in caplog.text
    assert "OperationalError at kitchen.py" in caplog.text
    assert "Bí Mật" not in caplog.text
    assert "name=Lan" not in caplog.text
    assert "GET kitchen.write 500" in caplog.text


@pytest.mark.parametrize("address", ["/kitchen/cases?kind=%00", "/kitchen/cases?%00=", "/kitchen/%00"])
def test_an_address_that_no_database_can_hold_is_no_fault_of_ours(staff: FlaskClient, address: str) -> None:
    assert staff.get(address).status_code in (400, 404)


def test_a_form_that_no_database_can_hold_is_refused_in_words(staff: FlaskClient) -> None:
    sent = staff.post("/kitchen/form", data={"csrf_token": token(staff), "name": "Hòa\0"})
    assert sent.status_code == 400
    assert "error-summary" not in sent.text


def test_what_another_made_at_the_same_time_is_told_as_a_change(
    app: Flask, staff: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = False

    def overtaken() -> None:
        raise IntegrityError("INSERT", {}, Exception("Đào Thị Hòa"))

    monkeypatch.setitem(app.view_functions, "ui.home", signed_in(overtaken))
    answer = staff.get("/")
    assert answer.status_code == 409
    assert "Hòa" not in answer.text
