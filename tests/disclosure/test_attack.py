"""Everything the pages show, over all areas together, against an LP; and that the LP finds a hole where there is one.

A number counts as worked out when its extreme values, each the value in a whole table that agrees with
everything shown, are less than k − 1 apart.
"""

from collections.abc import Mapping

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casework.disclosure import DisclosurePolicy, Period, ProtectedTable, RawTable, TableKey, protect_together
from casework.disclosure.protect import _protect
from casework.disclosure.provinces import Layer, _safe_alone
from tests.disclosure import attack, year_attack
from tests.disclosure.invariants import assert_protected
from tests.disclosure.people import FAMILY, KEY, YEAR, some_cases, table, tables

WHOLE_YEAR = TableKey(YEAR, YEAR.last)
seeds = st.integers(0, 10**6)
sizes = st.sampled_from(
    [(4, 60, 0.06), (5, 400, 0.2), (8, 30, 0.02), (8, 160, 0.06), (12, 60, 0.06), (12, 400, 0.02)]
)
some = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True)


def protected(raw: RawTable, policy: DisclosurePolicy, key: TableKey = KEY) -> ProtectedTable:
    return protect_together({key: raw}, policy)[key]


@settings(some, max_examples=140)
@given(seed=seeds, size=sizes, key=st.sampled_from([KEY, WHOLE_YEAR]), overlaps=st.booleans())
def test_no_small_number_can_be_worked_out(
    policy: DisclosurePolicy, seed: int, size: tuple[int, int, float], key: TableKey, overlaps: bool
) -> None:
    raw = table(some_cases(seed, *size), key, size[0])
    shown = protected(raw, policy, key)
    assert_protected(raw, shown, policy)
    widths = attack.widths(raw, shown, overlaps=overlaps)
    assert all(width >= policy.k - 1 for width in widths.values())


@pytest.mark.parametrize("seed", range(10))
def test_nor_in_a_country_of_34_provinces(policy: DisclosurePolicy, seed: int) -> None:
    raw = table(some_cases(seed, busiest=45 if seed % 2 else 160), KEY)
    shown = protected(raw, policy)
    assert_protected(raw, shown, policy)
    widths = attack.widths(raw, shown)
    assert len(widths) > 100
    assert min(widths.values()) >= policy.k - 1


@settings(some, max_examples=30)
@given(seed=seeds, size=sizes)
def test_invariants_of_all_tables_of_a_year(
    policy: DisclosurePolicy, seed: int, size: tuple[int, int, float]
) -> None:
    raw = tables(some_cases(seed, *size), FAMILY, size[0])
    result = protect_together(raw, policy)
    for key, shown in result.items():
        assert_protected(raw[key], shown, policy)
        at_end = result[TableKey(key.period, key.period.last)]
        for area, row in shown.figures.items():
            for code, figure in row.items():
                assert figure.hidden or not at_end.figure(area, code).hidden


@settings(some, max_examples=14)
@given(seed=seeds, size=st.sampled_from([(4, 60, 0.06), (5, 400, 0.06), (6, 160, 0.2)]))
def test_no_small_number_can_be_worked_out_from_all_tables_of_a_year(
    policy: DisclosurePolicy, seed: int, size: tuple[int, int, float]
) -> None:
    raw = tables(some_cases(seed, *size), FAMILY, size[0])
    widths = year_attack.widths(raw, protect_together(raw, policy), overlaps=False)
    assert all(width >= policy.k - 1 for width in widths.values())


def test_what_was_published_in_july_stays_in_january(policy: DisclosurePolicy) -> None:
    raw = tables(some_cases(3, 12, 400), FAMILY, 12)
    july = {key: one for key, one in raw.items() if key.period == Period.of_half(2025, 1)}
    january = protect_together(raw, policy)
    assert all(january[key] == shown for key, shown in protect_together(july, policy).items())


def test_the_same_counts_give_the_same_answer_in_any_order(policy: DisclosurePolicy) -> None:
    raw = tables(some_cases(5, 12, 160), FAMILY, 12)
    turned = {
        key: RawTable({area: raw[key].figures[area] for area in reversed(list(raw[key].figures))})
        for key in reversed(list(raw))
    }
    assert dict(protect_together(raw, policy)) == dict(protect_together(turned, policy))


def test_the_attack_finds_a_province_that_is_hidden_alone(policy: DisclosurePolicy) -> None:
    """The proof of the attack: with the completion over the provinces turned off it succeeds."""

    def alone(layer: Layer, k: int) -> frozenset[str]:
        return frozenset(area for area in layer.candidates if _safe_alone(layer, area, k))

    found = 0
    for seed in range(10):
        raw = table(some_cases(seed, 8, 160), KEY, 8)
        shown = _protect({KEY: raw}, policy, alone)[KEY]
        found += sum(width < policy.k - 1 for width in attack.widths(raw, shown).values())
    assert found > 20


def pinned_numbers(raw: RawTable, policy: DisclosurePolicy, weaker: DisclosurePolicy) -> Mapping[str, int]:
    widths = attack.widths(raw, protected(raw, weaker), overlaps=False)
    return {name: width for name, width in widths.items() if width < policy.k - 1}


def test_the_attack_finds_prosecuted_people_between_two_indicators(policy: DisclosurePolicy) -> None:
    weaker = DisclosurePolicy("weaker", exempt=policy.exempt, extras=policy.extras)
    raws = [table(some_cases(seed, 8, 160), KEY, 8) for seed in range(10)]
    assert not any(pinned_numbers(raw, policy, policy) for raw in raws)
    found = {name for raw in raws for name in pinned_numbers(raw, policy, weaker)}
    assert any(name.endswith("prosecuted") for name in found)


def test_the_attack_finds_what_changed_between_tables_protected_one_by_one(policy: DisclosurePolicy) -> None:
    found: set[str] = set()
    for seed in range(6):
        raw = tables(some_cases(seed, 4, 160), FAMILY, 4)
        apart = {key: protected(one, policy, key) for key, one in raw.items()}
        widths = year_attack.widths(raw, apart, overlaps=False)
        found |= {name[3:] for name, width in widths.items() if width < policy.k - 1}
    assert {"came back", "reached after the year's early cut-off"} <= found
