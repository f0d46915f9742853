"""The second count: indicators.md read aloud in plain Python, over plain records, one person after another.

It knows neither the policy files nor the engine; codes and lists are written out once more.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from casework.disclosure import Counts, RawFigure
from tests.factories.histories import Case, Facility, History

DOMESTIC, OTHER, RETURN, RISK = "bao_luc_gia_dinh", "bao_luc_gioi_khac", "mua_ban_tro_ve", "nguy_co"
BASIC = (
    "y_te tam_lanh nhu_cau_thiet_yeu tu_van_tam_ly tro_giup_phap_ly bao_ve_an_toan tro_giup_xa_hoi".split()
)
REINTEGRATION = "hoc_van_hoa hoc_nghe_viec_lam tro_cap_ban_dau".split()
TRAFFICKING = (
    "nhu_cau_thiet_yeu y_te phien_dich ho_tro_phap_luat tro_giup_phap_ly chi_phi_di_lai tu_van_tam_ly"
).split() + REINTEGRATION

Person = tuple[int, int]  # history and number: people of two histories are different people


class Naive:
    """All indicators of one area, period and cut-off over some histories."""

    def __init__(
        self, histories: list[History], first: date, last: date, cut_off: date, area: str = "VN"
    ) -> None:
        self.histories, self.area = histories, area
        self.first, self.last, self.cut_off = first, last, cut_off

    def here(self, commune: str) -> bool:
        return self.area in ("VN", commune, commune[:2])

    def cases(self, *kinds: str, need: str = "") -> Iterator[tuple[int, Case]]:
        for number, history in enumerate(self.histories):
            for case in history.cases:
                in_scope = self.first <= case.detected <= self.last and self.here(case.commune)
                if in_scope and case.kind in kinds and (not need or case.need == need):
                    yield number, case

    def served(self, case: Case, services: Iterable[str] | None) -> bool:
        in_time = [
            kind
            for kind, status, day in case.services
            if status == "da_cung_cap" and day is not None and day <= self.cut_off
        ]
        return any(services is None or kind in services for kind in in_time)

    def victims(
        self, *kinds: str, need: str = "", services: Iterable[str] | None = None, sex: str = ""
    ) -> Counts:
        everybody: set[Person] = set()
        reached: set[Person] = set()
        for number, case in self.cases(*kinds, need=need):
            if sex and self.histories[number].sexes[case.victim] != sex:
                continue
            everybody.add((number, case.victim))
            if self.served(case, services):
                reached.add((number, case.victim))
        return Counts(len(reached), len(everybody))

    def perpetrators(self, *, without_prosecuted: bool) -> Counts:
        everybody: set[Person] = set()
        prosecuted: set[Person] = set()
        counselled: set[Person] = set()
        for number, case in self.cases(DOMESTIC, OTHER):
            for suspect in case.suspects:
                person = (number, suspect.person)
                everybody.add(person)
                for status, since in suspect.liabilities:
                    if status == "bi_truy_cuu" and since is not None and since <= self.cut_off:
                        prosecuted.add(person)
                for kind, attended, day in suspect.sessions:
                    if kind == "tu_van" and attended and day <= self.cut_off:
                        counselled.add(person)
        counted = everybody - prosecuted if without_prosecuted else everybody
        return Counts(len(counselled - prosecuted), len(counted))

    def facilities(self) -> Counts:
        def counts(one: Facility) -> bool:
            return one.kind == "co_so_tgxh" and one.public and one.active and self.here(one.commune)

        def active(one: Facility) -> bool:
            return any(self.first <= day <= min(self.last, self.cut_off) for _, day in one.activities)

        found = [one for history in self.histories for one in history.facilities if counts(one)]
        return Counts(sum(active(one) for one in found), len(found))

    def figures(self) -> dict[str, RawFigure]:
        both = (DOMESTIC, OTHER)
        reintegrated = self.victims(RETURN, need="co", services=REINTEGRATION)
        return {
            "victims_reached": RawFigure(
                self.victims(*both, services=BASIC),
                {
                    "stream": {
                        "domestic": self.victims(DOMESTIC, services=BASIC),
                        "other": self.victims(OTHER, services=BASIC),
                    },
                    "sex": {
                        "female": self.victims(*both, services=BASIC, sex="nu"),
                        "male": self.victims(*both, services=BASIC, sex="nam"),
                    },
                },
            ),
            "perpetrators_counselled": RawFigure(self.perpetrators(without_prosecuted=True)),
            "perpetrators_counselled_tt10": RawFigure(self.perpetrators(without_prosecuted=False)),
            "trafficking_returnees_supported": RawFigure(
                self.victims(RETURN, need="co", services=TRAFFICKING),
                extras={
                    "reintegrated": reintegrated.numerator,
                    "need_unknown": self.victims(RETURN, need="chua_ro").denominator,
                },
            ),
            "facilities_active": RawFigure(self.facilities()),
            "ward_need_met": RawFigure(self.victims(*both, RISK, need="co")),
        }
