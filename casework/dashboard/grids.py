"""One table of a release as a page shows it: the cells of one area, and all areas below each other."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from casework.indicators.catalogue import LISTS
from casework.indicators.definitions import STREAM
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


def codes_of(table: ReleasedTable, dimension: str, policies: SitePolicies) -> list[str]:
    """The codes of a dimension: all of them first, then in the order of the policies, then what those don't know."""
    if dimension == STREAM:
        known: Sequence[str] = tuple(policies.indicators.stream_names)
    elif dimension in LISTS:
        known = policies.vocabulary[LISTS[dimension]].codes
    else:
        known = ("yes", "no")
    order = {code: at for at, code in enumerate((TOTAL, *known))}
    return sorted(table.codes(dimension), key=lambda code: order.get(code, len(order)))


def area_grid(table: ReleasedTable, area: str, policies: SitePolicies) -> AreaGrid:
    """The cells of an area: the first dimension down, all others across."""
    if len(table.dimensions) == 1:
        return AreaGrid(("",), ((code_name("", TOTAL, policies), (table.cells[area,],)),))
    first, *rest = table.dimensions[1:]
    columns = list(product(*(codes_of(table, name, policies) for name in rest)))
    heads = tuple(_named(tuple(rest), codes, policies) for codes in columns)
    rows = tuple(
        (code_name(first, code, policies), tuple(table.cells[area, code, *codes] for codes in columns))
        for code in codes_of(table, first, policies)
    )
    return AreaGrid(heads, rows)


def bars(table: ReleasedTable, area: str, policies: SitePolicies) -> list[Bar]:
    """The finest cells of an area, all of them in the policies' order; none where they are too many to look at."""
    names = table.dimensions[1:]
    finest = [codes for codes in across(table, policies) if TOTAL not in codes]
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
    columns = across(table, policies)
    heads = tuple(_named(table.dimensions[1:], codes, policies) for codes in columns)
    rows = tuple(
        (area_name(area, policies), tuple(table.cells[area, *codes] for codes in columns)) for area in areas
    )
    return AreaGrid(heads, rows)


def across(table: ReleasedTable, policies: SitePolicies) -> list[Codes]:
    """The codes of every cell of an area, in the policies' order."""
    return list(product(*(codes_of(table, name, policies) for name in table.dimensions[1:])))


def _named(names: Codes, codes: Codes, policies: SitePolicies) -> str:
    """Codes in words, those of everybody left out; nothing when that is all of them."""
    told = [code_name(name, code, policies) for name, code in zip(names, codes, strict=True) if code != TOTAL]
    return ", ".join(told)
