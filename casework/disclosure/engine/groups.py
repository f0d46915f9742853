"""Can anybody prove that all of a group are in one category (G3)? Only where they are; else the truth says no."""

import numpy as np

from casework.disclosure.engine.equations import Ints, Table
from casework.disclosure.engine.known import Known
from casework.disclosure.engine.lattice import Lattice
from casework.disclosure.engine.parts import Part, Search, parts
from casework.disclosure.engine.release import Diff
from casework.disclosure.engine.system import narrowed, system_of


def apart(lattice: Lattice, known: Known, truth: Table, groups: Ints) -> list[Diff]:
    """For each (whole, part) the possible table with the most people of the whole outside the part."""
    if not len(groups):
        return []
    system = system_of(lattice)
    told = narrowed(system, known)
    found = list(parts(system, told))
    owner = np.full(lattice.size, -1)
    for number, one in enumerate(found):
        owner[one.cells] = number
    searches: dict[int, Search] = {}
    result = []
    for whole, part in groups.tolist():
        moved = []
        for number in {int(owner[whole]), int(owner[part])} - {-1}:
            search = searches.setdefault(number, Search(found[number]))
            moved.append(_widest(search, found[number], whole, part, truth))
        if moved:
            cells, values = (np.concatenate(one) for one in zip(*moved, strict=True))
            result.append(Diff(cells, values))
    return result


def _widest(search: Search, part: Part, whole: int, inner: int, truth: Table) -> tuple[Ints, Ints]:
    """The whole as large and the inner category as small as they can be together in this part."""
    here = [cell for cell in (whole, inner) if np.any(part.cells == cell)]
    places = np.array([np.flatnonzero(part.cells == cell)[0] for cell in here])
    costs = np.array([-1.0 if cell == whole else 1.0 for cell in here])
    change = search.least(places, costs) - truth[part.cells]
    return part.cells[change != 0], change[change != 0]
