"""Somebody with every page of one period and cut-off, all areas, all indicators, and an LP.

She knows the definitions, hence every equation between numbers, whoever the people are. With ``overlaps``
she also knows, for every number, by how much the provinces add up to more than the country: nobody does.

The model is written from the definitions alone and shares nothing with the room that protects.
"""

from collections.abc import Iterator, Mapping

from casework.disclosure import Counts, ProtectedFigure, ProtectedTable, RawFigure, RawTable
from tests.disclosure.polytope import Form, Polytope, total

COUNTRY = "VN"
SMALL = 5
# A need in one province and a service in another meet in the country alone.
ACROSS = ("ward N", "returnees N", "reintegrated", "not reintegrated")
Forms = dict[str, Form]  # what a number is called → how it is made of the people's classes
Shown = dict[str, int]


def widths(raw: RawTable, shown: ProtectedTable, *, overlaps: bool = True) -> dict[str, int]:
    """For every number of 1 to 4 people, however derived: how far apart its extreme values are."""
    result: dict[str, int] = {}
    for block in (victims, perpetrators, returnees):
        polytope = Polytope()
        areas = {area: block(polytope) for area in raw.figures}
        truth = {area: values(row) for area, row in raw.figures.items()}
        known = {area: dict(pages(row)) for area, row in shown.figures.items()}
        for area, forms in areas.items():
            for name in forms.keys() & known[area].keys():
                polytope.equal(forms[name], known[area][name])
        _country(polytope, areas, truth if overlaps else None)
        targets = {
            f"{area} {name}": (form, truth[area][name])
            for area, forms in areas.items()
            for name, form in forms.items()
            if 0 < truth[area][name] < SMALL and not (overlaps and told(truth, name))
        }
        result |= polytope.widths(targets, SMALL - 1)
    return result


def _country(polytope: Polytope, areas: dict[str, Forms], truth: Mapping[str, Shown] | None) -> None:
    """A person of the country is in some province; a person in two is counted in both."""
    provinces = [forms for area, forms in areas.items() if area != COUNTRY]
    for name, country in areas[COUNTRY].items():
        if "only" in name or "both" in name:  # someone may be in both streams, each in another province
            continue
        surplus = total(*(forms[name] for forms in provinces), less=[country])
        if truth is not None:
            polytope.equal(surplus, _over_provinces(truth, name) - truth[COUNTRY][name])
        elif name not in ACROSS:
            polytope.at_most(total(less=[surplus]))


def told(truth: Mapping[str, Shown], name: str) -> bool:
    """Whether her own knowledge is a small count already: then it's not the pages that give it away."""
    return 0 < abs(_over_provinces(truth, name)) < SMALL


def _over_provinces(truth: Mapping[str, Shown], name: str) -> int:
    return sum(row[name] for area, row in truth.items() if area != COUNTRY)


def victims(polytope: Polytope) -> Forms:
    """Victims by stream and whether they were reached in it, and by sex; at-risk people beside them.

    Streams are not crossed with sex: some crossed table exists for any two that have the same total.
    """
    reached_in = (
        "domestic +",
        "domestic -",
        "other +",
        "other -",
        "both ++",
        "both +-",
        "both -+",
        "both --",
    )
    cell = {name: polytope.variable() for name in reached_in}

    def of(*names: str) -> Form:
        return total(*(cell[name] for name in names))

    forms = _pair(
        "victims",
        of("domestic +", "other +", "both ++", "both +-", "both -+"),
        of("domestic -", "other -", "both --"),
    )
    forms |= _pair("domestic", of("domestic +", "both ++", "both +-"), of("domestic -", "both -+", "both --"))
    forms |= _pair("other", of("other +", "both ++", "both -+"), of("other -", "both +-", "both --"))
    forms |= _exclusive(forms)
    for sex in ("female", "male", "left over"):
        forms |= _pair(sex, *polytope.variables(2))
    basic, no_need_basic, other, no_need_other, nothing, no_need_nothing, risk, risk_nothing = (
        polytope.variables(8)
    )
    elsewhere = polytope.variable()  # reached in a case without need, and not in the case with need
    forms |= _pair("ward", total(basic, other, risk), total(nothing, risk_nothing, elsewhere))
    made: dict[str, list[tuple[str | Form, ...]]] = {
        "N": [("female N", "male N", "left over N"), (basic, no_need_basic, elsewhere)],
        "U": [("female U", "male U", "left over U"), (other, no_need_other, nothing, no_need_nothing)],
    }
    for kind, groups in made.items():
        for group in groups:
            people = (forms[form] if isinstance(form, str) else form for form in group)
            polytope.equal(total(*people, less=[forms[f"victims {kind}"]]), 0)
    return forms


