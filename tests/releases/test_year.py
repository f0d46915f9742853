"""A year of four provinces from intake to released figures, and bots that have all of it and find nobody."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from flask import Flask
from sqlalchemy.orm import Session

from casework.demo.ledger import PROVINCES
from casework.disclosure.canonical import Period
from casework.disclosure.engine import WITHHELD, Known, Lattice, Policy
from casework.disclosure.engine import Release as Protected
from casework.disclosure.engine.equations import Table
from casework.exports.site import exchange_of
from casework.indicators.policies import SitePolicies
from casework.paths import ROOT_POLICIES
from casework.releases import checking, closing, reading
from casework.releases.building import earlier_of
from casework.releases.lattices import AREA
from casework.releases.models import Release
from casework.releases.tables import Codes
from casework.ui.context import EXTENSION, Wiring
from tests.releases.bots import Heard, World
from tests.releases.counted import communes, victims
from tests.releases.formats import reader_of
from tests.releases.year import HALF_END, YEAR, YEAR_END, Year, few_units, merged

JULY, JANUARY, MARCH, MAY = date(YEAR, 7, 4), date(YEAR + 1, 1, 8), date(YEAR + 1, 3, 2), date(YEAR + 1, 5, 4)


@pytest.fixture
def four(policies: SitePolicies) -> SitePolicies:
    """Four provinces, and the tables of victims by stream and by sex, of perpetrators, of need."""
    catalogue = policies.catalogue
    people = catalogue.populations
    populations = {
        "victims": replace(people["victims"], crosses=(("stream",), ("sex",))),
        "perpetrators": replace(people["perpetrators"], crosses=()),
        "in_need": people["in_need"],
    }
    tables = {code: catalogue.tables[code] for code in ("victims-stream", "victims-sex")}
    fewer = replace(catalogue, populations=populations, tables=tables)
    exchange_of(ROOT_POLICIES, policies)  # the names that others have for all tables, read once
    return replace(policies, catalogue=fewer, units=few_units(policies.units))


@dataclass
class Bots:
    """Those who ask for every release in every form, beside what was true of victims when each was made."""

    year: Year
    app: Flask
    releases: list[Release] = field(default_factory=list)
    victims: list[Mapping[Codes, int]] = field(default_factory=list)
    communes: list[tuple[World, Known]] = field(default_factory=list)
    told: list[Mapping[str, list[Heard]]] = field(default_factory=list)

    def keep(self, release: Release) -> None:
        """One more."""
        session, units = self.year.session, self.year.policies.units
        self.releases.append(release)
        self.victims.append(victims(session, units, release.last, release.cut_off))
        self.told.append(self._asked(release))
        there = communes(session, units, release.last)
        world = World.of_communes(self.year.policies, "victims-communes", there)
        self.communes.append((world, world.heard([self.told[-1]["victims"]])))

    def find(self, population: str, most: int | None = None) -> tuple[int, int]:
        """How many small counts they find out, and how many cells move by a few people."""
        world = self._world(population)
        known = world.heard(told[population] for told in self.told)
        assert known.exact.any()
        return len(world.found_out(known, most)), len(world.steps(known))

    def find_in_communes(self) -> list[int]:
        """How many small counts of communes they find out, from each release that says anything of communes."""
        return [len(world.found_out(known)) for world, known in self.communes if known.rounds]

    def shown(self, code: str) -> float:
        """The share of a table's cells that the newest release shows."""
        tables = {one.code: one for one in reading.tables_of(self.year.session, self.releases[-1])}
        values = tables[code].cells.values()
        return sum(value is not None for value in values) / len(values)

    def _world(self, population: str) -> World:
        """What there is to find out; the victims were counted by another hand than the product's."""
        counts: Sequence[Mapping[Codes, int]] = self.victims
        if population != "victims":
            whole = self.year.policies.catalogue.populations[population]
            told = [earlier_of(self.year.session, one, whole) for one in self.releases]
            counts = [one.counts[whole.base] for one in told]
        return World.of(self.year.policies, population, counts)

    def _asked(self, release: Release) -> Mapping[str, list[Heard]]:
        policies, session = self.year.policies, self.year.session
        self.app.extensions[EXTENSION] = replace(self.year.site, policies=policies)
        reader = reader_of(self.app, session, release, policies)
        found: dict[str, list[Heard]] = {code: [] for code in policies.catalogue.populations}
        tables = {one.code: one for one in reader.tables}
        for code, cells in reader.everything(("VN", *PROVINCES)).items():
            one = tables[code]
            if one.population not in found:  # of facilities nothing is hidden
                continue
            found[one.population] += [
                Heard(dict(zip(one.dimensions, codes, strict=True)), value, one.error)
                for codes, value in cells.items()
                if value is not None
            ]
        for (code, area, by, part), counts in reader.indicators().items():
            spec = policies.catalogue.figures[code]
            for cell, value in zip((spec.numerator, spec.denominator), counts, strict=True):
                if value is not None:
                    found[spec.population].append(
                        Heard({AREA: area, **cell, by or AREA: part or area}, value)
                    )
        return found


