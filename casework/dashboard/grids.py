"""One table of a release as a page shows it: the cells of one area, and all areas below each other."""

from dataclasses import dataclass
from itertools import product

from casework.indicators.policies import SitePolicies
from casework.releases.presenters import area_name, code_name
from casework.releases.tables import TOTAL, Codes, ReleasedTable
from casework.vocabulary.units import COUNTRY

BARS = 24


@dataclass(frozen=True)
class Bar:
    """A cell with its codes in words; ``value`` None is withheld."""

    label: str
    value: int | None


@dataclass(frozen=True)
class AreaGrid:
    """Rows of numbers with a name each; None is withheld."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int | None, ...]], ...]


def area_grid(table: ReleasedTable, area: str, policies: SitePolicies) -> AreaGrid:
    """The cells of an area: the first dimension down, all others across."""
    if len(table.dimensions) == 1:
        return AreaGrid(("",), ((code_name("", TOTAL, policies), (table.cells[area,],)),))
    first, *rest = table.dimensions[1:]
    columns = list(product(*(table.codes(name) for name in rest)))
    heads = tuple(_named(tuple(rest), codes, policies) for codes in columns)
    rows = tuple(
        (code_name(first, code, policies), tuple(table.cells[area, code, *codes] for codes in columns))
        for code in table.codes(first)
    )
    return AreaGrid(heads, rows)


def bars(table: ReleasedTable, area: str, policies: SitePolicies) -> list[Bar]:
    """The finest cells of an area, all of them in the table's order; none where they are too many to look at."""
    names = table.dimensions[1:]
    finest = [codes for codes, _value in table.of_area(area) if TOTAL not in codes]
    if len(finest) > BARS:
        return []
    cells = dict(table.of_area(area))
    return [Bar(_named(names, codes, policies), cells[codes]) for codes in finest]


def areas_of(table: ReleasedTable, area: str, policies: SitePolicies) -> list[str]:
    """The areas that stand below each other: the country with its provinces, or a province with its communes."""
    provinces = policies.units.provinces
    listed = table.codes(table.dimensions[0])
    if area == COUNTRY:
        return [code for code in listed if code == COUNTRY or code in provinces]
    communes = {one.code for one in policies.units.communes_of(area)}
    return [code for code in listed if code == area or code in communes]


def areas_grid(table: ReleasedTable, areas: list[str], policies: SitePolicies) -> AreaGrid:
    """Areas below each other, all codes across; the order is that of the codes, never that of the counts."""
    columns = list(dict.fromkeys(codes[1:] for codes in table.cells))
    heads = tuple(_named(table.dimensions[1:], codes, policies) for codes in columns)
    rows = tuple(
        (area_name(area, policies), tuple(table.cells[area, *codes] for codes in columns)) for area in areas
    )
    return AreaGrid(heads, rows)


def _named(names: Codes, codes: Codes, policies: SitePolicies) -> str:
    """Codes in words, those of everybody left out; nothing when that is all of them."""
    told = [code_name(name, code, policies) for name, code in zip(names, codes, strict=True) if code != TOTAL]
    return ", ".join(told)