def _exclusive(forms: Forms) -> Forms:
    found: Forms = {}
    for kind in "NUD":
        all_, one, two = forms[f"victims {kind}"], forms[f"domestic {kind}"], forms[f"other {kind}"]
        found |= {
            f"both {kind}": total(one, two, less=[all_]),
            f"domestic only {kind}": total(all_, less=[two]),
            f"other only {kind}": total(all_, less=[one]),
        }
    return found


def perpetrators(polytope: Polytope) -> Forms:
    """Counselled, not counselled, prosecuted."""
    counselled, not_counselled, prosecuted = polytope.variables(3)
    return (
        _pair("perpetrators", counselled, not_counselled)
        | _pair("tt10", counselled, total(not_counselled, prosecuted))
        | {"prosecuted": prosecuted}
    )


def returnees(polytope: Polytope) -> Forms:
    """Supported with or without reintegration, not supported; those whose need is not known."""
    reintegrated, others, rest, unknown = polytope.variables(4)
    return _pair("returnees", total(reintegrated, others), rest) | {
        "reintegrated": reintegrated,
        "not reintegrated": others,
        "need unknown": unknown,
    }


def _pair(name: str, numerator: Form, rest: Form) -> Forms:
    return {f"{name} N": numerator, f"{name} U": rest, f"{name} D": total(numerator, rest)}


NAMES = {
    "victims_reached": "victims",
    "ward_need_met": "ward",
    "perpetrators_counselled": "perpetrators",
    "perpetrators_counselled_tt10": "tt10",
    "trafficking_returnees_supported": "returnees",
}
EXTRAS = {"reintegrated": "reintegrated", "need_unknown": "need unknown"}


def pages(row: Mapping[str, ProtectedFigure]) -> Iterator[tuple[str, int]]:
    """The numbers that the pages of one area print."""
    for code, name in NAMES.items():
        figure = row[code]
        if figure.numerator is not None and figure.denominator is not None:
            yield f"{name} N", figure.numerator
            yield f"{name} D", figure.denominator
        for parts in figure.splits.values():
            for part, counts in (parts or {}).items():
                yield f"{part} N", counts.numerator
                yield f"{part} D", counts.denominator
        for code_, value in figure.extras.items():
            if value is not None:
                yield EXTRAS[code_], value


def values(row: Mapping[str, RawFigure]) -> Shown:
    """The true value of every number that the model has a name for."""
    found: Shown = {}

    def add(name: str, counts: Counts) -> None:
        found.update(
            {f"{name} N": counts.numerator, f"{name} U": counts.rest, f"{name} D": counts.denominator}
        )

    for code, name in NAMES.items():
        add(name, row[code].total)
        for parts in row[code].splits.values():
            for part, counts in parts.items():
                add(part, counts)
    for kind in "NUD":
        all_, one, two = found[f"victims {kind}"], found[f"domestic {kind}"], found[f"other {kind}"]
        found[f"left over {kind}"] = all_ - found[f"female {kind}"] - found[f"male {kind}"]
        found[f"both {kind}"] = one + two - all_
        found[f"domestic only {kind}"], found[f"other only {kind}"] = all_ - two, all_ - one
    trafficking = row["trafficking_returnees_supported"]
    found["prosecuted"] = found["tt10 D"] - found["perpetrators D"]
    found["reintegrated"] = trafficking.extras["reintegrated"]
    found["not reintegrated"] = found["returnees N"] - found["reintegrated"]
    found["need unknown"] = trafficking.extras["need_unknown"]
    return found
