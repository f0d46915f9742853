"""What may be asked of a lattice. Whether something may be asked depends on the lattice alone, never on a count."""

from dataclasses import dataclass
from itertools import product

from casework.disclosure.engine.axes import Axis
from casework.disclosure.engine.lattice import Lattice

Codes = tuple[str, ...]


class Unanswerable(ValueError):
    """Nobody may ask this, whatever the counts are."""


@dataclass(frozen=True)
class Count:
    """How many? For each axis a code or several, which are added up."""

    codes: tuple[Codes, ...]

    @classmethod
    def of(cls, *codes: str) -> "Count":
        """A single cell."""
        return cls(tuple((code,) for code in codes))


@dataclass(frozen=True)
class Share:
    """Which share of a cell's people are in a part of it: ``part`` has one code replaced by one below it."""

    whole: Codes
    part: Codes


def cells_of(lattice: Lattice, question: Count) -> tuple[int, ...]:
    """The fewest cells that add up to what is asked; Unanswerable when there are none."""
    if len(question.codes) != len(lattice.axes):
        raise Unanswerable("A question names codes of each dimension.")
    chosen = [_fewest(axis, codes) for axis, codes in zip(lattice.axes, question.codes, strict=True)]
    return tuple(lattice.index(one) for one in product(*chosen))


def others_of(lattice: Lattice, share: Share) -> tuple[str, ...] | None:
    """The codes of the only other part of the whole, None when there are several; Unanswerable when it is no part."""
    cells_of(lattice, Count.of(*share.whole))
    cells_of(lattice, Count.of(*share.part))
    apart = [at for at, (one, other) in enumerate(zip(share.whole, share.part, strict=True)) if one != other]
    if len(apart) != 1:
        raise Unanswerable("A share compares a cell with a part of it along one dimension.")
    at = apart[0]
    axis, whole, part = lattice.axes[at], share.whole[at], share.part[at]
    if not any(whole in _above(axis, version, part) for version in range(len(axis.versions))):
        raise Unanswerable(f"{part} is no part of {whole} in {axis.name}.")
    pairs = [
        [code for code, weight in parts if weight == 1 and code != part]
        for parent, parts in axis.equations
        if parent == whole and (part, 1) in parts and all(weight == 1 for _, weight in parts)
    ]
    single = next((codes[0] for codes in pairs if len(codes) == 1), None)
    return None if single is None else (*share.whole[:at], single, *share.whole[at + 1 :])


def _fewest(axis: Axis, codes: Codes) -> list[str]:
    unknown = sorted({code for code in codes if not _named(axis, code)})
    if unknown or not codes:
        raise Unanswerable(f"{axis.name} has no code {', '.join(unknown)}.")
    if len(codes) == 1:
        return [codes[0]]
    chosen = set(codes)
    version = next((number for number, one in enumerate(axis.versions) if chosen <= one.depths.keys()), None)
    if len(chosen) < len(codes) or version is None:
        raise Unanswerable(f"The codes of {axis.name} must be different and of one version.")
    tree = axis.versions[version]
    lines = {code: _above(axis, version, code) for code in chosen}
    for code, above in lines.items():
        if chosen & set(above):
            raise Unanswerable(f"{code} is counted in another code of {axis.name} already.")
    joins = {_join(lines[one], lines[other]) for one in chosen for other in chosen if one < other}
    if joins & tree.overlapping:
        raise Unanswerable(f"Codes of {axis.name} share people: they don't add up.")
    while True:
        full = sorted(
            parent
            for parent, children in tree.children.items()
            if parent not in tree.overlapping
            and not tree.subtracted & set(children)
            and set(children) <= chosen
        )
        if not full:
            return sorted(chosen)
        for parent in full:
            chosen = chosen - set(tree.children[parent]) | {parent}


def _named(axis: Axis, code: str) -> bool:
    """Whether tables may speak of a code: hidden leaves have no depth."""
    return code not in axis.private and any(code in one.depths for one in axis.versions)


def _above(axis: Axis, version: int, code: str) -> list[str]:
    """The codes that a code is a part of, the nearest first."""
    parents, found = axis.versions[version].parents, []
    while code in parents:
        code = parents[code]
        found.append(code)
    return found


def _join(line: list[str], other: list[str]) -> str:
    """Where two lines upwards meet first."""
    return next(code for code in line if code in other)
