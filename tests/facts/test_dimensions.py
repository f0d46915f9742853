"""The dimensions of tables: complete, in versions, and fit for one lattice."""

from dataclasses import replace
from typing import Any

import pytest

from casework.disclosure.engine import Axis, Dimension
from casework.facts import dimensions
from casework.facts.dimensions import former_code
from casework.indicators.policies import SitePolicies
from casework.vocabulary import Units
from casework.vocabulary.units import LegacyCommune
from tests.facts.naive import STREAMS


@pytest.fixture(scope="module")
def units(policies: SitePolicies) -> Units:
    return policies.units


@pytest.fixture(scope="module")
def then(units: Units) -> Dimension:
    return dimensions.former_geography(units)


def test_every_commune_lies_in_its_province_and_the_country(units: Units) -> None:
    now = dimensions.geography(units)
    places = dimensions.places(now)
    assert places.keys() == units.communes.keys()
    assert all(places[code] == (code, one.province_code, "VN") for code, one in units.communes.items())
    assert now.overlapping == {"VN", *units.provinces}
    assert len(now.cut(1).parents) == 34


def test_a_version_lasts_as_long_as_its_codes(units: Units) -> None:
    now = dimensions.geography(units)
    renamed = {code: replace(one, name=f"{one.name} mới") for code, one in units.communes.items()}
    assert dimensions.geography(replace(units, communes=renamed)).version == now.version
    moved = dict(units.communes) | {"00004": replace(units.communes["00004"], province_code="04")}
    assert dimensions.geography(replace(units, communes=moved)).version != now.version


def test_what_was_a_district_is_known_only_where_it_is_certain(units: Units, then: Dimension) -> None:
    parts: dict[str, list[Any]] = {code: [] for code in units.communes}
    for old in units.legacy.values():
        for code in old.successors:
            parts[code].append(old)
    for code, olds in parts.items():
        districts = {former_code(old.province, old.district) for old in olds}
        provinces = {former_code(old.province) for old in olds}
        expected = districts if len(districts) == 1 else provinces if len(provinces) == 1 else {"then"}
        assert {then.parents[code]} == expected
    depths = [then.depths[code] for code in units.communes]
    assert {depth: depths.count(depth) for depth in set(depths)} == {4: 2999, 3: 294, 2: 28}


def test_no_two_districts_of_then_share_a_code(units: Units) -> None:
    districts = {(old.province, old.district) for old in units.legacy.values()}
    assert len({former_code(*names) for names in districts}) == len(districts) == 691


def test_both_geographies_fit_into_one_axis(units: Units, then: Dimension) -> None:
    axis = Axis("area", (dimensions.geography(units), then))
    assert len(axis.leaves) > len(units.communes)
    places = dimensions.places(*axis.versions)
    assert places["00004"][:3] == ("00004", "01", "VN")
    assert {"then", former_code("Thành phố Hà Nội")} < set(places["00004"])
    assert all(len(areas) == len(set(areas)) for areas in places.values())


def test_streams_are_another_version_with_other_kinds() -> None:
    streams = dimensions.streams(STREAMS)
    assert streams.children["total"] == ("domestic", "other")
    assert streams.overlapping == {"total"}
    other = dimensions.streams({**STREAMS, "other": ("bao_luc_gioi_khac", "nguy_co")})
    assert other.parents == streams.parents
    assert other.version != streams.version


def test_partitions_and_overlaps(policies: SitePolicies) -> None:
    words = policies.vocabulary
    for partition in (dimensions.sex(words), dimensions.age_group(words), dimensions.flag("reached")):
        assert not partition.overlapping
    assert dimensions.flag("reached").varying
    for what, codes in (("harm", "harm"), ("relation", "relation"), ("service", "service_kind")):
        found = dimensions.trait(words, what)
        assert set(found.parents) == {*words[codes].codes, "none"}
        assert found.overlapping == {"total"}


def test_a_commune_that_is_gone_lies_where_the_one_does_that_took_over_its_centre() -> None:
    now = Dimension("area", "1", {"p": "VN", "q": "VN", "c1": "p", "c2": "q"})
    former = {
        code: LegacyCommune(code, "x", "x", "x", into)
        for code, into in {"old": ("c2",), "parted": ("c1", "c2"), "c1": ("c2",), "lost": ("c9",)}.items()
    }
    assert dimensions.places(now, former=former) == {
        "c1": ("c1", "p", "VN"),
        "c2": ("c2", "q", "VN"),
        "old": ("c2", "q", "VN"),
        "parted": ("c1", "p", "VN"),
    }
