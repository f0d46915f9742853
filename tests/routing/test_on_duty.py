"""Whom to ask: the nearest area first, then position; somebody always, if there is anybody."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete
from sqlalchemy.orm import Session

from casework.providers.models import Provider
from casework.providers.rules import COMMUNE, COUNTRY, FACILITY_KINDS, PROVINCE, REACHES, serves
from casework.routing.models import Duty
from casework.routing.queries import OnDuty, on_duty
from casework.routing.rules import FALLBACK, WHYS
from casework.vocabulary.units import Units
from tests.factories.partners import make_agency, make_duty
from tests.routing.conftest import BA_DINH, HA_NOI, HAI_PHONG, NGOC_HA, Country

SHELTER, LAWYER = "tam_lanh", "tro_giup_phap_ly"
ONE_ENGINE = pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)


def asked(session: Session, units: Units, *kinds: str, commune: str = BA_DINH) -> list[tuple[Provider, str]]:
    return [(one.provider, one.why) for one in on_duty(session, units, kinds, commune)]


def test_the_commune_comes_before_the_province_and_that_before_the_country(
    session: Session, units: Units, country: Country
) -> None:
    make_duty(session, country.everywhere, SHELTER)
    make_duty(session, country.house, SHELTER, HA_NOI)
    make_duty(session, country.near, SHELTER, BA_DINH)
    assert asked(session, units, SHELTER) == [
        (country.near, COMMUNE),
        (country.house, PROVINCE),
        (country.everywhere, COUNTRY),
    ]
    assert asked(session, units, SHELTER, commune=NGOC_HA) == [
        (country.house, PROVINCE),
        (country.everywhere, COUNTRY),
    ]
    elsewhere = asked(session, units, SHELTER, commune=country.far.commune_code)
    assert elsewhere == [(country.everywhere, COUNTRY), (country.far, FALLBACK)]


def test_within_an_area_position_decides_and_then_the_name(
    session: Session, units: Units, country: Country
) -> None:
    second = make_agency(session, "co_so_tgxh", "An Bình")
    make_duty(session, country.house, SHELTER, HA_NOI, 2)
    make_duty(session, second, SHELTER, HA_NOI, 1)
    assert [one for one, _ in asked(session, units, SHELTER)] == [second, country.house]
    session.execute(delete(Duty))
    make_duty(session, country.house, SHELTER, HA_NOI)
    make_duty(session, second, SHELTER, HA_NOI)
    assert [one for one, _ in asked(session, units, SHELTER)] == [second, country.house]


def test_who_gives_more_of_what_is_needed_comes_first(
    session: Session, units: Units, country: Country
) -> None:
    make_duty(session, country.house, SHELTER, HA_NOI, 2)
    make_duty(session, country.house, LAWYER, HA_NOI, 2)
    lawyers = make_agency(session, "tt_tgpl")
    make_duty(session, lawyers, LAWYER, HA_NOI, 1)
    found = on_duty(session, units, [SHELTER, LAWYER], BA_DINH)
    assert [(one.provider, one.services) for one in found] == [
        (country.house, (SHELTER, LAWYER)),
        (lawyers, (LAWYER,)),
    ]
    assert asked(session, units, LAWYER)[0] == (lawyers, PROVINCE)


def test_the_nearest_line_of_an_organisation_counts(session: Session, units: Units, country: Country) -> None:
    make_duty(session, country.house, SHELTER, HA_NOI, 9)
    make_duty(session, country.house, SHELTER, NGOC_HA, 3)
    (one,) = on_duty(session, units, [SHELTER], NGOC_HA)
    assert (one.why, one.position) == (COMMUNE, 3)


def test_closed_ones_and_those_that_serve_elsewhere_are_left_out(
    session: Session, units: Units, country: Country
) -> None:
    make_duty(session, country.house, SHELTER, HA_NOI)
    make_duty(session, country.near, SHELTER, BA_DINH)
    country.near.active = False
    assert asked(session, units, SHELTER) == [(country.house, PROVINCE)]
    country.near.active, country.near.reach = True, COMMUNE
    country.near.commune_code = NGOC_HA
    assert asked(session, units, SHELTER) == [(country.house, PROVINCE)]


def test_a_line_counts_from_its_first_day_to_its_last(
    session: Session, units: Units, country: Country
) -> None:
    first, last = date(2027, 1, 1), date(2027, 1, 31)
    make_duty(session, country.everywhere, SHELTER, starts_on=first, ends_on=last)

    def counts(on: date) -> bool:
        return country.everywhere in {
            one.provider for one in on_duty(session, units, [SHELTER], BA_DINH, on=on)
        }

    assert [counts(day) for day in (date(2026, 12, 31), first, last, date(2027, 2, 1))] == [
        False,
        True,
        True,
        False,
    ]
    assert asked(session, units, SHELTER) == [(country.house, FALLBACK)]  # today is 22 November 2026


def test_without_anybody_on_duty_the_public_facilities_of_the_province_are_asked(
    session: Session, units: Units, country: Country
) -> None:
    here = make_agency(session, "co_so_tgxh", "Ở ngay đây")
    make_agency(session, "co_so_tgxh", "Tư nhân", public=False)
    assert asked(session, units, SHELTER) == [(here, FALLBACK), (country.house, FALLBACK)]
    country.house.active = here.active = False
    assert [one.name for one, _ in asked(session, units, SHELTER)] == ["Tư nhân"]


def test_somebody_is_asked_even_in_a_province_without_facility(
    session: Session, units: Units, country: Country
) -> None:
    nowhere = units.communes_of("40")[0].code
    assert asked(session, units, SHELTER, commune=nowhere) == [
        (country.house, FALLBACK),
        (country.far, FALLBACK),
    ]
    assert asked(session, units, SHELTER, commune="99999")
    assert asked(session, units, commune=BA_DINH) == [(country.house, FALLBACK)]


def test_who_passes_it_on_is_not_asked_again(session: Session, units: Units, country: Country) -> None:
    make_duty(session, country.house, SHELTER, HA_NOI)
    found = on_duty(session, units, [SHELTER], BA_DINH, but=country.house.id)
    assert country.house not in {one.provider for one in found}
    assert found


PLACES = ((BA_DINH, HA_NOI), (NGOC_HA, HA_NOI), ("", HAI_PHONG))
organisations = st.lists(
    st.tuples(
        st.sampled_from(["co_so_tgxh", "dia_chi_tin_cay", "tt_tgpl", "cong_an"]),
        st.sampled_from(PLACES),
        st.sampled_from(REACHES),
        st.booleans(),
        st.booleans(),
    ),
    min_size=1,
    max_size=6,
)
lines = st.lists(
    st.tuples(
        st.sampled_from([SHELTER, LAWYER]),
        st.sampled_from(["", HA_NOI, HAI_PHONG, BA_DINH, NGOC_HA]),
        st.integers(1, 3),
        st.integers(0, 5),
    ),
    max_size=10,
)


@ONE_ENGINE
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    made=organisations,
    table=lines,
    kinds=st.sets(st.sampled_from([SHELTER, LAWYER])),
    commune=st.sampled_from([BA_DINH, NGOC_HA]),
)
def test_whatever_the_table_says(
    session: Session,
    units: Units,
    made: list[tuple[str, tuple[str, str], str, bool, bool]],
    table: list[tuple[str, str, int, int]],
    kinds: set[str],
    commune: str,
) -> None:
    session.execute(delete(Duty))
    session.execute(delete(Provider))
    session.expunge_all()
    known = [
        make_agency(
            session,
            kind,
            f"Cơ quan {number}",
            commune_code=place[0] or units.communes_of(place[1])[0].code,
            province_code=place[1],
            reach=reach,
            public=public,
            active=active,
        )
        for number, (kind, place, reach, public, active) in enumerate(made)
    ]
    for service, area, position, number in table:
        make_duty(session, known[number % len(known)], service, area, position)
    found = on_duty(session, units, kinds, commune)
    _holds(found, known, commune)
    on_table = {
        known[number % len(known)].id
        for service, area, _, number in table
        if service in kinds and area in {"", HA_NOI, commune}
    }
    meant = {one.id for one in known if one.id in on_table and one.active and serves(one, commune, HA_NOI)}
    assert {one.provider.id for one in found if one.why != FALLBACK} == meant


def _holds(found: list[OnDuty], known: list[Provider], commune: str) -> None:
    assert len({one.provider.id for one in found}) == len(found)
    assert all(one.provider.active for one in found)
    near = [WHYS.index(one.why) for one in found]
    assert near == sorted(near)
    for one, after in pairwise(found):
        if (one.why, len(one.services)) == (after.why, len(after.services)):
            assert one.position <= after.position
    for one in found:
        assert bool(one.services) == (one.why != FALLBACK)
        assert one.why == FALLBACK or serves(one.provider, commune, HA_NOI)
        assert one.why != FALLBACK or one.provider.kind in FACILITY_KINDS
    if any(one.active and one.kind in FACILITY_KINDS for one in known):
        assert any(one.provider.kind in FACILITY_KINDS for one in found)
    public_here = {
        one.id
        for one in known
        if one.active and one.public and one.kind == "co_so_tgxh" and serves(one, commune, HA_NOI)
        if one.province_code == HA_NOI
    }
    assert public_here <= {one.provider.id for one in found}
