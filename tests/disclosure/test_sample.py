"""The figures of the sample ledger: small as a province's are."""

from casework.disclosure import DisclosurePolicy, RawTable, protect_together
from tests.disclosure import attack
from tests.disclosure.invariants import assert_protected
from tests.disclosure.people import KEY


def test_what_the_sample_shows(sample: RawTable, policy: DisclosurePolicy) -> None:
    table = protect_together({KEY: sample}, policy)[KEY]
    shown = {
        (area, code): (figure.numerator, figure.denominator)
        for area, row in table.figures.items()
        for code, figure in row.items()
        if not figure.hidden and code != "facilities_active"
    }
    assert shown == {
        ("VN", "victims_reached"): (52, 95),
        ("VN", "perpetrators_counselled"): (20, 82),
        ("VN", "perpetrators_counselled_tt10"): (20, 93),
        ("VN", "ward_need_met"): (45, 86),
        ("31", "victims_reached"): (16, 35),
        ("31", "ward_need_met"): (15, 33),
        ("40", "victims_reached"): (20, 30),
        ("40", "perpetrators_counselled"): (8, 29),
        ("40", "ward_need_met"): (17, 25),
    }
    country = table.figure("VN", "victims_reached")
    assert country.splits["stream"] is None  # four people are in both
    assert country.splits["sex"] is not None
    assert_protected(sample, table, policy)


def test_the_sample_withstands_the_attack(sample: RawTable, policy: DisclosurePolicy) -> None:
    table = protect_together({KEY: sample}, policy)[KEY]
    for overlaps in (False, True):
        widths = attack.widths(sample, table, overlaps=overlaps)
        assert len(widths) > 20
        assert min(widths.values()) >= policy.k - 1
