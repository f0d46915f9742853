"""A site changes its tables within a year: what was released of it stays known."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy.orm import Session

from casework.access import Actor
from casework.disclosure.canonical import Period
from casework.disclosure.engine import NotProtected
from casework.indicators.catalogue import TableSpec
from casework.indicators.policies import SitePolicies
from casework.releases import checking, reading
from casework.releases.building import all_earlier
from casework.releases.former import of_year
from casework.releases.models import Release
from casework.releases.operations import ReleaseRequest
from casework.releases.queries import parts
from tests.releases.test_operations import ready, released

pytestmark = pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
LATER = ReleaseRequest(Period.of_year(2026), date(2026, 11, 22))
STREAM = "victims-stream"


@pytest.fixture
def first(
    session: Session, small: SitePolicies, filled: Callable[..., None], manager: Actor, second: Actor
) -> Release:
    """A release by the site's first tables, and some people who were recorded after it."""
    filled(1, 400)
    release = released(session, (manager, second), small)
    filled(3, 60)
    return release


def with_tables(policies: SitePolicies, *tables: TableSpec, cross: tuple[str, ...] = ()) -> SitePolicies:
    """The same policies with other tables, and perhaps something more to count by."""
    catalogue = policies.catalogue
    victims = catalogue.populations["victims"]
    if cross:
        victims = replace(victims, crosses=(*victims.crosses, cross))
    populations = {**catalogue.populations, "victims": victims}
    return replace(
        policies,
        catalogue=replace(
            catalogue, populations=populations, tables={one.code: one for one in tables}, rounded={}
        ),
    )


def test_as_long_as_nothing_changes_a_year_has_the_policies_tables(
    session: Session, small: SitePolicies, first: Release
) -> None:
    for population in small.catalogue.populations.values():
        earlier = all_earlier(session, [first], population)
        shown = parts(session, first.id, secret=False)
        assert of_year(small.catalogue, population, earlier, shown) == (small.catalogue, population)


def test_a_table_by_another_name_is_made_safe_beside_the_old_one(
    session: Session, small: SitePolicies, manager: Actor, second: Actor, first: Release
) -> None:
    other = with_tables(small, replace(small.catalogue.tables[STREAM], code="by-stream"))
    later = released(session, (manager, second), other, LATER)
    old, new = ({one.code: one for one in reading.tables_of(session, one)} for one in (first, later))
    assert STREAM not in new
    pairs = [(old[STREAM].cells[codes], value) for codes, value in new["by-stream"].cells.items()]
    steps = [one - other for one, other in pairs if one is not None and other is not None]
    assert steps
    assert not {abs(step) for step in steps} & set(range(1, 5))
    assert checking.faults(session, other) == []


def test_what_was_not_counted_from_the_first_waits_for_the_next_year(
    session: Session, policies: SitePolicies, small: SitePolicies, manager: Actor, first: Release
) -> None:
    tables = policies.catalogue.tables
    more = with_tables(small, tables[STREAM], tables["victims-sex"], cross=("sex", "age_group"))
    assert checking.faults(session, more) == []
    later = ready(session, manager, more, LATER)
    codes = {one.code for one in reading.tables_of(session, later)}
    assert STREAM in codes
    assert "victims-sex" not in codes


def test_one_name_cannot_mean_two_tables_in_a_year(
    session: Session, small: SitePolicies, manager: Actor, first: Release
) -> None:
    other = with_tables(small, replace(small.catalogue.tables[STREAM], dimensions=("reached",)))
    with pytest.raises(NotProtected):
        ready(session, manager, other, LATER)
    assert checking.faults(session, other) == ["The releases of 2026 are not safe together (victims)."]
