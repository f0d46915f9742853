"""The administrator's pages: accounts, and nothing else."""

import re

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from casework import clock
from casework.access import NotFound
from casework.accounts import operations, session_operations
from casework.accounts.models import User
from casework.accounts.operations import UserRequest
from casework.audit.models import Entry
from casework.config import Settings
from casework.db import uuid7
from casework.providers.models import Provider
from casework.providers.operations import ProviderRequest, edit_provider
from casework.refusal import Refusal
from tests.factories.partners import make_agency, make_officer
from tests.factories.people import access_policy, make_staff
from tests.factories.users import Visitor, actor_of

ONE_TIME = re.compile(r"\b[a-z2-9]{4}(?:-[a-z2-9]{4}){3}\b")
ONE_ENGINE = pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)


@pytest.fixture
def desk(visitor: Visitor, administrator: User) -> Visitor:
    """The administrator's browser."""
    visitor.sign_in(administrator.username)
    return visitor


def new_worker(house: Provider, **other: str) -> dict[str, str]:
    return {
        "username": "Tran.Ha",
        "name": "Trần Thu Hà",
        "role": "facility_worker",
        "facility_id": str(house.id),
    } | other


def test_a_new_account_gets_a_one_time_password_that_is_shown_once(
    desk: Visitor, house: Provider, session: Session
) -> None:
    answer = desk.post("/accounts/new", new_worker(house))
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    (password,) = ONE_TIME.findall(answer.text)
    user = session.scalars(select(User).where(User.username == "tran.ha")).one()
    assert (user.must_change, user.facility_id) == (True, house.id)
    for path in ("/accounts/", f"/accounts/{user.id}"):
        page = desk.get(path).text
        assert "tran.ha" in page
        assert not ONE_TIME.search(page)
    for table in ("user_account", "audit_entry", "user_session"):
        rows = session.execute(text(f"SELECT * FROM {table}")).all()  # noqa: S608 names of ours
        assert password not in repr(rows)
    newcomer = Visitor(desk.client.application)
    assert newcomer.sign_in("tran.ha", password).status_code == 303
    assert newcomer.get("/cases").location == "/account/password"


@ONE_ENGINE
@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"username": "quantri.mot"}, "username"),
        ({"username": "Hà Trần"}, "username"),
        ({"name": ""}, "name"),
        ({"role": "manager"}, "facility_id"),
        ({"facility_id": ""}, "facility_id"),
        ({"role": "operator"}, "role"),
        ({"role": ""}, "role"),
    ],
)
def test_what_is_wrong_with_an_account_is_said_at_its_field(
    desk: Visitor, house: Provider, session: Session, change: dict[str, str], field: str
) -> None:
    answer = desk.post("/accounts/new", new_worker(house, **change))
    assert answer.status_code == 200
    assert f'id="{field}-error"' in answer.text
    assert len(session.scalars(select(User)).all()) == 1


@ONE_ENGINE
def test_an_administrator_makes_an_officers_account(desk: Visitor, house: Provider, session: Session) -> None:
    agency = make_agency(session, "cong_an")
    session.commit()
    page = desk.get("/accounts/new").text
    assert "Công an phường Thử (Công an)" in page
    refused = desk.post("/accounts/new", new_worker(house, role="police_officer"))
    assert 'id="facility_id-error"' in refused.text
    assert "không thuộc loại cơ sở" in refused.text
    assert desk.post("/accounts/new", new_worker(agency, role="police_officer")).status_code == 200
    assert session.scalars(select(User.facility_id).where(User.role == "police_officer")).one() == agency.id


@ONE_ENGINE
def test_the_operation_refuses_what_no_form_would_send(
    administrator: User, house: Provider, session: Session
) -> None:
    actor, policy, now = actor_of(administrator), access_policy(), clock.now()
    for role in ("operator", "nobody", ""):
        with pytest.raises(Refusal, match="role"):
            operations.create_user(session, actor, UserRequest("a.b.c", "Ai", role, house.id), policy, now)
    unknown = UserRequest("a.b.c", "Ai", "facility_worker", administrator.id)
    with pytest.raises(Refusal, match="organisations"):
        operations.create_user(session, actor, unknown, policy, now)


def test_a_reset_gives_a_new_one_time_password_and_ends_sessions(
    desk: Visitor, worker: User, session: Session
) -> None:
    working = Visitor(desk.client.application)
    working.sign_in(worker.username)
    answer = desk.post(f"/accounts/{worker.id}/reset", page=f"/accounts/{worker.id}")
    (password,) = ONE_TIME.findall(answer.text)
    assert working.get("/account").status_code == 303
    assert working.sign_in(worker.username).status_code == 200
    assert working.sign_in(worker.username, password).status_code == 303
    assert working.get("/cases").location == "/account/password"


