"""Somebody with all tables of a year: both halves and the year, at each cut-off, all areas.

The model follows one indicator (``victims_reached``) through time: in which half a person's cases were
detected, and by which cut-off she was reached through the cases of each.
"""

from collections.abc import Mapping
from itertools import product

from casework.disclosure import Period, ProtectedTable, RawTable, TableKey
from tests.disclosure.attack import COUNTRY, SMALL, told
from tests.disclosure.people import FAMILY
from tests.disclosure.polytope import Form, Polytope, total

INDICATOR = "victims_reached"
HALF, HALF_EARLY, YEAR, YEAR_EARLY, SECOND = FAMILY
DAYS = sorted({key.cut_off for key in FAMILY})
NEVER = len(DAYS)
Forms = dict[str, Form]


def widths(
    raw: Mapping[TableKey, RawTable], shown: Mapping[TableKey, ProtectedTable], *, overlaps: bool
) -> dict[str, int]:
    """For every number of 1 to 4 people, however derived: how far apart its extreme values are."""
    polytope = Polytope()
    areas = {area: _forms(polytope) for area in raw[HALF].figures}
    truth = {area: _truth(raw, area) for area in areas}
    for area, forms in areas.items():
        for number, key in enumerate(FAMILY):
            figure = shown[key].figure(area, INDICATOR)
            if figure.numerator is not None and figure.denominator is not None:
                polytope.equal(forms[f"{number} N"], figure.numerator)
                polytope.equal(forms[f"{number} D"], figure.denominator)
    provinces = [area for area in areas if area != COUNTRY]
    for name in (f"{number} {kind}" for number in range(len(FAMILY)) for kind in "NUD"):
        surplus = total(*(areas[area][name] for area in provinces), less=[areas[COUNTRY][name]])
        if overlaps:
            polytope.equal(surplus, sum(truth[area][name] for area in provinces) - truth[COUNTRY][name])
        else:
            polytope.at_most(total(less=[surplus]))
    targets = {
        f"{area} {name}": (form, truth[area][name])
        for area, forms in areas.items()
        for name, form in forms.items()
        if 0 < truth[area][name] < SMALL and not (overlaps and told(truth, name))
    }
    return polytope.widths(targets, SMALL - 1)


def _forms(polytope: Polytope) -> Forms:
    """Each person by the cut-offs by which she was first known and first reached, in either half."""
    slots = list(range(NEVER))
    first = [slot for slot in slots if DAYS[slot] <= HALF.cut_off]
    second = [slot for slot in slots if DAYS[slot] > HALF.cut_off]
    in_half = [
        [None, *((known, reached) for known in days for reached in (*slots, NEVER) if reached >= known)]
        for days in (first, second)
    ]
    cell = {person: polytope.variable() for person in product(*in_half) if any(person)}
    forms: Forms = {}
    for number, key in enumerate(FAMILY):
        day = DAYS.index(key.cut_off)
        halves = [half for half, days in enumerate((HALF.period, SECOND.period)) if _within(days, key.period)]
        kinds: dict[str, list[Form]] = {"N": [], "U": []}
        for person, form in cell.items():
            known = [state for half in halves if (state := person[half]) and state[0] <= day]
            if known:
                kinds["N" if any(state[1] <= day for state in known) else "U"].append(form)
        forms |= {f"{number} {kind}": total(*some) for kind, some in kinds.items()}
        forms[f"{number} D"] = total(*kinds["N"], *kinds["U"])
    return forms | _between(forms)


def _within(half: Period, period: Period) -> bool:
    return period.first <= half.first and half.last <= period.last


def _between(forms: Forms) -> Forms:
    def less(one: str, other: str) -> Form:
        return total(forms[one], less=[forms[other]])

    return {
        "known after the first half's early cut-off": less("0 D", "1 D"),
        "known after the year's early cut-off": less("2 D", "3 D"),
        "reached after the first half's early cut-off": less("0 N", "1 N"),
        "reached after the year's early cut-off": less("2 N", "3 N"),
        "in the second half alone": less("2 D", "0 D"),
        "in the first half alone": less("2 D", "4 D"),
        "reached in the year, not yet in the first half": less("2 N", "0 N"),
        "reached in the year, not in the second half": less("2 N", "4 N"),
        "came back": total(forms["0 D"], forms["4 D"], less=[forms["2 D"]]),
    }


def _truth(raw: Mapping[TableKey, RawTable], area: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for number, key in enumerate(FAMILY):
        counts = raw[key].figures[area][INDICATOR].total
        found |= {
            f"{number} N": counts.numerator,
            f"{number} U": counts.rest,
            f"{number} D": counts.denominator,
        }
    names = {name: {number: 1} for number, name in enumerate(found)}
    values = list(found.values())
    between = _between(dict(names))
    return found | {
        name: sum(times * values[column] for column, times in form.items()) for name, form in between.items()
    }
