"""The second count: who stands in which cell, in plain Python over plain records, one person after another.

It knows neither facts nor populations; codes and lists are written out once more.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date

from tests.factories.histories import Case, History, Suspect

DOMESTIC, OTHER, RETURN, RISK = "bao_luc_gia_dinh", "bao_luc_gioi_khac", "mua_ban_tro_ve", "nguy_co"
STREAMS = {"domestic": (DOMESTIC,), "other": (OTHER,)}
BASIC = (
    "y_te tam_lanh nhu_cau_thiet_yeu tu_van_tam_ly tro_giup_phap_ly bao_ve_an_toan tro_giup_xa_hoi".split()
)
REINTEGRATION = "hoc_van_hoa hoc_nghe_viec_lam tro_cap_ban_dau".split()
TRAFFICKING = (
    "nhu_cau_thiet_yeu y_te phien_dich ho_tro_phap_luat tro_giup_phap_ly chi_phi_di_lai tu_van_tam_ly"
).split() + REINTEGRATION

Cell = tuple[str, ...]


def age(birth: str, day: date) -> str:
    """The group, one birthday after the other; of a partial date the last day that it can mean."""
    year, month, last = (*map(int, birth.split("-")), 0, 0)[:3] if birth else (0, 0, 0)
    if not year or (year, month or 1, last or 1) > (day.year, day.month, day.day):
        return "unknown"
    ends = {0: 31, 2: 28, 4: 30, 6: 30, 9: 30, 11: 30}
    born = (month or 12, last or ends.get(month, 31))
    years = 0
    while (year + years + 1, *born) <= (day.year, day.month, day.day):
        years += 1
    return "60_up" if years >= 60 else "18_59" if years >= 18 else "16_17" if years >= 16 else "0_15"


class Naive:
    """Every table of one period and cut-off over some histories, in the areas that ``areas`` names for a commune."""

    def __init__(
        self,
        histories: list[History],
        first: date,
        last: date,
        cut_off: date,
        areas: Callable[[str], Iterable[str]],
    ) -> None:
        self.histories, self.first, self.last = histories, first, last
        self.cut_off, self.areas = cut_off, areas

    def people(self, *kinds: str, need: str = "") -> Iterator[tuple[History, int, str, list[Case]]]:
        """Each victim with her cases in scope, once for each area in which she has any."""
        for history in self.histories:
            for number in range(len(history.sexes)):
                hers = [
                    case
                    for case in history.cases
                    if case.victim == number
                    and case.kind in kinds
                    and need in ("", case.need)
                    and self.first <= case.detected <= self.last
                ]
                for area in {area for case in hers for area in self.areas(case.commune)}:
                    yield history, number, area, [c for c in hers if area in self.areas(c.commune)]

    def served(self, cases: Iterable[Case], services: Iterable[str] | None = None) -> str:
        found = any(
            status == "da_cung_cap" and day is not None and day <= self.cut_off
            for case in cases
            for kind, status, day in case.services
            if services is None or kind in services
        )
        return "yes" if found else "no"

    def group(self, history: History, number: int) -> str:
        """The age group of her first detection in the year, whatever it was about and wherever."""
        days = [
            case.detected
            for case in history.cases
            if case.victim == number and case.detected.year == self.first.year
        ]
        known = [age(history.births[number], day) for day in sorted(days)]
        return next((one for one in known if one != "unknown"), "unknown")

    def victims(self) -> Counter[Cell]:
        cells: Counter[Cell] = Counter()
        for history, number, area, hers in self.people(DOMESTIC, OTHER):
            who = history.sexes[number], self.group(history, number)
            for stream, kinds in {"total": (DOMESTIC, OTHER), **STREAMS}.items():
                some = [case for case in hers if case.kind in kinds]
                if some:
                    cells[area, stream, *who, self.served(some, BASIC)] += 1
        return cells

    def returnees(self, need: str) -> Counter[Cell]:
        return Counter(
            (area, self.served(hers, TRAFFICKING), self.served(hers, REINTEGRATION))
            for _, _, area, hers in self.people(RETURN, need=need)
        )

    def needs(self) -> Counter[Cell]:
        return Counter(
            (area, self.served(hers)) for _, _, area, hers in self.people(DOMESTIC, OTHER, RISK, need="co")
        )

    def traits(self, what: str) -> Counter[Cell]:
        cells: Counter[Cell] = Counter()
        for history, number, area, hers in self.people(DOMESTIC, OTHER):
            told = {
                "harm": {harm for case in hers for harms, _ in case.incidents for harm in harms},
                "relation": {relation for case in hers for _, relation in case.incidents if relation},
                "source": {case.source for case in hers},
                "service": {kind for case in hers for kind in self._kinds(case)},
            }[what]
            for code in told or {"none"}:
                cells[area, code, history.sexes[number]] += 1
        return cells

    def _kinds(self, case: Case) -> set[str]:
        return {kind for kind, status, day in case.services if day is not None and day <= self.cut_off}

    def perpetrators(self) -> Counter[Cell]:
        cells: Counter[Cell] = Counter()
        for history in self.histories:
            linked = [
                (case, suspect)
                for case in history.cases
                for suspect in case.suspects
                if case.kind in (DOMESTIC, OTHER) and self.first <= case.detected <= self.last
            ]
            for number in {suspect.person for _, suspect in linked}:
                his = [(case, suspect) for case, suspect in linked if suspect.person == number]
                for area in {area for case, _ in his for area in self.areas(case.commune)}:
                    for stream, kinds in {"total": (DOMESTIC, OTHER), **STREAMS}.items():
                        some = [s for c, s in his if c.kind in kinds and area in self.areas(c.commune)]
                        if some:
                            cells[area, stream, self._prosecuted(some), self._counselled(some)] += 1
        return cells

    def _prosecuted(self, some: list[Suspect]) -> str:
        days = [since for one in some for status, since in one.liabilities if status == "bi_truy_cuu"]
        return "yes" if any(day is not None and day <= self.cut_off for day in days) else "no"

    def _counselled(self, some: list[Suspect]) -> str:
        met = [session for one in some for session in one.sessions]
        return "yes" if any(k == "tu_van" and here and day <= self.cut_off for k, here, day in met) else "no"
