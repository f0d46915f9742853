"""One release in every form in which it can be had: the same numbers, cell by cell."""

from collections.abc import Mapping

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from casework.disclosure.canonical import Period
from casework.indicators.policies import SitePolicies
from casework.releases.tables import Codes
from tests.factories.released import make_released, two_managers
from tests.releases.formats import Reader, reader_of

PLACES = ("VN", "01")


@pytest.fixture
def engine_kind() -> str:
    """What is shown comes out of one digest, on either engine."""
    return "sqlite"


@pytest.fixture
def reader(app: Flask, session: Session, policies: SitePolicies) -> Reader:
    """A manager, and a program, before a year's release with all tables of the catalogue."""
    managers = two_managers(session)
    release = make_released(session, policies, managers, period=Period.of_year(2025), people=800)
    return reader_of(app, session, release, policies)


def test_every_form_has_the_same_numbers(reader: Reader, policies: SitePolicies) -> None:
    cells: Mapping[str, Mapping[Codes, int | None]] = {one.code: dict(one.cells) for one in reader.tables}
    assert any(value is None for told in cells.values() for value in told.values())
    assert reader.workbook() == cells
    assert reader.open_tables() == cells
    assert reader.interface() == cells
    for page in (reader.pages(PLACES), reader.dashboard(PLACES)):
        for one in reader.tables:
            assert one.error or set(page[one.code]) == set(cells[one.code])
            assert page[one.code].items() <= cells[one.code].items()
    shown = {
        one.code: {codes: value for codes, value in one.cells.items() if value is not None}
        for one in reader.tables
        if not one.error
    }
    for sent in reader.other_systems():
        assert sent == shown


def test_what_is_reckoned_from_them_is_reckoned_from_the_same_numbers(
    reader: Reader, policies: SitePolicies
) -> None:
    bases = {one.population: one for one in reader.tables if one.code.endswith("-base")}
    specs = policies.catalogue.figures
    for (code, area, by, _part), told in reader.indicators().items():
        if by:
            continue
        base, spec = bases[specs[code].population], specs[code]
        whole = base.value(area, **spec.numerator), base.value(area, **spec.denominator)
        assert told in (whole, (None, None))  # of too few people no share is told
    for area in PLACES:
        lines = {one.number: one for one in policies.statistics.lines}
        paper = reader.statistics(area)
        assert len(paper) > 5
        for number, value in paper.items():
            known = [
                one.cells[area, *(lines[number].cell.get(name, "total") for name in one.dimensions[1:])]
                for one in reader.tables
                if one.population == lines[number].population
                and not one.error
                and set(lines[number].cell) <= set(one.dimensions)
                and area in one.codes("area")
            ]
            assert value in known
