"""The files of ``policies/units``."""

import re
from collections.abc import Mapping
from pathlib import Path

from casework.vocabulary.policyfiles import fault, rows
from casework.vocabulary.units import Commune, LegacyCommune, Province, Units

_COMMUNE_CODE = re.compile("[0-9]{5}")
_KINDS = {"Xã": "xa", "Phường": "phuong", "Đặc khu": "dac_khu"}


def load_units(policies: Path) -> Units:
    """Read the units of a policy directory; a code that leads nowhere raises PolicyError."""
    folder = policies / "units"
    provinces = {
        code: Province(code, name) for code, name in _named(folder / "provinces.csv", ("code", "name"))
    }
    communes: dict[str, Commune] = {}
    by_province: dict[str, list[Commune]] = {code: [] for code in provinces}
    path = folder / "communes.csv"
    for number, (code, name, province) in rows(path, ("code", "name", "province")):
        kind = next((kind for word, kind in _KINDS.items() if name.startswith(f"{word} ")), None)
        if kind is None or not _COMMUNE_CODE.fullmatch(code):
            raise fault(
                path, f"line {number}", "must be a code of five digits and a name that begins with its type."
            )
        if code in communes or province not in provinces:
            raise fault(path, f"line {number}", "names a code twice or a province that does not exist.")
        communes[code] = Commune(code, name, kind, province)
        by_province[province].append(communes[code])
    legacy = _legacy(folder, communes)
    return Units(provinces, communes, legacy, {code: tuple(units) for code, units in by_province.items()})


def _legacy(folder: Path, communes: Mapping[str, Commune]) -> dict[str, LegacyCommune]:
    path = folder / "legacy-districts.csv"
    districts = {code: (name, place) for code, name, place in _named(path, ("code", "name", "province"))}
    legacy: dict[str, LegacyCommune] = {}
    path = folder / "legacy-communes.csv"
    for number, (code, name, district, into) in rows(path, ("code", "name", "district", "successors")):
        successors = tuple(into.split())
        if (
            code in legacy
            or district not in districts
            or not successors
            or not communes.keys() >= set(successors)
        ):
            raise fault(
                path, f"line {number}", "names a code twice, an unknown district or an unknown successor."
            )
        legacy[code] = LegacyCommune(code, name, *districts[district], successors)
    return legacy


def _named(path: Path, columns: tuple[str, ...]) -> list[tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for number, cells in rows(path, columns):
        if cells[0] in found:
            raise fault(path, f"line {number}", "names a code twice.")
        found[cells[0]] = cells
    return list(found.values())
