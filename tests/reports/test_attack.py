"""Everything the page can show of a period, over all areas together, taken from a database and attacked with an LP."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from casework import clock
from casework.disclosure import Period, RawTable, TableKey
from casework.indicators import queries
from casework.indicators.scope import Scope
from casework.reports.operations import released
from casework.reports.rules import allowed_cut_offs, ask
from tests.disclosure import attack
from tests.disclosure import people as invented
from tests.factories.histories import Case, History, Suspect, store

FIRST, YEAR = Period.of_half(2025, 1), Period.of_year(2025)
KINDS = {
    "domestic": "bao_luc_gia_dinh",
    "other": "bao_luc_gioi_khac",
    "trafficking": "mua_ban_tro_ve",
    "risk": "nguy_co",
}
NEEDS, SEXES = (
    {"yes": "co", "no": "khong", "unknown": "chua_ro"},
    {"female": "nu", "male": "nam", "unknown": "chua_ro"},
)


def recorded(cases: list[invented.Case], codes: list[str]) -> History:
    """The invented people as a history that a database can hold, each province with a real code."""

    def services(one: invented.Case) -> tuple[tuple[str, str, date | None], ...]:
        days = (("y_te", one.basic), ("phien_dich", one.service), ("hoc_van_hoa", one.reintegrated))
        return tuple((kind, "da_cung_cap", day) for kind, day in days if day)

    def suspect(one: invented.Case) -> Suspect:
        prosecuted = (("bi_truy_cuu", one.prosecuted),) if one.prosecuted else ()
        attended = (("tu_van", True, one.attended),) if one.attended else ()
        return Suspect(one.person, prosecuted, attended)

    sexes = {one.person: SEXES[one.sex] for one in cases}
    return History(
        FIRST.first,
        FIRST.last,
        FIRST.last,
        tuple(sexes.get(number, "nu") for number in range(max(sexes, default=0) + 1)),
        [
            Case(
                one.person,
                KINDS[one.kind],
                NEEDS[one.need],
                f"{codes[int(one.province) - 1]}001",
                one.detected,
                services(one),
                (suspect(one),),
            )
            for one in cases
        ],
    )


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
def test_no_small_number_of_a_database_can_be_worked_out(
    engine: Engine, sessions: sessionmaker[Session], policies: Any, seed: int
) -> None:
    codes = sorted(policies.units.provinces)
    cases = invented.some_cases(seed, busiest=(45, 160)[seed % 2])
    with engine.begin() as connection:
        store(connection, [recorded(cases, codes)])
    with sessions() as session:
        actor, seen = policies.access.operator(), 0
        for key in (TableKey(period, day) for period in (FIRST, YEAR) for day in _days(policies, period)):
            asked = ask(policies.plans, policies.units, clock.today(), period=key.period, cut_off=key.cut_off)
            shown = released(session, actor, policies, asked, "page", clock.now())
            raw = _raw(session, policies, key, codes)
            widths = attack.widths(raw, shown, overlaps=bool(seed % 2))
            assert len(widths) > 50
            assert min(widths.values()) >= policies.disclosure.k - 1
            seen += sum(not row["victims_reached"].hidden for row in shown.figures.values())
        assert seen


def _days(policies: Any, period: Period) -> list[date]:
    return sorted(allowed_cut_offs(policies.plans, period))


def _raw(session: Session, policies: Any, key: TableKey, codes: list[str]) -> RawTable:
    scope = Scope(key.period.first, key.period.last, key.cut_off)
    return queries.table(session, policies.indicators, scope, codes)
