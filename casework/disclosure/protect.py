"""From raw tables to protected ones: the only way that a count leaves this room."""

from collections.abc import Callable, Iterator, Mapping

from casework.disclosure.canonical import TableKey, in_order
from casework.disclosure.numbers import Numbers, extra_numbers, figure_numbers, split_numbers
from casework.disclosure.policy import DisclosurePolicy
from casework.disclosure.protected import _SEAL, ProtectedCounts, ProtectedFigure, ProtectedTable
from casework.disclosure.provinces import Column, Layer, shown_areas
from casework.disclosure.raw import RawFigure, RawTable
from casework.disclosure.times import Settled, differences

LayerName = tuple[str, str, str]  # indicator; "figure", "split" or "extra"; the name of the split or extra
Complete = Callable[[Layer, int], frozenset[str]]


def protect_together(
    tables: Mapping[TableKey, RawTable], policy: DisclosurePolicy
) -> Mapping[TableKey, ProtectedTable]:
    """Protect all tables that can be held against each other, in one go.

    Give it every table of ``canonical.family(period, …)`` with all areas and all indicators, whichever of
    them is to be shown: what is left out is not protected against. The answer depends on nothing else.
    """
    return _protect(tables, policy, shown_areas)


def _protect(
    tables: Mapping[TableKey, RawTable], policy: DisclosurePolicy, complete: Complete
) -> Mapping[TableKey, ProtectedTable]:
    """As above; the tests put another completion in, to see that their attack would find the hole."""
    settled: dict[LayerName, list[Settled]] = {}
    result = {}
    for key in in_order(tables.keys()):
        table = tables[key]
        _check(table, policy)
        one = _Table(key, table, policy, settled, complete)
        result[key] = one.protected()
    return {key: result[key] for key in tables}


def _check(table: RawTable, policy: DisclosurePolicy) -> None:
    codes = set(table.indicators())
    if policy.country not in table.figures:
        raise ValueError("A table without the country can't be protected.")
    if any((pair.narrower in codes) != (pair.wider in codes) for pair in policy.nested):
        raise ValueError("Related indicators can only be protected together.")
    extras = {extra for code in codes for extra in table.figures[policy.country][code].extras}
    if not extras <= policy.extras.keys():
        raise ValueError("A count beside an indicator is not declared in the policy.")


class _Table:
    """One table being settled, layer after layer: figures, then what hangs on them."""

    def __init__(
        self,
        key: TableKey,
        table: RawTable,
        policy: DisclosurePolicy,
        settled: dict[LayerName, list[Settled]],
        complete: Complete,
    ) -> None:
        self.key, self.table, self.policy = key, table, policy
        self.settled, self.complete = settled, complete
        self.areas = frozenset(table.figures)
        self.narrower = {pair.wider: pair.narrower for pair in policy.nested}
        self.shown: dict[LayerName, frozenset[str]] = {}

    def protected(self) -> ProtectedTable:
        """Decide every layer, then copy what is shown and nothing else."""
        codes = self.table.indicators()
        for code in sorted(codes, key=lambda code: code in self.narrower):
            self._figure(code)
            self._splits(code)
            self._extras(code)
        figures = {
            area: {code: self._copy(area, code, row[code]) for code in codes}
            for area, row in self.table.figures.items()
        }
        return ProtectedTable(_SEAL, figures, self.policy.version)

    def _figure(self, code: str) -> None:
        """A figure needs enough people; the wider of two indicators is shown only beside the narrower."""
        inner = self.narrower.get(code)
        numbers = {}
        for area, figure in self.table.column(code):
            beside = self.table.figures[area][inner].total if inner else None
            numbers[area] = figure_numbers(figure.total, beside)
        candidates = {area for area, figure in self.table.column(code) if self._enough(area, figure)}
        above = self.shown[inner, "figure", ""] if inner else self.areas
        self._settle((code, "figure", ""), numbers, frozenset(candidates) & above)

    def _enough(self, area: str, figure: RawFigure) -> bool:
        people = figure.total.denominator
        return people >= self.policy.minimum_denominator or (area == self.policy.country and people == 0)

    def _splits(self, code: str) -> None:
        for split in self.table.figures[self.policy.country][code].splits:
            numbers = {
                area: split_numbers(figure.total, figure.splits[split])
                for area, figure in self.table.column(code)
            }
            self._settle((code, "split", split), numbers, self.shown[code, "figure", ""])

    def _extras(self, code: str) -> None:
        for extra in self.table.figures[self.policy.country][code].extras:
            numbers = {
                area: extra_numbers(figure, extra, self.policy.extras[extra])
                for area, figure in self.table.column(code)
            }
            self._settle((code, "extra", extra), numbers, self.shown[code, "figure", ""])

    def _settle(self, name: LayerName, numbers: Mapping[str, Numbers], candidates: frozenset[str]) -> None:
        """Decide one layer, given what hangs above it and the tables that were settled before."""
        code, kind, _ = name
        if code in self.policy.exempt:
            self.shown[name] = self.areas
            return
        before = self.settled.setdefault(name, [])
        for other in before:
            if other.key.period == self.key.period:
                candidates = candidates & other.shown
        layer = Layer(
            country=self.policy.country,
            candidates=candidates,
            columns=[*self._own(numbers), *differences(self.key, numbers, before)],
            people={area: figure.total.denominator for area, figure in self.table.column(code)},
            top_down=kind == "figure",
        )
        self.shown[name] = self.complete(layer, self.policy.k)
        before.append(Settled(self.key, numbers, self.shown[name]))

    def _own(self, numbers: Mapping[str, Numbers]) -> Iterator[Column]:
        for name, some in next(iter(numbers.values())).items():
            values = {area: told[name].value for area, told in numbers.items()}
            yield Column(values, self.areas, strict=some.strict)

    def _copy(self, area: str, code: str, figure: RawFigure) -> ProtectedFigure:
        def shows(kind: str, name: str) -> bool:
            return area in self.shown[code, kind, name]

        splits = {
            split: {part: ProtectedCounts(_SEAL, counts) for part, counts in parts.items()}
            if shows("split", split)
            else None
            for split, parts in figure.splits.items()
        }
        extras = {extra: value if shows("extra", extra) else None for extra, value in figure.extras.items()}
        return ProtectedFigure(_SEAL, figure.total if shows("figure", "") else None, splits, extras)
