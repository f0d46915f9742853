"""Making a release: count, protect, check, pack. Runs in a process of its own; what it makes waits for approval."""

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from casework import clock
from casework.disclosure.canonical import Period, TableKey
from casework.disclosure.engine import HIDDEN, Dimension, NotProtected, Policy
from casework.disclosure.policy import DisclosurePolicy
from casework.facts import dimensions
from casework.indicators.catalogue import Catalogue, Population
from casework.indicators.policies import SitePolicies
from casework.indicators.queries import table
from casework.indicators.scope import Scope
from casework.releases import queries
from casework.releases.closing import Closed, Closing, Earlier, base_table
from casework.releases.counting import COMMUNES, TRAITS, Counting
from casework.releases.former import of_year
from casework.releases.lattices import AREA
from casework.releases.models import Release, ReleasePart
from casework.releases.packing import (
    COUNTS,
    CUBE,
    EXEMPT,
    PROOF,
    SPANS,
    TABLE,
    cell_list,
    cells_of,
    counts_of,
    digest_of,
    packed,
    proof_list,
    proofs_of,
    unpacked,
)
from casework.releases.rules import closes_year
from casework.releases.spans import spans

Tell = Callable[[str, int, int], None]
FLAGS = ("counselled", "helped", "prosecuted", "reached", "reintegrated", "supported")


@dataclass(frozen=True)
class Built:
    """What a calculation made: the parts to keep and by which rules."""

    parts: tuple[ReleasePart, ...]
    versions: Mapping[str, Any]


def build(
    session: Session, release: Release, policies: SitePolicies, catalogue: Catalogue, tell: Tell
) -> Built:
    """All tables of a closing; NotProtected where they can't be made safe beside those released before."""
    key = TableKey(Period(release.first, release.last), release.cut_off)
    axes = shapes(policies)
    count = Counting(
        session, policies.indicators, key, dimensions.places(axes[COMMUNES], former=policies.units.legacy)
    )
    engine = engine_policy(policies.disclosure)
    before = sorted(queries.approved(session, release.year), key=lambda one: one.number or 0)
    rounding = _rounding(session, release)
    until = time.monotonic() + 60 * catalogue.minutes
    parts: list[ReleasePart] = []
    shown_parts = [part for one in before for part in queries.parts(session, one.id, secret=False)]
    shown = False
    for at, population in enumerate(catalogue.populations.values()):
        tell(population.code, at, len(catalogue.populations))
        earlier = all_earlier(session, before, population)
        closing = Closing(*of_year(catalogue, population, earlier, shown_parts), axes, engine, earlier)
        closed = closing.close(count, until - time.monotonic(), key=rounding)
        shown = shown or not closed.nothing
        parts += _parts(catalogue, population, closed)  # without tables that were taken out of it
        parts.append(packed(PROOF, population.code, proof_list(closed.proofs), secret=True))
        apart = spans(closing, closed.earlier)
        parts.append(packed(SPANS, population.code, apart, secret=True))
    if not shown:
        raise NotProtected("Of nobody could anything be shown.")
    parts.append(_facilities(session, policies, release))
    tell("", len(catalogue.populations), len(catalogue.populations))
    versions = {
        "catalogue": catalogue.version,
        "geography": axes[AREA].version,
        "policy": policies.disclosure.version,
        "indicators": policies.indicators.version,
        "k": engine.k,
        "b": engine.b,
        "group": engine.group,
        "beside": sorted(
            one.digest for one in before
        ),  # not those that were approved while this was calculated
    }
    return Built(tuple(parts), versions)


def store(session: Session, release: Release, built: Built) -> None:
    """Keep what was made with its release, and the digest over all that may be shown."""
    for part in built.parts:
        part.release_id = release.id
        session.add(part)
    release.versions = json.dumps(built.versions, sort_keys=True)
    release.digest = digest_of([part for part in built.parts if not part.secret])


