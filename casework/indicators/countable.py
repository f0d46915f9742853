"""Whether what ``tables.toml`` asks for can be counted, and says what ``indicators.toml`` says (pure).

The program knows a few populations and what each can be counted by. A population is defined by an indicator: its cases,
its need, and what its numerator asks. A figure that reads cells of it must mean just that.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from casework.indicators.definitions import PERPETRATORS, Indicator, Indicators

BASED_ON: Mapping[str, str] = MappingProxyType(
    {
        "victims": "victims_reached",
        "perpetrators": "perpetrators_counselled",
        "returnees": "trafficking_returnees_supported",
        "returnees_unclear": "trafficking_returnees_supported",
        "in_need": "ward_need_met",
    }
)
"""The populations that can be counted, and whose definition each of them follows."""

COUNTED_BY: Mapping[str, tuple[frozenset[str], ...]] = MappingProxyType(
    {
        "victims": (
            frozenset({"reached", "stream", "sex", "age_group"}),
            *(frozenset({"reached", name}) for name in ("harm", "relation", "source", "service")),
        ),
        "perpetrators": (frozenset({"stream", "prosecuted", "counselled"}),),
        "returnees": (frozenset({"supported", "reintegrated"}),),
        "returnees_unclear": (frozenset({"supported", "reintegrated"}),),
        "in_need": (frozenset({"helped"}),),
    }
)
"""What people of a population can be counted by at once."""

UNCLEAR, REINTEGRATED = "need_unknown", "reintegrated"
Cell = Mapping[str, str]


def missing_definitions(indicators: Indicators) -> list[str]:
    """The definitions that populations follow and that are not there."""
    found = [code for code in dict.fromkeys(BASED_ON.values()) if code not in indicators]
    if "trafficking_returnees_supported" not in found:
        extras = {one.code for one in indicators["trafficking_returnees_supported"].extras}
        found += [
            f"trafficking_returnees_supported.{code}"
            for code in (UNCLEAR, REINTEGRATED)
            if code not in extras
        ]
    return found


def countable(population: str, names: tuple[str, ...]) -> bool:
    """Whether people of the population can be counted by all of these at once."""
    return any(set(names) <= known for known in COUNTED_BY[population])


def disagreements(
    indicator: Indicator, population: str, denominator: Cell, numerator: Cell, indicators: Indicators
) -> Iterator[str]:
    """In which respects a figure's cells are not what its indicator defines; each in words for the policy's author."""
    of = indicators[BASED_ON[population]]
    if (indicator.counts == PERPETRATORS) != (population == "perpetrators"):
        yield f"its indicator counts {indicator.counts}, the cells are {population}"
        return
    kinds = set(of.case_kinds)
    if "stream" in denominator:
        kinds &= set(indicators["victims_reached"].streams.get(denominator["stream"], ()))
    if set(indicator.case_kinds) != kinds:
        yield f"its indicator has other kinds of case than the cells ({', '.join(sorted(kinds))})"
    need = of.need
    if population == "returnees_unclear":
        need = next(one.need for one in of.extras if one.code == UNCLEAR)
    if indicator.need != need:
        yield "its indicator has another need than the cells"
    if indicator.not_prosecuted_in_denominator != (denominator.get("prosecuted") == "no"):
        yield "its denominator and that of its indicator differ in who was prosecuted"
    if population == "perpetrators" and numerator.get("prosecuted") != "no":
        yield "its numerator must leave out who was prosecuted, as every indicator of perpetrators does"
    yield from _acts(indicator, denominator, numerator, indicators)


def _acts(indicator: Indicator, denominator: Cell, numerator: Cell, indicators: Indicators) -> Iterator[str]:
    """What must have been done: the numerator's cells beyond the denominator's, against the definition's list."""
    meant = {
        ("reached", "yes"): indicators["victims_reached"].numerator.kinds,
        ("supported", "yes"): indicators["trafficking_returnees_supported"].numerator.kinds,
        ("helped", "yes"): indicators["ward_need_met"].numerator.kinds,
        ("counselled", "yes"): indicators["perpetrators_counselled"].numerator.kinds,
        ("reintegrated", "yes"): next(
            one.services
            for one in indicators["trafficking_returnees_supported"].extras
            if one.code == REINTEGRATED
        ),
    }
    asked = [
        (name, code) for name, code in numerator.items() if name not in denominator and name != "prosecuted"
    ]
    if len(asked) != 1:
        yield "its numerator must name one thing that was done, beside what the denominator names"
        return
    ((name, code),) = asked
    kinds = (code,) if name == "service" else meant.get((name, code))
    if kinds is None:
        yield f"its numerator reads {name} = “{code}”, which is nothing that was done"
    elif set(kinds) != set(indicator.numerator.kinds):
        yield f"its numerator reads {name} = “{code}”: that means {', '.join(kinds)}, its indicator says otherwise"
