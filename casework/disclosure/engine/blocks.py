"""A lattice taken apart: the top rows of its widest tree, and below each of them a block that meets it only there.

A change in a block that leaves its margin (the top row it hangs on) as it is changes nothing elsewhere. So blocks can
be protected one by one, and a change at the top needs a change with the same margin in each block it touches.
"""

from dataclasses import dataclass

import numpy as np

from casework.disclosure.engine.axes import HIDDEN, Dimension
from casework.disclosure.engine.equations import Equations, Ints
from casework.disclosure.engine.lattice import Lattice
from casework.disclosure.engine.system import System, system_of

WHOLE = 2_000  # up to here one model is quick enough


@dataclass(frozen=True)
class Block:
    """Some cells of a lattice (sorted) and the rows between them, in the cells' own numbers.

    ``margin``: own numbers of the cells that belong to the block above; ``over``: for each cell the lattice's number of
    the margin cell that it is a part of, −1 in the top block. ``lines``: cells with the same number share their code of
    the widest axis.
    """

    cells: Ints
    rows: Equations
    low: Ints
    high: Ints
    margin: Ints
    over: Ints
    lines: Ints


def blocks_of(lattice: Lattice, most: int = WHOLE) -> tuple[Block, ...]:
    """The top first; one block for a small lattice or one that can't be taken apart."""
    system = system_of(lattice)
    found = _cut(lattice) if lattice.size > most else None
    owner = np.zeros(lattice.size, dtype=np.int64)
    over = np.full(lattice.size, -1, dtype=np.int64)
    margins = [owner[:0]]
    if found is not None:
        at, below = found
        codes = {code: number for number, code in enumerate(lattice.axes[at].codes)}
        crossed = np.moveaxis(lattice.numbers, at, 0)
        for number, (margin, parts) in enumerate(below.items(), start=1):
            inner = crossed[[codes[code] for code in parts]]
            owner[inner] = number
            over[inner] = crossed[codes[margin]]
            margins.append(np.sort(crossed[codes[margin]].ravel()))
    owners = np.maximum.reduceat(owner[system.rows.columns], system.rows.starts[:-1])
    return tuple(
        _block(
            lattice, system, np.flatnonzero(owner == number), margin, over, np.flatnonzero(owners == number)
        )
        for number, margin in enumerate(margins)
    )


def _cut(lattice: Lattice) -> tuple[int, dict[str, list[str]]] | None:
    """The axis, and what is below each of its deepest top codes; the evenest cut wins."""
    best = None
    for at, axis in enumerate(lattice.axes):
        if len(axis.versions) > 1 or axis.versions[0].sensitive:
            continue
        for depth in range(1, max(axis.versions[0].depths.values())):
            blocks = _below(axis.versions[0], depth)
            sizes = [len(block) for block in blocks.values()]
            share = max(len(axis.codes) - sum(sizes), *sizes) / len(axis.codes)
            if best is None or share < best[0]:
                best = (share, (at, blocks))
    return best[1] if best and best[0] < 0.5 else None


def _below(tree: Dimension, depth: int) -> dict[str, list[str]]:
    """For each code of this depth that has any: all codes below it, hidden ones too."""
    blocks: dict[str, list[str]] = {}
    over: dict[str, str] = {}  # what each deeper code hangs on
    for code, its in tree.depths.items():
        if its < depth:
            continue
        over[code] = over[tree.parents[code]] if its > depth else code
        if its > depth:
            blocks.setdefault(over[code], []).append(code)
        if code in tree.overlapping:
            blocks.setdefault(over[code], []).append(code + HIDDEN)
    return blocks


def _block(lattice: Lattice, system: System, inner: Ints, margin: Ints, over: Ints, rows: Ints) -> Block:
    cells = np.sort(np.concatenate([inner, margin]))
    own = np.full(lattice.size, -1, dtype=np.int64)
    own[cells] = np.arange(len(cells))
    chosen = system.rows.chosen(rows)
    numbered = Equations(chosen.starts, own[chosen.columns], chosen.weights, chosen.independent)
    widest = int(np.argmax(lattice.shape))
    lines = np.unravel_index(cells, lattice.shape)[widest]
    return Block(cells, numbered, system.low[rows], system.high[rows], own[margin], over[cells], lines)
