"""The dimensions of all tables, each in a version that changes whenever its codes do (pure).

Where a person can have several codes at once (two provinces, two streams, two kinds of violence) the parent
overlaps: it counts her once. Sex and age group are hers for the whole calendar year.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from casework.disclosure.engine import Dimension
from casework.facts.populations import NO, NONE, TOTAL, YES, Streams
from casework.vocabulary import Units, Vocabulary
from casework.vocabulary.folding import fold
from casework.vocabulary.units import COUNTRY, LegacyCommune

AREA, STREAM, SEX, AGE_GROUP = "area", "stream", "sex", "age_group"
THEN = "then"
# The code list behind each dimension of what may be said of a case several times over.
TRAITS = {"harm": "harm", "relation": "relation", "source": "source", "service": "service_kind"}


def geography(units: Units) -> Dimension:
    """The country, its provinces, their communes, as they are now."""
    parents = {commune.code: commune.province_code for commune in units.communes.values()}
    parents |= dict.fromkeys(units.provinces, COUNTRY)
    return _tree(AREA, parents, overlapping=set(parents.values()))


def former_geography(units: Units) -> Dimension:
    """The same communes of today under the districts and provinces of before July 2025, as far as that is certain.

    A commune made out of several districts hangs on their province, one out of several provinces (or out of
    nothing that was a commune) on the country of then, which stands between them and the country.
    """
    parts: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for old in units.legacy.values():
        for code in old.successors:
            parts[code].add((old.province, old.district))
    parents = {THEN: COUNTRY}
    for code in units.communes:
        districts = parts[code]
        provinces = {province for province, _ in districts}
        parents[code] = THEN
        if len(provinces) == 1:
            province = former_code(*provinces)
            parents[province] = THEN
            parents[code] = province
            if len(districts) == 1:
                parents[code] = former_code(*next(iter(districts)))
                parents[parents[code]] = province
    return _tree(AREA, parents, overlapping=set(parents.values()) - {COUNTRY})


def former_code(*names: str) -> str:
    """The code of a province of then, or of its district: those units have none in our files that lasts."""
    return ":".join((THEN, *(fold(name).replace(" ", "_") for name in names)))


def places(
    *dimensions: Dimension, former: Mapping[str, LegacyCommune] = MappingProxyType({})
) -> Mapping[str, tuple[str, ...]]:
    """For each commune all the areas in which it lies, in these versions of the geography, itself included.

    One of ``former`` that is no commune any more lies where the commune does that took over its centre.
    """
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for one in dimensions:
        for code in one.parents.keys() - set(one.parents.values()):
            area: str | None = code
            while area is not None:
                found[code][area] = None
                area = one.parents.get(area)
    now = {code: tuple(areas) for code, areas in found.items()}
    gone = {code: old.successors[0] for code, old in former.items() if code not in now}
    return now | {code: now[into] for code, into in gone.items() if into in now}


def streams(named: Streams) -> Dimension:
    """All victims or perpetrators, and those of each stream."""
    return _flat(
        STREAM,
        named,
        overlapping=True,
        more=[f"{code}={','.join(sorted(kinds))}" for code, kinds in sorted(named.items())],
    )


def sex(vocabulary: Vocabulary) -> Dimension:
    """A partition of people."""
    return _flat(SEX, vocabulary["sex"].codes)


def age_group(vocabulary: Vocabulary) -> Dimension:
    """A partition of people by the age at their first detection in the year."""
    return _flat(AGE_GROUP, vocabulary["age_group"].codes)


def trait(vocabulary: Vocabulary, what: str) -> Dimension:
    """Kinds of violence, relations, sources or services; whoever has none is under ``none``."""
    return _flat(what, (*vocabulary[TRAITS[what]].codes, NONE), overlapping=True)


def flag(name: str) -> Dimension:
    """Yes or no, as it is in the area that is looked at: reached, prosecuted, counselled, supported, helped."""
    return _flat(name, (YES, NO), varying=True)


def _flat(
    name: str,
    codes: Iterable[str],
    *,
    overlapping: bool = False,
    varying: bool = False,
    more: Sequence[str] = (),
) -> Dimension:
    parents = dict.fromkeys(codes, TOTAL)
    return _tree(name, parents, overlapping={TOTAL} if overlapping else (), varying=varying, more=more)


def _tree(
    name: str,
    parents: Mapping[str, str],
    *,
    overlapping: Iterable[str] = (),
    varying: bool = False,
    more: Sequence[str] = (),
) -> Dimension:
    told = [f"{child}<{parent}" for child, parent in sorted(parents.items())]
    digest = hashlib.sha256("\n".join((name, *told, *more)).encode()).hexdigest()
    return Dimension(name, digest[:12], parents, frozenset(overlapping), varying=varying)
