"""What a lattice is crossed from: trees of codes, several versions of one of them side by side."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

HIDDEN = "+"
Equation = tuple[str, tuple[tuple[str, int], ...]]  # x[parent] = Σ weight · x[part]


@dataclass(frozen=True)
class Dimension:
    """A tree of codes in one version: ``parents`` maps each child to its parent, and exactly one code has none.

    ``overlapping``: parents whose children may share people (a survivor with cases in two provinces counts in each
    and once in the country). Such a parent p gets a leaf ``p+``, *counted more than once*, that is never published
    but is protected like any cell: x[p] = Σ x[child] − x[p+].
    ``subtracted``: children that count against their parent (facts that a correction removed).
    ``sensitive``: codes of which nobody may be able to prove that they hold for a whole group (G3).
    ``private``: codes that no table shows (what was added between two releases), protected like any other.
    ``unguarded``: codes, hidden ones too, of which counts may become known (how many came in several provinces).
    ``varying``: a person may have another code where she is counted again (reached in one province, not in another).
    """

    name: str
    version: str
    parents: Mapping[str, str]
    overlapping: frozenset[str] = frozenset()
    subtracted: frozenset[str] = frozenset()
    sensitive: frozenset[str] = frozenset()
    private: frozenset[str] = frozenset()
    varying: bool = False
    unguarded: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        parents = dict(self.parents)
        roots = set(parents.values()) - set(parents)
        if len(roots) != 1:
            raise ValueError(f"Dimension {self.name} must have exactly one root, not {sorted(roots)}.")
        for what in ("subtracted", "sensitive", "private"):
            unknown = getattr(self, what) - set(parents)
            if unknown:
                raise ValueError(f"Dimension {self.name}: {what} names no child: {sorted(unknown)}.")
        if self.overlapping - set(parents.values()):
            raise ValueError(f"Dimension {self.name}: overlapping names no parent.")
        if any(code.endswith(HIDDEN) for code in (*parents, *roots)):
            raise ValueError(f"Dimension {self.name}: a code must not end in {HIDDEN}.")
        if len(self.depths) != len(parents) + 1:
            raise ValueError(f"Dimension {self.name}: some codes do not hang on its root.")

    @cached_property
    def root(self) -> str:
        """The one code without a parent."""
        return next(iter(set(self.parents.values()) - set(self.parents)))

    @cached_property
    def children(self) -> Mapping[str, tuple[str, ...]]:
        """The published children of each parent, sorted."""
        found = defaultdict(list)
        for child, parent in sorted(self.parents.items()):
            found[parent].append(child)
        return {parent: tuple(found[parent]) for parent in found}

    @cached_property
    def depths(self) -> Mapping[str, int]:
        """How far below the root each published code is."""
        depths = {self.root: 0}
        queue = [self.root]
        for parent in queue:
            for child in self.children.get(parent, ()):
                depths[child] = depths[parent] + 1
                queue.append(child)
        return depths

    @cached_property
    def equations(self) -> tuple[Equation, ...]:
        """One for each parent, from the root down, the hidden leaf included."""
        return tuple(
            (
                parent,
                tuple((child, -1 if child in self.subtracted else 1) for child in self.children[parent])
                + (((parent + HIDDEN, -1),) if parent in self.overlapping else ()),
            )
            for parent in self.depths
            if parent in self.children
        )

    def cut(self, depth: int) -> "Dimension":
        """The same tree without anything deeper."""
        parents = {child: parent for child, parent in self.parents.items() if self.depths[child] <= depth}
        if len(parents) == len(self.parents):
            return self
        if not parents:
            raise ValueError(f"Dimension {self.name} is in no table: leave it out.")
        kept = frozenset(parents)
        return Dimension(
            self.name,
            self.version,
            parents,
            self.overlapping & frozenset(parents.values()),
            self.subtracted & kept,
            self.sensitive & kept,
            self.private & kept,
            self.varying,
            self.unguarded & (kept | {parent + HIDDEN for parent in parents.values()}),
        )


@dataclass(frozen=True)
class Axis:
    """One or several versions of a dimension over common leaves: equations of every version hold at once.

    Versions share their root and their leaves (*atoms*, the finest common refinement); a code that two versions
    share must mean the same atoms. A hidden leaf belongs to its version: only one version may have ``p+`` for p.
    """

    name: str
    versions: tuple[Dimension, ...]
    codes: tuple[str, ...] = field(init=False)
    hidden: frozenset[str] = field(init=False)
    private: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        first = self.versions[0]
        atoms = [_atoms(one) for one in self.versions]
        for one, its in zip(self.versions, atoms, strict=True):
            if one.root != first.root or its[one.root] != atoms[0][first.root]:
                raise ValueError(f"The versions of {self.name} must share their root and their leaves.")
            shared = set(its) & set(atoms[0])
            if any(its[code] != atoms[0][code] for code in shared):
                raise ValueError(f"A code of {self.name} means other places in another version.")
        over = [code for one in self.versions for code in one.overlapping]
        if len(over) > len(set(over)):
            raise ValueError(f"Only one version of {self.name} may count a parent's people more than once.")
        depths: dict[str, int] = {}
        for one in self.versions:
            depths |= {code: min(depth, depths.get(code, depth)) for code, depth in one.depths.items()}
        hidden = sorted(code + HIDDEN for code in over)
        object.__setattr__(self, "codes", (*sorted(depths, key=lambda code: (depths[code], code)), *hidden))
        object.__setattr__(self, "hidden", frozenset(hidden))
        shown = {code for one in self.versions for code in one.private}
        object.__setattr__(self, "private", self.hidden | shown)

    @cached_property
    def root(self) -> str:
        """The total."""
        return self.versions[0].root

    @cached_property
    def unguarded(self) -> frozenset[str]:
        """The codes of which counts may become known."""
        return frozenset().union(*(one.unguarded for one in self.versions))

    @cached_property
    def varying(self) -> bool:
        """Whether a person may have another code where she is counted again."""
        return any(one.varying for one in self.versions)

    @cached_property
    def equations(self) -> tuple[Equation, ...]:
        """Those of every version, each once."""
        return tuple(dict.fromkeys(row for one in self.versions for row in one.equations))

    @cached_property
    def needless(self) -> frozenset[Equation]:
        """Those that say nothing new: down to the leaves they come to what an earlier one of their parent comes to."""
        first: dict[str, Equation] = {}
        for one in self.equations:
            first.setdefault(one[0], one)
        whole = {code: {code: 1} for code in self.leaves}

        def down(one: Equation) -> dict[str, int]:
            found: dict[str, int] = {}
            for code, weight in one[1]:
                if code not in whole:
                    whole[code] = down(first[code])
                for leaf, times in whole[code].items():
                    found[leaf] = found.get(leaf, 0) + weight * times
            return {leaf: times for leaf, times in found.items() if times}

        return frozenset(
            one for one in self.equations if one != first[one[0]] and down(one) == down(first[one[0]])
        )

    @cached_property
    def leaves(self) -> tuple[str, ...]:
        """The codes that no equation adds up, hidden ones included, in the order of ``codes``."""
        parents = {parent for parent, _ in self.equations}
        return tuple(code for code in self.codes if code not in parents)


def _atoms(one: Dimension) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for code in reversed(list(one.depths)):
        below = one.children.get(code, ())
        found[code] = frozenset().union(*(found[child] for child in below)) if below else frozenset({code})
    return found