def test_an_account_is_disabled_and_enabled(desk: Visitor, worker: User, session: Session) -> None:
    page = f"/accounts/{worker.id}"
    assert desk.post(f"{page}/disable", page=page).status_code == 303
    assert "đã khóa" in desk.get(page).text.casefold()
    again = desk.post(f"{page}/disable", page=page)
    assert again.status_code == 303
    assert desk.post(f"{page}/enable", page=page).status_code == 303
    events = session.scalars(select(Entry.event).where(Entry.row_id == worker.id).order_by(Entry.position))
    assert [event for event in events if event.startswith("account.")] == [
        "account.disabled",
        "account.enabled",
    ]


@ONE_ENGINE
def test_nobody_closes_her_own_account(desk: Visitor, administrator: User, session: Session) -> None:
    page = f"/accounts/{administrator.id}"
    assert "/disable" not in desk.get(page).text
    assert desk.post(f"{page}/disable", page=page).status_code == 409
    assert session.get_one(User, administrator.id, populate_existing=True).disabled_at is None


@ONE_ENGINE
def test_an_unknown_account_is_not_found(desk: Visitor, house: Provider) -> None:
    for act in ("", "/reset", "/disable", "/enable"):
        path = f"/accounts/{house.id}{act}"
        answer = desk.post(path, page="/accounts/") if act else desk.get(path)
        assert answer.status_code == 404


@ONE_ENGINE
@pytest.mark.parametrize(
    "role", ["facility_worker", "facility_supervisor", "perpetrator_counsellor", "manager"]
)
def test_only_administrators_touch_accounts(
    session: Session, settings: Settings, worker: User, role: str
) -> None:
    actor = access_policy().actor(worker.id, role, worker.facility_id, worker.name)
    now = clock.now()
    with pytest.raises(NotFound):
        operations.create_user(
            session, actor, UserRequest("a.b.c", "Ai", "manager", None), access_policy(), now
        )
    with pytest.raises(NotFound):
        operations.reset_password(session, actor, worker.id, now)
    with pytest.raises(NotFound):
        operations.set_disabled(session, actor, worker.id, access_policy(), now, disabled=True)


@pytest.mark.parametrize(("role", "kind"), [("police_officer", "cong_an"), ("coordinator", "ubnd_xa")])
@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
def test_an_organisation_keeps_the_kind_that_its_people_have_accounts_for(
    session: Session, role: str, kind: str
) -> None:
    """Otherwise an officer would refer in the name of another kind of organisation, and be told what it is told."""
    # given
    agency = make_agency(session, kind)
    officer = make_officer(session, agency, role)
    administrator = make_staff(session, None, "administrator")
    now = clock.now()

    def becomes(kind: str, *, public: bool) -> None:
        told = ProviderRequest(agency.name, kind, public, agency.commune_code, agency.province_code)
        edit_provider(session, administrator, agency, told, agency.version, access_policy(), now)

    # when
    with pytest.raises(Refusal) as refused:
        becomes("co_so_tgxh", public=False)
    assert refused.value.field == "kind"
    becomes(kind, public=True)
    operations.set_disabled(
        session, administrator, officer.id or uuid7(), access_policy(), now, disabled=True
    )
    becomes("co_so_tgxh", public=False)
    # then
    with pytest.raises(Refusal):
        operations.set_disabled(
            session, administrator, officer.id or uuid7(), access_policy(), now, disabled=False
        )
    becomes(kind, public=True)
    operations.set_disabled(
        session, administrator, officer.id or uuid7(), access_policy(), now, disabled=False
    )


@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
def test_nobody_signs_in_for_an_organisation_that_is_another_kind_by_now(
    session: Session, administrator: User
) -> None:
    """A ledger that is brought in says what kind a facility is, whoever has an account there."""
    # given
    agency, policy, now = make_agency(session), access_policy(), clock.now()
    request = UserRequest("can.bo", "Cán bộ Một", "police_officer", agency.id)
    _user, password = operations.create_user(session, actor_of(administrator), request, policy, now)
    assert session_operations.sign_in(session, policy, "can.bo", password, now) is not None
    # when
    agency.kind = "co_so_tgxh"
    session.flush()
    # then
    assert session_operations.sign_in(session, policy, "can.bo", password, now) is None
    session.commit()
    last = session.scalars(select(Entry.event).order_by(Entry.position.desc())).first()
    assert last == "signin.refused"
