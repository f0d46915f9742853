"""Tables on pages, read back from their words to codes and numbers."""

import re
from collections.abc import Collection, Mapping, Sequence
from html import unescape
from typing import NamedTuple

from casework.indicators.policies import SitePolicies
from casework.releases.presenters import area_name, code_name
from casework.releases.tables import TOTAL, Codes, ReleasedTable
from casework.ui.language import speaking
from casework.vocabulary.units import COUNTRY

HIDDEN = {"không công bố", "withheld"}
ALL, PEOPLE = "Tất cả", "Số lượng"
ABOUT = "≈ "


class Grid(NamedTuple):
    """A table on a page, in words."""

    heads: list[str]
    rows: list[tuple[str, list[int | None]]]


def areas_of(table: ReleasedTable, area: str, grid: Grid, policies: SitePolicies) -> dict[Codes, int | None]:
    """Areas down, all other codes across: those of the country, or those of a province."""
    below = [code for code in table.codes("area") if code == area or _below(code, area, policies)]
    with speaking("vi"):
        rows = {area_name(code, policies): (code,) for code in below}
    assert len(grid.rows) == len(rows) == len(below)
    return _named_cells(grid, rows, _labels(table.dimensions[1:], {one[1:] for one in table.cells}, policies))


def own_cells(table: ReleasedTable, area: str, grid: Grid, policies: SitePolicies) -> dict[Codes, int | None]:
    """One area: the first dimension down, all others across."""
    first, *rest = table.dimensions[1:]
    rows = _labels([first], {one[1:2] for one in table.cells}, policies)
    cells = _named_cells(grid, rows, _labels(rest, {one[2:] for one in table.cells}, policies))
    return {(area, *codes): value for codes, value in cells.items()}


def _labels(names: Sequence[str], codes: Collection[Codes], policies: SitePolicies) -> Mapping[str, Codes]:
    """What pages call these codes; those of everybody have two names."""
    found = {_label(names, one, policies): one for one in codes}
    assert len(found) == len(codes), "Two columns have one name."
    return found | {PEOPLE: found[ALL]}


def _label(names: Sequence[str], codes: Sequence[str], policies: SitePolicies) -> str:
    """What pages call these codes."""
    with speaking("vi"):
        told = [
            code_name(name, code, policies) for name, code in zip(names, codes, strict=True) if code != TOTAL
        ]
    return ", ".join(told) or ALL


def _below(code: str, area: str, policies: SitePolicies) -> bool:
    """Whether one stands below the other on a page: provinces below the country, communes below a province."""
    if area == COUNTRY:
        return code in policies.units.provinces
    return code in policies.units.communes and policies.units.communes[code].province_code == area


def tables_of(page: str) -> list[Grid]:
    """Every table of a page: its headings, then each row's name and numbers."""
    found = []
    for table in re.findall(r"<table.*?</table>", page, re.DOTALL):
        head, body = table.split("<tbody", 1)
        rows = [
            (_words(_cells(row, "th")[0]), [number(_words(cell)) for cell in _cells(row, "td")])
            for row in re.findall(r"<tr.*?</tr>", body, re.DOTALL)
        ]
        found.append(Grid([_words(cell) for cell in _cells(head, "th")], rows))
    return found


def _named_cells(
    grid: Grid, rows: Mapping[str, Codes], columns: Mapping[str, Codes]
) -> dict[Codes, int | None]:
    return {
        (*rows[name], *columns[head]): value
        for name, values in grid.rows
        for head, value in zip(grid.heads[1:], values, strict=True)
    }


def _cells(row: str, kind: str) -> list[str]:
    return re.findall(rf"<{kind}[ >].*?</{kind}>", row, re.DOTALL)


def _words(cell: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", cell)).strip()


def digits(text: str) -> Sequence[str]:
    return (text,) if re.fullmatch(r"[0-9]{1,3}(\.?[0-9]{3})*", text) else ()


def number(cell: object) -> int | None:
    """A number as it is written, None for the word of what is withheld; anything else is an error."""
    if isinstance(cell, str):
        told = cell.removeprefix(ABOUT)
        assert told in HIDDEN or digits(told), told
        return None if told in HIDDEN else int(told.replace(".", ""))
    assert isinstance(cell, int)
    return cell
