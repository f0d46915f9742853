"""How far an organisation serves, and which kinds of organisation there are for what. Pure."""

from typing import Final, Protocol

COMMUNE: Final = "commune"
PROVINCE: Final = "province"
COUNTRY: Final = "country"
REACHES = (COMMUNE, PROVINCE, COUNTRY)

ASSISTANCE: Final = "co_so_tgxh"
# Those that take people in; the others refer them or give one service.
FACILITY_KINDS = frozenset({ASSISTANCE, "dia_chi_tin_cay"})


class Placed(Protocol):
    """Something that sits in a commune and serves up to some distance."""

    reach: str
    commune_code: str
    province_code: str


def serves(placed: Placed, commune_code: str, province_code: str) -> bool:
    """Whether it serves a commune; without commune code the whole province, without either the country."""
    if placed.reach == COUNTRY:
        return True
    if not province_code or placed.province_code != province_code:
        return False
    return placed.reach == PROVINCE or (placed.commune_code == commune_code and commune_code != "")
