"""What holds for every protected table."""

from casework.disclosure import Counts, DisclosurePolicy, ProtectedTable, RawTable


def assert_protected(raw: RawTable, table: ProtectedTable, policy: DisclosurePolicy) -> None:
    assert table.figures.keys() == raw.figures.keys()
    for area, row in raw.figures.items():
        at_least = policy.k if area != policy.country else 0
        for code, figure in row.items():
            shown = table.figure(area, code)
            assert shown.splits.keys() == figure.splits.keys()
            assert shown.extras.keys() == figure.extras.keys()
            if shown.hidden:
                assert shown.numerator is shown.denominator is shown.percent is None
                assert not any(shown.splits.values())
                assert set(shown.extras.values()) <= {None}
                continue
            assert (shown.numerator, shown.denominator) == (figure.total.numerator, figure.total.denominator)
            if code in policy.exempt:
                continue
            assert figure.total.denominator >= policy.minimum_denominator or shown.no_cases
            assert min(figure.total.numerator, figure.total.rest) >= at_least
            _assert_parts(raw, table, area, code, policy.k)
    _assert_sums(raw, table, policy)


def _assert_parts(raw: RawTable, table: ProtectedTable, area: str, code: str, k: int) -> None:
    figure, shown = raw.figures[area][code], table.figure(area, code)
    for split, parts in shown.splits.items():
        if parts is None:
            continue
        truth = figure.splits[split]
        assert {part: Counts(one.numerator, one.denominator) for part, one in parts.items()} == truth
        numerator = figure.total.numerator - sum(one.numerator for one in truth.values())
        rest = figure.total.rest - sum(one.rest for one in truth.values())
        numbers = [numerator, rest, *(n for one in truth.values() for n in (one.numerator, one.rest))]
        assert not any(0 < abs(number) < k for number in numbers)
    for extra, value in shown.extras.items():
        assert value is None or value == figure.extras[extra]
        assert value is None or not 0 < value < k


def _assert_sums(raw: RawTable, table: ProtectedTable, policy: DisclosurePolicy) -> None:
    provinces = raw.figures.keys() - {policy.country}
    for code in set(raw.indicators()) - policy.exempt:
        hidden = {area for area in provinces if table.figure(area, code).hidden}
        if table.figure(policy.country, code).hidden:
            assert hidden == provinces
        elif hidden and hidden != provinces:
            held = [raw.figures[area][code].total for area in hidden]
            assert len(hidden) > 1
            assert sum(one.numerator for one in held) >= policy.k
            assert sum(one.rest for one in held) >= policy.k
