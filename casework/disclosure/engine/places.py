"""Where the cells of a small lattice lie in a larger one that speaks of the same people and more."""

from collections.abc import Mapping
from math import prod

import numpy as np

from casework.disclosure.engine.equations import Ints
from casework.disclosure.engine.lattice import Lattice


def places(inner: Lattice, outer: Lattice, fixed: Mapping[str, str]) -> Ints:
    """For each cell of ``inner`` its number in ``outer``.

    ``fixed`` names the code of each axis that only ``outer`` has: what was released in July is the first half of a
    lattice of the year, or the facts first entered of one that knows of corrections. ValueError, in words, when a
    code or an axis has no place.
    """
    own = {axis.name: axis for axis in inner.axes}
    strays = (own.keys() - {axis.name for axis in outer.axes}) | (fixed.keys() & own.keys())
    if strays:
        raise ValueError(f"These dimensions have no place in the larger tables: {', '.join(sorted(strays))}.")
    found = np.zeros(inner.shape, dtype=np.int64)
    order = list(own)
    for at, axis in enumerate(outer.axes):
        numbers = {code: number for number, code in enumerate(axis.codes)}
        stride = prod(outer.shape[at + 1 :])
        codes = own[axis.name].codes if axis.name in own else (fixed.get(axis.name, ""),)
        missing = sorted(set(codes) - numbers.keys())
        if missing:
            raise ValueError(f"{axis.name} has no place for {', '.join(missing)}.")
        its = np.array([numbers[code] for code in codes], dtype=np.int64) * stride
        if axis.name in own:
            its = its.reshape([-1 if other == axis.name else 1 for other in order])
        found = found + its
    return found.ravel()
