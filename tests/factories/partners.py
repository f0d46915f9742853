"""Partner agencies and their officers: police, justice, health and the others that refer people."""

from functools import cache
from typing import Any

from sqlalchemy.orm import Session

from casework import clock
from casework.access import Actor
from casework.db import uuid7
from casework.paths import ROOT_POLICIES
from casework.providers.models import Provider
from casework.providers.rules import COMMUNE, PROVINCE
from casework.routing.models import Duty
from casework.vocabulary import Units, load_units
from tests.factories.people import make_staff

NAMES = {
    "cong_an": "Công an phường Thử",
    "co_quan_tu_phap": "Phòng Tư pháp Thử",
    "tt_tgpl": "Trung tâm Trợ giúp pháp lý Thử",
    "toa_an": "Tòa án Thử",
    "tram_y_te": "Trạm Y tế Thử",
    "truong_hoc": "Trường Thử",
    "hoi_phu_nu": "Hội Phụ nữ Thử",
    "bien_phong": "Đồn Biên phòng Thử",
    "ubnd_xa": "Ủy ban nhân dân phường Thử",
    "co_so_tgxh": "Trung tâm Công tác xã hội Thử",
    "dia_chi_tin_cay": "Địa chỉ tin cậy Thử",
}
# The kind of organisation to which an officer of a role belongs, where the test doesn't care which.
KIND_OF_ROLE = {
    "police_officer": "cong_an",
    "justice_officer": "tt_tgpl",
    "partner_officer": "tram_y_te",
    "coordinator": "ubnd_xa",
}


def make_agency(
    session: Session,
    kind: str = "cong_an",
    name: str = "",
    *,
    commune_code: str = "00004",
    province_code: str = "01",
    reach: str = "",
    public: bool = True,
    **more: Any,
) -> Provider:
    """An organisation of a kind, in Ba Đình unless told otherwise; police and the like serve their commune."""
    far = PROVINCE if kind in {"co_so_tgxh", "tt_tgpl", "toa_an", "co_quan_tu_phap"} else COMMUNE
    agency = Provider(
        id=uuid7(),
        name=name or NAMES.get(kind, "Cơ quan Thử"),
        kind=kind,
        public=public,
        commune_code=commune_code,
        province_code=province_code,
        reach=reach or far,
        created_at=clock.now(),
        **more,
    )
    session.add(agency)
    session.flush()
    return agency


def make_officer(session: Session, agency: Provider | None = None, role: str = "police_officer") -> Actor:
    """An officer with an account, of an organisation (made if none is given); the session reads in her name."""
    return make_staff(session, agency or make_agency(session, KIND_OF_ROLE[role]), role)


def make_duty(
    session: Session,
    provider: Provider,
    service_kind: str = "tam_lanh",
    area_code: str = "",
    position: int = 1,
    **more: Any,
) -> Duty:
    """A line of the duty table; the whole country unless an area is named."""
    duty = Duty(
        id=uuid7(),
        service_kind=service_kind,
        area_code=area_code,
        province_code=_province_of(area_code),
        position=position,
        provider_id=provider.id,
        created_at=clock.now(),
        **more,
    )
    session.add(duty)
    session.flush()
    return duty


@cache
def _units() -> Units:
    return load_units(ROOT_POLICIES)


def _province_of(area_code: str) -> str:
    commune = _units().commune(area_code)
    return commune.province_code if commune else area_code
