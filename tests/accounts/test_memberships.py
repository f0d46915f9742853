"""Which role belongs to which kind of organisation: every pair, at the operation, the page and the door."""

from itertools import product
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import clock
from casework.accounts import operations, session_operations
from casework.accounts.models import User
from casework.accounts.operations import UserRequest
from casework.indicators.policies import SitePolicies
from casework.providers.operations import ProviderRequest, edit_provider
from casework.refusal import Refusal
from tests.factories.partners import make_agency
from tests.factories.people import access_policy, make_staff
from tests.factories.users import PASSWORD, Visitor, make_user
from tests.factories.world import ROLES

pytestmark = pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
FACILITIES = {"co_so_tgxh", "dia_chi_tin_cay"}
# Written out once more: which kinds can have somebody of a role, and whether only public ones.
FITTING: dict[str, set[str]] = {
    "facility_worker": FACILITIES,
    "facility_supervisor": FACILITIES,
    "perpetrator_counsellor": FACILITIES,
    "police_officer": {"cong_an"},
    "justice_officer": {"co_quan_tu_phap", "tt_tgpl", "toa_an"},
    "partner_officer": {"tram_y_te", "truong_hoc", "hoi_phu_nu", "bien_phong", "ubnd_xa"},
    "coordinator": {"co_so_tgxh", "hoi_phu_nu", "ubnd_xa", "to_chuc_khac"},
}


def fits(role: str, kind: str, *, public: bool) -> bool:
    return kind in FITTING.get(role, set()) and (public or role != "coordinator")


@pytest.mark.parametrize("role", ROLES)
def test_an_account_is_made_only_at_an_organisation_of_a_fitting_kind(
    session: Session, policies: SitePolicies, role: str
) -> None:
    administrator, policy = make_staff(session, None, "administrator"), access_policy()
    kinds = policies.vocabulary["provider_kind"].codes

    def refused(place: UUID | None, number: int) -> Refusal | None:
        request = UserRequest(f"can.bo.{number}", "Cán bộ Thử", role, place)
        try:
            operations.create_user(session, administrator, request, policy, clock.now())
        except Refusal as refusal:
            return refusal
        return None

    for number, (kind, public) in enumerate(product(kinds, (True, False))):
        refusal = refused(make_agency(session, kind, public=public).id, number)
        assert (refusal is None) is fits(role, kind, public=public), (kind, public)
        if refusal is not None:
            assert refusal.field == "facility_id"
            of_another_kind = "does not belong to an organisation of this kind" in refusal.message
            assert of_another_kind is (role in FITTING), (kind, public)
    assert (refused(None, 99) is None) is (role not in FITTING)


@pytest.mark.parametrize("role", ROLES)
def test_the_page_refuses_at_the_field_in_words(visitor: Visitor, session: Session, role: str) -> None:
    administrator = make_user(session, "administrator", username="quantri.mot")
    house, police = make_agency(session, "co_so_tgxh", public=False), make_agency(session)
    session.commit()
    visitor.sign_in(administrator.username)
    for place in (house, police):
        typed = {"username": "can.bo", "name": "Cán bộ", "role": role, "facility_id": str(place.id)}
        if fits(role, place.kind, public=place.public):
            continue
        answer = visitor.post("/accounts/new", typed)
        assert answer.status_code == 200
        assert 'id="facility_id-error"' in answer.text
        words = "không thuộc loại cơ sở" if role in FITTING else "phải thuộc một cơ sở"
        assert words in answer.text
        assert f'value="{place.id}" selected' in answer.text
    assert session.scalars(select(User.username)).all() == ["quantri.mot"]


@pytest.mark.parametrize("role", FITTING)
def test_nobody_comes_in_for_an_organisation_of_another_kind(
    session: Session, policies: SitePolicies, role: str
) -> None:
    """Accounts that were made before, or whose organisation a ledger has made another kind meanwhile."""
    policy, now = access_policy(), clock.now()
    agency = make_agency(session)
    user = make_user(session, role, agency, username="can.bo")
    for kind, public in product(policies.vocabulary["provider_kind"].codes, (True, False)):
        agency.kind, agency.public = kind, public
        session.flush()
        opened = session_operations.sign_in(session, policy, user.username, PASSWORD, now)
        assert (opened is not None) is fits(role, kind, public=public), (kind, public)


@pytest.mark.parametrize("role", FITTING)
def test_an_organisation_stays_what_its_people_need(
    session: Session, policies: SitePolicies, role: str
) -> None:
    administrator, policy = make_staff(session, None, "administrator"), access_policy()
    kind = min(FITTING[role])
    agency = make_agency(session, kind)
    user = make_user(session, role, agency, username="can.bo")
    for other, public in product(policies.vocabulary["provider_kind"].codes, (True, False)):
        told = ProviderRequest(agency.name, other, public, agency.commune_code, agency.province_code)
        edit = (session, administrator, agency, told, agency.version, policy, clock.now())
        if fits(role, other, public=public):
            edit_provider(*edit)
            session.flush()
        else:
            with pytest.raises(Refusal, match="don't fit") as refused:
                edit_provider(*edit)
            assert refused.value.field == "kind"
    operations.set_disabled(session, administrator, user.id, policy, clock.now(), disabled=True)
    agency.kind = "truong_hoc" if role != "partner_officer" else "cong_an"
    session.flush()
    with pytest.raises(Refusal, match="does not belong"):
        operations.set_disabled(session, administrator, user.id, policy, clock.now(), disabled=False)
