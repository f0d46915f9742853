"""The releases of a year are made safe together by what all of them show, whatever the site's policies say by now.

A table that a site has taken out of its policies, or called otherwise, stays known to whoever has the earlier release;
and what wasn't counted for the first release can't be told apart from it, so that it has to wait for the next year.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from casework.disclosure.engine import NotProtected
from casework.indicators.catalogue import COUNTRY as COUNTRY_ALONE
from casework.indicators.catalogue import PROVINCE, Catalogue, Population, TableSpec
from casework.releases.closed import Earlier, base_table
from casework.releases.counting import COMMUNES
from casework.releases.models import ReleasePart
from casework.releases.packing import CUBE, TABLE, unpacked
from casework.vocabulary.units import COUNTRY


def of_year(
    catalogue: Catalogue, population: Population, earlier: Sequence[Earlier], parts: Iterable[ReleasePart]
) -> tuple[Catalogue, Population]:
    """The catalogue and the population as this year has them; ``parts``: those that its releases show.

    NotProtected where the same name means something else by now.
    """
    if not earlier:
        return catalogue, population
    people = replace(population, crosses=tuple(_crosses(population, earlier[0])))
    kept = {one.code: one for one in catalogue.tables.values() if one.population != people.code}
    kept |= {one.code: one for one in catalogue.of(people.code) if people.has(one.dimensions)}
    rounded = dict(catalogue.rounded)
    own: Mapping[str, TableSpec] = {**catalogue.rounded, **catalogue.tables, **_base(people)}
    for kind, spec in _shown(people, parts):
        known = own.get(spec.code, spec)
        if (known.population, known.dimensions) != (spec.population, spec.dimensions):
            raise NotProtected("A table of the year's releases is counted otherwise by now.")
        if spec.code not in own:
            (rounded if kind == CUBE else kept)[spec.code] = spec
    populations = {**catalogue.populations, people.code: people}
    return replace(catalogue, populations=populations, tables=kept, rounded=rounded), people


def _crosses(population: Population, first: Earlier) -> Iterator[tuple[str, ...]]:
    """What the year's first release was counted by, beside the base."""
    start = len(population.base)
    for names in first.counts:
        if COMMUNES in names or names == population.base:
            continue
        if names[:start] != population.base:
            raise NotProtected("The year's releases are counted by another base.")
        yield names[start:]


def _base(population: Population) -> Mapping[str, TableSpec]:
    table = base_table(population)
    return {table.code: table}


def _shown(population: Population, parts: Iterable[ReleasePart]) -> Iterator[tuple[str, TableSpec]]:
    for part in parts:
        content = unpacked(part) if part.kind in {TABLE, CUBE} else None
        if content is not None and content["population"] == population.code:
            alone = all(cell[0] == COUNTRY for cell in content["cells"])
            area = COUNTRY_ALONE if alone else PROVINCE
            yield (
                part.kind,
                TableSpec(
                    part.code, population.name, population.code, area, tuple(content["dimensions"][1:])
                ),
            )
