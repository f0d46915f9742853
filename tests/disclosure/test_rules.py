"""The rules of the first part, one by one, in tables small enough to check by eye."""

import pytest

from casework.disclosure import (
    Counts,
    DisclosurePolicy,
    ProtectedFigure,
    RawFigure,
    RawTable,
    protect_together,
)
from tests.disclosure.conftest import TableOf
from tests.disclosure.people import KEY

BIG = Counts(400, 700)


def shown(
    raw: RawTable, policy: DisclosurePolicy, area: str, code: str = "victims_reached"
) -> ProtectedFigure:
    return protect_together({KEY: raw}, policy)[KEY].figure(area, code)


@pytest.mark.parametrize(
    ("numerator", "denominator", "in_province", "in_country"),
    [
        (10, 20, True, True),
        (9, 19, False, False),
        (5, 20, True, True),
        (4, 20, False, False),
        (15, 20, True, True),
        (16, 20, False, False),
        (0, 20, False, True),
        (20, 20, False, True),
        (0, 19, False, False),
        (0, 1, False, False),
        (0, 0, False, True),
        (1, 100, False, False),
        (99, 100, False, False),
    ],
)
def test_the_floor_under_a_figure(
    policy: DisclosurePolicy,
    table_of: TableOf,
    numerator: int,
    denominator: int,
    in_province: bool,
    in_country: bool,
) -> None:
    one = Counts(numerator, denominator)
    country = shown(table_of(VN=one), policy, "VN")
    assert country.hidden is not in_country
    if in_country:
        assert (country.numerator, country.denominator) == (numerator, denominator)
    others = {f"{number:02}": Counts(200, 300) for number in range(1, 4)}
    everywhere = Counts(600 + numerator, 900 + denominator)
    province = shown(table_of(VN=everywhere, **{"00": one}, **others), policy, "00")
    if not in_province:
        assert province == shown(table_of(VN=BIG, **{"00": Counts(0, 0)}), policy, "00")
    if in_province and denominator > 20:
        assert not province.hidden


def test_no_cases_is_said_of_the_country_alone(policy: DisclosurePolicy, table_of: TableOf) -> None:
    table = table_of(VN=Counts(0, 0), **{"01": Counts(0, 0), "02": Counts(0, 0)})
    assert shown(table, policy, "VN").no_cases
    assert shown(table, policy, "VN").percent is None
    assert shown(table, policy, "01").hidden
    assert not shown(table, policy, "01").no_cases


def test_no_province_is_shown_when_the_country_is_not(policy: DisclosurePolicy, table_of: TableOf) -> None:
    table = table_of(VN=Counts(22, 25), **{"01": Counts(16, 21), "02": Counts(15, 21)})
    assert all(shown(table, policy, area).hidden for area in ("VN", "01", "02"))


def stream(total: Counts, domestic: Counts, other: Counts) -> RawFigure:
    return RawFigure(total, {"stream": {"domestic": domestic, "other": other}})


def sex(total: Counts, female: Counts, male: Counts) -> RawFigure:
    return RawFigure(total, {"sex": {"female": female, "male": male}})


@pytest.mark.parametrize(
    ("figure", "whole"),
    [
        (stream(Counts(52, 95), Counts(40, 75), Counts(12, 20)), True),
        (stream(Counts(52, 95), Counts(40, 83), Counts(12, 16)), False),  # 4 of the streams overlap
        (stream(Counts(52, 95), Counts(40, 83), Counts(12, 17)), True),  # 5 overlap, all not reached
        (stream(Counts(52, 95), Counts(41, 75), Counts(12, 20)), False),  # overlap +1 reached, -1 not
        (stream(Counts(52, 95), Counts(48, 83), Counts(4, 12)), False),  # a part too small
        (stream(Counts(52, 95), Counts(52, 95), Counts(0, 0)), True),  # nobody is in the other stream
        (stream(Counts(52, 95), Counts(50, 88), Counts(10, 20)), False),  # 2 reached in the other alone
        (sex(Counts(52, 95), Counts(43, 79), Counts(9, 16)), True),
        (sex(Counts(52, 95), Counts(43, 78), Counts(9, 16)), False),  # one left over
        (sex(Counts(52, 95), Counts(40, 70), Counts(6, 12)), True),  # 6 of 13 left over
        (sex(Counts(52, 95), Counts(52, 79), Counts(0, 16)), True),
        (sex(Counts(52, 95), Counts(50, 79), Counts(2, 16)), False),
        (sex(Counts(52, 95), Counts(43, 82), Counts(9, 13)), False),  # 4 men not reached
    ],
)
def test_a_split_is_shown_whole_or_not_at_all(
    policy: DisclosurePolicy, figure: RawFigure, whole: bool
) -> None:
    ((name, parts),) = figure.splits.items()
    result = shown(RawTable({"VN": {"victims_reached": figure}}), policy, "VN")
    assert not result.hidden
    assert (result.splits[name] is not None) is whole
    if whole:
        assert {
            part: (one.numerator, one.denominator) for part, one in (result.splits[name] or {}).items()
        } == {part: (one.numerator, one.denominator) for part, one in parts.items()}


