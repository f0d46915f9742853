"""A coordinator of a province with facilities near and far."""

from dataclasses import dataclass

import pytest
from sqlalchemy.orm import Session

from casework.access import Actor
from casework.indicators.policies import SitePolicies
from casework.providers.models import Provider
from casework.providers.rules import COMMUNE, COUNTRY
from casework.vocabulary.units import Units
from tests.factories.partners import make_agency, make_officer
from tests.factories.people import make_staff

BA_DINH, NGOC_HA, HA_NOI = "00004", "00008", "01"
TRAN_LIEU, HAI_PHONG = "10675", "31"


@dataclass(frozen=True)
class Country:
    """Facilities: two of Ha Noi (one of Ba Dinh's alone), one of Hai Phong, one for everybody; who keeps the table."""

    near: Provider
    house: Provider
    far: Provider
    everywhere: Provider
    coordinator: Actor
    administrator: Actor


@pytest.fixture
def units(policies: SitePolicies) -> Units:
    return policies.units


@pytest.fixture
def country(session: Session, units: Units) -> Country:
    assert units.communes[BA_DINH].province_code == units.communes[NGOC_HA].province_code == HA_NOI
    far = units.communes_of(HAI_PHONG)[0].code
    return Country(
        near=make_agency(session, "dia_chi_tin_cay", public=False, reach=COMMUNE),
        house=make_agency(session, "co_so_tgxh", "Trung tâm Hà Nội", commune_code=NGOC_HA),
        far=make_agency(
            session, "co_so_tgxh", "Trung tâm Hải Phòng", commune_code=far, province_code=HAI_PHONG
        ),
        everywhere=make_agency(session, "tt_tgpl", commune_code=far, province_code=HAI_PHONG, reach=COUNTRY),
        administrator=make_staff(session, None, "administrator"),
        coordinator=make_officer(session, None, "coordinator"),
    )
