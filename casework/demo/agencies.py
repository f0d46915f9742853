"""Agencies that refer people, beside the facilities of the demonstration's ledger, and who is on duty where."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Actor
from casework.demo.ledger import PROVINCES
from casework.policies import Policies
from casework.providers import operations as providers
from casework.providers.models import Provider
from casework.providers.operations import ProviderRequest
from casework.providers.rules import COMMUNE, PROVINCE
from casework.routing import operations as routing
from casework.routing.operations import DutyRequest
from casework.vocabulary.units import Units

AT_SEA = ("31", "40")
SERVING_THEIR_COMMUNE = frozenset({"tram_y_te", "dia_chi_tin_cay"})
SOCIAL = ("tam_lanh", "nhu_cau_thiet_yeu", "tu_van_tam_ly", "tro_giup_xa_hoi")
LEGAL = ("tro_giup_phap_ly", "ho_tro_phap_luat")


@dataclass(frozen=True)
class Agency:
    """An agency of each province; ``{commune}``, ``{bare}`` and ``{province}`` stand in its name."""

    code: str
    name: str
    kind: str
    reach: str


AGENCIES = (
    Agency("CA", "Công an {commune}", "cong_an", COMMUNE),
    Agency("CT", "Công an {province}", "cong_an", PROVINCE),
    Agency("TP", "Sở Tư pháp {province}", "co_quan_tu_phap", PROVINCE),
    Agency("TA", "Tòa án nhân dân {province}", "toa_an", PROVINCE),
    Agency("PN", "Hội Liên hiệp Phụ nữ {commune}", "hoi_phu_nu", COMMUNE),
    Agency("TH", "Trường Trung học cơ sở {bare}", "truong_hoc", COMMUNE),
    Agency("UB", "Ủy ban nhân dân {commune}", "ubnd_xa", COMMUNE),
    Agency("NV", "Sở Nội vụ {province}", "to_chuc_khac", PROVINCE),
    Agency("BP", "Đồn Biên phòng {bare}", "bien_phong", COMMUNE),
)


def settle(session: Session, keeper: Actor, policies: Policies, now: datetime) -> dict[str, Provider]:
    """Record the agencies and the duty table, once; returns all organisations by their code."""
    units = policies.units
    known = by_code(session)
    if f"CA-{PROVINCES[0]}" in known:
        return known
    for facility in known.values():
        if facility.kind in SERVING_THEIR_COMMUNE:
            _narrow(session, keeper, facility, policies, now)
    for province in PROVINCES:
        for agency in AGENCIES:
            if agency.code != "BP" or province in AT_SEA:
                _record(session, keeper, agency, known[f"CS-{province}-1"], units, now)
    session.flush()
    known = by_code(session)
    for province in PROVINCES:
        for request in _duties(known, province):
            routing.record_duty(session, keeper, request, units, now)
    return known


def by_code(session: Session) -> dict[str, Provider]:
    """The organisations of the demonstration by their code."""
    coded = select(Provider).where(Provider.ledger_code.is_not(None))
    return {one.ledger_code or "": one for one in session.scalars(coded)}


def _narrow(session: Session, keeper: Actor, facility: Provider, policies: Policies, now: datetime) -> None:
    same = ("name", "kind", "public", "commune_code", "province_code", "active")
    request = ProviderRequest(**{name: getattr(facility, name) for name in same}, reach=COMMUNE)
    providers.edit_provider(session, keeper, facility, request, facility.version, policies.access, now)


def _record(
    session: Session, keeper: Actor, agency: Agency, beside: Provider, units: Units, now: datetime
) -> None:
    commune, province = units.communes[beside.commune_code], units.provinces[beside.province_code]
    name = agency.name.format(
        commune=_small(commune.name), bare=commune.name.partition(" ")[2], province=_small(province.name)
    )
    request = ProviderRequest(name, agency.kind, True, commune.code, province.code, reach=agency.reach)
    made = providers.record_provider(session, keeper, request, now)
    made.ledger_code = f"{agency.code}-{province.code}"


def _small(name: str) -> str:
    """The name of a place inside another name: phường Trần Liễu."""
    return name[:1].lower() + name[1:]


def _duties(known: dict[str, Provider], province: str) -> list[DutyRequest]:
    first, second, _, clinic, lawyers, address = (known[f"CS-{province}-{n}"] for n in range(1, 7))
    police, over = known[f"CA-{province}"], known[f"CT-{province}"]
    return [
        *(DutyRequest(kind, province, 1, first.id) for kind in SOCIAL),
        *(DutyRequest(kind, province, 2, second.id) for kind in SOCIAL),
        DutyRequest("tam_lanh", address.commune_code, 1, address.id),
        DutyRequest("y_te", clinic.commune_code, 1, clinic.id),
        *(DutyRequest(kind, province, 1, lawyers.id) for kind in LEGAL),
        DutyRequest("bao_ve_an_toan", police.commune_code, 1, police.id),
        DutyRequest("bao_ve_an_toan", province, 1, over.id),
    ]
