"""From definitions to what is asked of each person: in which denominators and numerators her cases put her."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from casework.indicators.definitions import Indicator

TOTAL, STREAM, EXTRA = "total", "stream", "extra"
ServiceLists = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """One case in scope as counting sees it: kind, need, and which of the asked lists it had a service of."""

    kind: str
    need: str
    delivered: int

    @classmethod
    @lru_cache(maxsize=4096)
    def read(cls, text: str) -> "Fact":
        """From ``kind:need:delivered``, where bit n of ``delivered`` stands for the n-th list."""
        kind, need, delivered = text.split(":")
        return cls(kind, need, int(delivered))


@dataclass(frozen=True, slots=True)
class Measure:
    """Who counts in a denominator and, of those, in the numerator.

    ``key`` is (indicator, "total" | "stream" | "extra", part). A person is in the denominator when any of her
    cases is of these kinds and needs, in the numerator when such a case also had a service of the list ``at``
    (whichever when None).
    """

    key: tuple[str, str, str]
    kinds: tuple[str, ...]
    needs: tuple[str, ...] | None
    at: int | None

    def counts(self, case: Fact) -> bool:
        """Whether the case puts her into the denominator."""
        return case.kind in self.kinds and (self.needs is None or case.need in self.needs)

    def reached(self, case: Fact) -> bool:
        """Whether it puts her into the numerator."""
        return self.counts(case) and (self.at is None or bool(case.delivered >> self.at & 1))


def service_lists(indicators: Iterable[Indicator]) -> ServiceLists:
    """Every set of services that some measure asks about, each once."""
    wanted: list[tuple[str, ...]] = []
    for one in indicators:
        wanted += [
            one.numerator.kinds,
            *(extra.services for extra in one.extras if extra.need is None),
        ]
    return tuple(dict.fromkeys(wanted))


def victim_measures(indicators: Sequence[Indicator], lists: ServiceLists) -> list[Measure]:
    """Total, streams and extras of every indicator that counts victims."""
    measures = []
    for one in indicators:
        at = lists.index(one.numerator.kinds)
        measures.append(Measure((one.code, TOTAL, ""), one.case_kinds, one.need, at))
        measures += [
            Measure((one.code, STREAM, part), kinds, one.need, at) for part, kinds in one.streams.items()
        ]
        for extra in one.extras:
            key = (one.code, EXTRA, extra.code)
            if extra.need is None:
                measures.append(Measure(key, one.case_kinds, one.need, lists.index(extra.services)))
            else:
                measures.append(Measure(key, one.case_kinds, extra.need, None))
    return measures
