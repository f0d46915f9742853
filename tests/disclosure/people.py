"""Invented people, counted naively into raw tables: what the attack is tried on.

Few cases, many provinces without any, some people in two provinces, both streams or both halves of the year.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from random import Random

from casework.disclosure import Counts, Period, RawFigure, RawTable, TableKey

YEAR, FIRST, SECOND = Period.of_year(2025), Period.of_half(2025, 1), Period.of_half(2025, 2)
KEY = TableKey(FIRST, FIRST.last)
FAMILY = (
    KEY,
    TableKey(FIRST, date(2025, 6, 9)),
    TableKey(YEAR, YEAR.last),
    TableKey(YEAR, date(2025, 12, 9)),
    TableKey(SECOND, SECOND.last),
)


@dataclass(frozen=True, repr=False)
class Case:
    """One case: who, where, when, and the day from which each fact holds (None: never)."""

    person: int
    kind: str  # domestic, other, trafficking, risk
    sex: str
    province: str
    detected: date
    need: str
    basic: date | None
    service: date | None
    reintegrated: date | None
    prosecuted: date | None
    attended: date | None


def some_cases(seed: int, provinces: int = 34, busiest: int = 45, repeat: float = 0.06) -> list[Case]:
    """Random cases; a person may have a second one elsewhere, of another kind or in another month."""
    random = Random(seed)
    share = random.choice([0.35, 0.7, 0.95])
    cases: list[Case] = []
    for number in range(provinces):
        province = f"{number + 1:02}"
        expected = random.choice([0, 0, 3, random.randint(0, busiest), random.randint(0, busiest), busiest])
        for _ in range(random.randint(expected // 2, expected)):
            one = _case(random, len(cases), province, share)
            cases.append(one)
            while random.random() < repeat:
                again = _case(random, one.person, province, share)
                elsewhere = f"{random.randint(1, provinces):02}" if random.random() < 0.4 else province
                cases.append(replace(again, sex=one.sex, province=elsewhere))
    return cases


def _case(random: Random, person: int, province: str, share: float) -> Case:
    kind = random.choices(["domestic", "other", "trafficking", "risk"], [70, 16, 5, 9])[0]
    detected = date.fromordinal(random.randint(YEAR.first.toordinal(), YEAR.last.toordinal()))

    def later(probability: float) -> date | None:
        if random.random() >= probability:
            return None
        return date.fromordinal(detected.toordinal() + int(random.expovariate(1 / 20)))

    basic = later(share)
    return Case(
        person=person,
        kind=kind,
        sex=random.choices(["female", "male", "unknown"], [84, 14, 2])[0],
        province=province,
        detected=detected,
        need=random.choices(["yes", "no", "unknown"], [80, 8, 12])[0],
        basic=basic,
        service=basic or later(0.05),
        reintegrated=basic if random.random() < 0.4 else None,
        prosecuted=later(0.1),
        attended=later(0.45),
    )


def tables(cases: list[Case], keys: Iterable[TableKey], provinces: int = 34) -> dict[TableKey, RawTable]:
    """Count the cases into one table a key."""
    return {key: table(cases, key, provinces) for key in keys}


def table(cases: list[Case], key: TableKey, provinces: int = 34) -> RawTable:
    """Count the cases of a period, as far as they were known, for the country and each province."""
    until = min(key.period.last, key.cut_off)
    inside = [case for case in cases if key.period.first <= case.detected <= until]
    areas = {"VN": inside} | {
        code: [case for case in inside if case.province == code]
        for code in (f"{number + 1:02}" for number in range(provinces))
    }
    return RawTable({area: figures(found, key.cut_off) for area, found in areas.items()})


def figures(cases: list[Case], cut_off: date) -> Mapping[str, RawFigure]:
    """All indicators for these cases, facts counting up to the cut-off."""

    def people(kinds: str, needed: str = "") -> Iterator[Case]:
        return (case for case in cases if case.kind in kinds.split() and case.need.startswith(needed))

    def ids(found: Iterable[Case], fact: str = "") -> set[int]:
        return {
            case.person
            for case in found
            if not fact or ((day := getattr(case, fact)) is not None and day <= cut_off)
        }

    def reached(kinds: str, sex: str = "") -> Counts:
        found = [case for case in people(kinds) if case.sex.startswith(sex)]
        return Counts(len(ids(found, "basic")), len(ids(found)))

    both = "domestic other"
    prosecuted = ids(people(both), "prosecuted")
    everybody, attended = ids(people(both)), ids(people(both), "attended") - prosecuted
    returned = ids(people("trafficking", "yes"))
    unknown = ids(people("trafficking", "unknown")) - returned
    supported = ids(people("trafficking"), "basic") & returned
    needing = ids(people("domestic other risk", "yes"))
    helped = needing & ids(people("domestic other risk"), "service")
    return {
        "victims_reached": RawFigure(
            reached(both),
            {
                "stream": {"domestic": reached("domestic"), "other": reached("other")},
                "sex": {"female": reached(both, "female"), "male": reached(both, "male")},
            },
        ),
        "perpetrators_counselled": RawFigure(Counts(len(attended), len(everybody - prosecuted))),
        "perpetrators_counselled_tt10": RawFigure(Counts(len(attended), len(everybody))),
        "trafficking_returnees_supported": RawFigure(
            Counts(len(supported), len(returned)),
            extras={
                "reintegrated": len(supported & ids(people("trafficking"), "reintegrated")),
                "need_unknown": len(unknown),
            },
        ),
        "facilities_active": RawFigure(Counts(min(1, len(cases)), 1)),
        "ward_need_met": RawFigure(Counts(len(helped), len(needing))),
    }