def test_a_hidden_figure_shows_no_split_and_no_extra(policy: DisclosurePolicy) -> None:
    split = {"sex": {"female": Counts(4, 10), "male": Counts(0, 0)}}
    figure = RawFigure(Counts(4, 10), split, {"reintegrated": 0})
    result = shown(RawTable({"VN": {"x": figure}}), policy, "VN", "x")
    assert result.splits == {"sex": None}
    assert result.extras == {"reintegrated": None}


@pytest.mark.parametrize(
    ("reintegrated", "unknown", "expected"),
    [
        (5, 5, {"reintegrated": 5, "need_unknown": 5}),
        (0, 0, {"reintegrated": 0, "need_unknown": 0}),
        (4, 1, {"reintegrated": None, "need_unknown": None}),
        (26, 9, {"reintegrated": None, "need_unknown": 9}),  # 4 supported people not reintegrated
        (30, 4, {"reintegrated": 30, "need_unknown": None}),
    ],
)
def test_counts_beside_a_figure(
    policy: DisclosurePolicy, reintegrated: int, unknown: int, expected: dict[str, int | None]
) -> None:
    extras = {"reintegrated": reintegrated, "need_unknown": unknown}
    table = RawTable({"VN": {"x": RawFigure(Counts(30, 40), {}, extras)}})
    assert shown(table, policy, "VN", "x").extras == expected


@pytest.mark.parametrize(
    ("prosecuted", "wider_shown"), [(0, True), (1, False), (4, False), (5, True), (40, True)]
)
def test_prosecuted_people_between_two_indicators(
    policy: DisclosurePolicy, prosecuted: int, wider_shown: bool
) -> None:
    row = {
        "perpetrators_counselled_tt10": RawFigure(Counts(20, 82 + prosecuted)),
        "perpetrators_counselled": RawFigure(Counts(20, 82)),
    }
    table = protect_together({KEY: RawTable({"VN": row})}, policy)[KEY]
    assert not table.figure("VN", "perpetrators_counselled").hidden
    assert table.figure("VN", "perpetrators_counselled_tt10").hidden is not wider_shown


def test_two_numerators_that_should_be_one_are_not_shown_beside_each_other(policy: DisclosurePolicy) -> None:
    row = {
        "perpetrators_counselled": RawFigure(Counts(20, 82)),
        "perpetrators_counselled_tt10": RawFigure(Counts(22, 92)),
    }
    table = protect_together({KEY: RawTable({"VN": row})}, policy)[KEY]
    assert table.figure("VN", "perpetrators_counselled_tt10").hidden


def test_the_wider_indicator_does_not_stand_in_for_a_hidden_one(policy: DisclosurePolicy) -> None:
    row = {
        "perpetrators_counselled": RawFigure(Counts(8, 18)),
        "perpetrators_counselled_tt10": RawFigure(Counts(8, 28)),
    }
    table = protect_together({KEY: RawTable({"VN": row})}, policy)[KEY]
    assert table.figure("VN", "perpetrators_counselled_tt10").hidden


def test_facilities_are_not_people(policy: DisclosurePolicy, table_of: TableOf) -> None:
    table = table_of("facilities_active", VN=Counts(2, 6), **{"01": Counts(1, 1), "02": Counts(0, 0)})
    assert [shown(table, policy, area, "facilities_active").numerator for area in table.figures] == [2, 1, 0]


def test_a_table_that_lacks_what_protection_needs_is_refused(
    policy: DisclosurePolicy, table_of: TableOf
) -> None:
    with pytest.raises(ValueError, match="country"):
        shown(table_of(**{"01": BIG}), policy, "01")
    with pytest.raises(ValueError, match="Related"):
        shown(table_of("perpetrators_counselled", VN=BIG), policy, "VN", "perpetrators_counselled")
    with pytest.raises(ValueError, match="not declared"):
        shown(table_of("x", VN=RawFigure(BIG, {}, {"pregnant": 9})), policy, "VN", "x")