def hide_small_counts_alone(
    lattice: Lattice, truth: Table, policy: Policy, *_known: Any, **_options: Any
) -> Protected:
    """What everybody would do first: not one cell is withheld to protect another."""
    shown = lattice.published & ((truth == 0) | (truth >= policy.k))
    return Protected(lattice.key, policy, np.where(shown, truth, WITHHELD), lattice.published & ~shown)


@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
def test_half_year_merger_year_and_correction(
    app: Flask, session: Session, wiring: Wiring, four: SitePolicies, monkeypatch: pytest.MonkeyPatch
) -> None:
    year = Year(wiring, session, four, 480)
    bots = Bots(year, app)
    year.bring_in(HALF_END, year.late)
    by_hand = year.by_hand(date(YEAR, 6, 29), 16)
    bots.keep(year.release(JULY, Period.of_half(YEAR, 1), HALF_END))

    # What was entered late comes in, and a commune of one province goes to another one's.
    gone, into = by_hand[0].commune_code, by_hand[1].commune_code
    year.policies = four = replace(four, units=merged(four.units, gone, into))
    year.bring_in(YEAR_END)
    year.by_hand(date(YEAR, 11, 20), 8)
    year.serve(YEAR_END, by_hand[:1], date(YEAR, 6, 29))
    year.move(YEAR_END, by_hand[:1], into)
    bots.keep(year.release(JANUARY, Period.of_year(YEAR), YEAR_END))

    year.serve(date(YEAR + 1, 2, 1), year.recorded("33")[:60], YEAR_END)
    bots.keep(year.release(MARCH, Period.of_year(YEAR), YEAR_END, corrects=bots.releases[-1]))

    assert [(one.number, one.corrects_id) for one in bots.releases] == [
        (1, None),
        (2, None),
        (3, bots.releases[1].id),
    ]
    assert {population: bots.find(population) for population in four.catalogue.populations} == dict.fromkeys(
        four.catalogue.populations, (0, 0)
    )
    assert min(bots.shown(code) for code in ("victims-base", "victims-stream", "victims-sex")) > 0.4
    assert bots.find_in_communes() == [0]
    assert checking.faults(session, four) == []

    # The bots find those who aren't protected.
    monkeypatch.setattr(closing, "protect_tables", hide_small_counts_alone)
    monkeypatch.setattr(closing.Closing, "prove", lambda *_: None)
    year.serve(date(YEAR + 1, 4, 1), year.recorded("24")[:8], YEAR_END)
    bots.keep(year.release(MAY, Period.of_year(YEAR), YEAR_END, corrects=bots.releases[-1]))
    found, steps = bots.find("victims", most=12)
    assert found
    assert steps


@pytest.mark.parametrize("engine_kind", ["postgresql"], indirect=True)
def test_half_a_year(app: Flask, session: Session, wiring: Wiring, four: SitePolicies) -> None:
    year = Year(wiring, session, four, 240)
    year.bring_in(HALF_END, year.late)
    year.by_hand(date(YEAR, 6, 29), 4)
    bots = Bots(year, app)
    bots.keep(year.release(JULY, Period.of_half(YEAR, 1), HALF_END))
    assert bots.find("victims") == (0, 0)
    assert bots.shown("victims-base") > 0.6
