"""Who changes which organisations: those of the own province, and administrators all."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import clock
from casework.access import Actor, NotFound, allowed
from casework.providers import operations, queries
from casework.providers.models import Provider
from casework.providers.operations import ProviderRequest
from casework.providers.queries import ProviderFilter, keeps
from casework.providers.rules import COUNTRY, PROVINCE
from casework.refusal import Refusal
from tests.factories.browser import Browser, signed_in
from tests.factories.partners import make_agency
from tests.factories.people import access_policy, make_house, make_staff
from tests.factories.world import ROLES

ONE_ENGINE = pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
BA_DINH, HA_NOI = "00004", "01"
TRAN_LIEU, HAI_PHONG = "10675", "31"
PLACES = {HA_NOI: BA_DINH, HAI_PHONG: TRAN_LIEU}
READERS = {*ROLES[:3], "coordinator", "administrator"}
OWN_ALONE = {"facility_supervisor", "coordinator"}


@pytest.fixture
def house(session: Session) -> Provider:
    return make_house(session)


@pytest.fixture
def near(session: Session) -> Provider:
    """In the same province, and serving the whole country."""
    return make_agency(session, "tt_tgpl", reach=COUNTRY)


@pytest.fixture
def far(session: Session) -> Provider:
    """In another province, and serving the whole country."""
    return make_agency(
        session, "tt_tgpl", "Trung tâm xa", reach=COUNTRY, commune_code=TRAN_LIEU, province_code=HAI_PHONG
    )


@pytest.fixture
def at(app: Flask, session: Session, house: Provider) -> Callable[[str], Browser]:
    return lambda role: signed_in(app, session, make_staff(session, house, role))


def told(one: Provider, **more: object) -> ProviderRequest:
    names = ("name", "kind", "public", "commune_code", "province_code", "active", "reach")
    return replace(ProviderRequest(**{name: getattr(one, name) for name in names}), **more)  # type: ignore[arg-type]  # the names of its fields


def kept(role: str, province: str) -> bool:
    """What the words of the policy say, worked out without any SQL: everybody here sits in Ha Noi."""
    return role == "administrator" or (role in OWN_ALONE and province == HA_NOI)


def saved(session: Session, actor: Actor, one: Provider | None, request: ProviderRequest) -> bool:
    try:
        if one is None:
            operations.record_provider(session, actor, request, clock.now())
        else:
            operations.edit_provider(session, actor, one, request, one.version, access_policy(), clock.now())
    except (NotFound, Refusal):
        return False
    session.flush()
    return True


@pytest.mark.parametrize("role", ROLES)
def test_each_role_changes_its_own_provinces_organisations_and_reads_all(
    session: Session, house: Provider, near: Provider, far: Provider, role: str
) -> None:
    actor = make_staff(session, house, role)
    listed, total = queries.listing(session, actor, ProviderFilter(), 0, 50)
    assert set(listed) == ({house, near, far} if role in READERS else set())
    assert total == len(listed)
    for one in (house, near, far):
        expected = kept(role, one.province_code)
        assert allowed(session, actor, "provider:edit", one) is expected
        assert keeps(session, actor, "provider:edit", one.province_code) is expected
        assert saved(session, actor, one, told(one, active=False)) is expected
        assert one.active is not expected
    for province, commune in PLACES.items():
        made = ProviderRequest("Nhà mới", "dia_chi_tin_cay", False, commune, province)
        assert saved(session, actor, None, made) is kept(role, province)
    names = session.scalars(select(Provider.province_code).where(Provider.name == "Nhà mới")).all()
    assert set(names) == {province for province in PLACES if kept(role, province)}


@ONE_ENGINE
@pytest.mark.parametrize("role", sorted(OWN_ALONE))
def test_none_is_moved_into_another_province_or_none(
    session: Session, house: Provider, near: Provider, role: str
) -> None:
    actor = make_staff(session, house, role)
    for moved in (told(near, commune_code=TRAN_LIEU, province_code=HAI_PHONG), told(near, province_code="")):
        with pytest.raises(Refusal, match="own province") as refused:
            operations.edit_provider(session, actor, near, moved, near.version, access_policy(), clock.now())
        assert refused.value.field == "commune_code"
    session.flush()
    assert (near.commune_code, near.province_code, near.version) == (BA_DINH, HA_NOI, 1)


@ONE_ENGINE
@pytest.mark.parametrize("role", ["facility_worker", *sorted(OWN_ALONE), "administrator"])
def test_the_page_of_an_organisation_leads_on_to_changing_it_only_where_one_may(
    at: Callable[[str], Browser], near: Provider, far: Provider, role: str
) -> None:
    browser = at(role)
    for one in (near, far):
        path, expected = f"/facilities/{one.id}", kept(role, one.province_code)
        page = browser.get(path)
        assert page.status_code == 200
        assert (f"{path}/edit" in page.text) is expected
        assert browser.get(f"{path}/edit").status_code == (200 if expected else 404)
        if not expected:
            assert browser.post(f"{path}/edit", {}, opened=page.text).status_code == 404


@ONE_ENGINE
@pytest.mark.parametrize("role", sorted(OWN_ALONE))
def test_a_commune_elsewhere_is_refused_at_its_field_and_stays_as_typed(
    at: Callable[[str], Browser], session: Session, near: Provider, role: str
) -> None:
    typed = {
        "name": "Nhà tạm lánh Ánh Dương",
        "kind": "dia_chi_tin_cay",
        "public": "khong",
        "commune_code": TRAN_LIEU,
        "reach": PROVINCE,
        "active": "y",
    }
    before = len(session.scalars(select(Provider)).all())
    for path in ("/facilities/new", f"/facilities/{near.id}/edit"):
        answer = at(role).post(path, typed)
        assert answer.status_code == 200
        assert 'id="commune_code-error"' in answer.text
        assert answer.text.count("trong tỉnh, thành phố của mình") == 2
        assert 'value="Nhà tạm lánh Ánh Dương"' in answer.text
    session.rollback()
    assert len(session.scalars(select(Provider)).all()) == before
    assert session.get_one(Provider, near.id, populate_existing=True).commune_code == BA_DINH


@ONE_ENGINE
def test_whoever_belongs_to_nothing_keeps_nothing(session: Session, house: Provider) -> None:
    coordinator = make_staff(session, None, "coordinator")
    house.province_code = ""
    session.flush()
    assert not keeps(session, coordinator, "provider:edit", "")
    assert not allowed(session, coordinator, "provider:edit", house)
    nowhere = make_staff(session, house, "coordinator")
    assert not keeps(session, nowhere, "provider:edit", "")
    assert not allowed(session, nowhere, "provider:edit", house)