def engine_policy(policy: DisclosurePolicy) -> Policy:
    """The engine's thresholds: groups too small for a percentage are those that nobody may tell all about."""
    return Policy(policy.version, policy.k, policy.k, policy.minimum_denominator - 1)


def policy_of(release: Release) -> Policy:
    """The thresholds by which a release was made, whatever the site's are by now."""
    told = json.loads(release.versions)
    return Policy(told["policy"], told["k"], told["b"], told["group"])


def shapes(policies: SitePolicies) -> Mapping[str, Dimension]:
    """The dimensions by name, with what the engine must know of them: what is sensitive, what may become known."""
    words = policies.vocabulary
    places = dimensions.geography(policies.units)
    places = replace(places, unguarded=frozenset({places.root + HIDDEN}))
    victims = policies.indicators["victims_reached"]
    found = {
        COMMUNES: places,
        AREA: places.cut(1),
        "stream": dimensions.streams(dict(victims.streams)),
        "sex": dimensions.sex(words),
        "age_group": dimensions.age_group(words),
    }
    found |= {name: replace(dimensions.trait(words, name), varying=True) for name in TRAITS}
    found |= {name: replace(dimensions.flag(name), sensitive=frozenset({"yes", "no"})) for name in FLAGS}
    harms = found["harm"]
    found["harm"] = replace(harms, sensitive=frozenset(harms.parents) - {"none"})
    return found


def all_earlier(session: Session, releases: Sequence[Release], population: Population) -> list[Earlier]:
    """What these releases, oldest first, counted and show of a population; those made before it was one say nothing."""
    return [one for one in (earlier_of(session, each, population) for each in releases) if one.shown]


def earlier_of(session: Session, release: Release, population: Population) -> Earlier:
    """What a release counted and shows of a population."""
    shown, counts, proofs = {}, {}, {}
    for secret in (False, True):
        for part in queries.parts(session, release.id, secret=secret):
            content = unpacked(part)
            if part.kind in {TABLE, CUBE} and content["population"] == population.code:
                shown[part.code] = cells_of(content["cells"])
            if part.kind == COUNTS and part.code == population.code:
                counts = counts_of(content)
            if part.kind == PROOF and part.code == population.code:
                proofs = proofs_of(content)
    return Earlier(counts, shown, proofs)


def _parts(catalogue: Catalogue, population: Population, closed: Closed) -> Sequence[ReleasePart]:
    made = []
    for code, cells in closed.tables.items():
        spec = catalogue.tables.get(code) or catalogue.rounded.get(code)
        if spec is None and code != base_table(population).code:
            continue
        names = spec.dimensions if spec else population.base
        content = {
            "population": population.code,
            "dimensions": [AREA, *names],
            "cells": cell_list(cells.items()),
        }
        made.append(packed(CUBE if code in catalogue.rounded else TABLE, code, content, secret=False))
    listed = [[list(names), cell_list(sorted(counts.items()))] for names, counts in closed.counts.items()]
    made.append(packed(COUNTS, population.code, listed, secret=True))
    return made


def _rounding(session: Session, release: Release) -> bytes | None:
    """What communes are rounded with, once all of a year is counted: the same for the same closing, and secret."""
    if not closes_year(release.period, release.cut_off, clock.local(release.proposed_at).date()):
        return None
    found: bytes = session.info["vault"].keys.app_key(f"rounding/{release.year}")
    return found


def _facilities(session: Session, policies: SitePolicies, release: Release) -> ReleasePart:
    """Facilities are not people: how many were active is told as it is."""
    scope = Scope(release.first, release.last, release.cut_off)
    provinces = sorted(policies.units.provinces)
    exempt = policies.indicators.only(policies.disclosure.exempt)
    counted = table(session, exempt, scope, provinces)
    cells = [
        [one.code, area, figures[one.code].total.numerator, figures[one.code].total.denominator]
        for one in exempt
        for area, figures in counted.figures.items()
    ]
    return packed(EXEMPT, "facilities", {"cells": cells}, secret=False)
