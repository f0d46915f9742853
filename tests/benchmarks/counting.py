"""All indicators for the country at 200,000 cases, against one hand-written GROUP BY over the same table."""

from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import insert, text
from sqlalchemy.orm import Session

from casework.cases.models import Case
from casework.db import uuid7
from casework.indicators import queries
from casework.indicators.scope import Scope
from casework.people.models import Person
from casework.perpetrators.models import CasePerpetrator, CounsellingSession, Liability
from casework.services.models import Service
from tests.benchmarks.bench import Line, paired, site
from tests.benchmarks.crowd import NOW, facility

CASES = 200_000
KINDS = (
    "bao_luc_gia_dinh",
    "bao_luc_gia_dinh",
    "bao_luc_gia_dinh",
    "bao_luc_gioi_khac",
    "nguy_co",
    "mua_ban_tro_ve",
)
SERVICES = ("y_te", "tam_lanh", "tu_van_tam_ly", "phien_dich", "hoc_van_hoa")
SEALED = bytes(64)
FIELDS = (
    "full_name",
    "birth",
    "citizen_number",
    "phone",
    "commune_code",
    "address",
    "ethnicity",
    "disability",
)


def measure() -> Line:
    """A year of 200,000 cases: six indicators with their splits, against how many cases and people a province has."""
    with site() as wiring:
        with wiring.sessions() as session:
            session.info["actor"] = wiring.policies.access.operator()
            _fill(session)
            session.commit()
            session.execute(text("ANALYZE"))
            session.commit()
        scope = Scope(date(2025, 1, 1), date(2025, 12, 31), date(2025, 12, 31))
        by_hand = text(
            "SELECT province_code, kind, COUNT(*), COUNT(DISTINCT survivor_id) FROM case_file"
            " WHERE detected_on BETWEEN '2025-01-01' AND '2025-12-31' GROUP BY province_code, kind"
        )

        def ours() -> None:
            with wiring.sessions() as session:
                queries.figures(session, wiring.policies.indicators, scope)

        def theirs() -> None:
            with wiring.sessions() as session:
                session.execute(by_hand).all()

        us, them = paired(ours, theirs, 3)
    ratio = us / them
    detail = f"{1000 * us:.0f} ms, baseline {1000 * them:.0f} ms"
    return Line(
        "all indicators for the country at 200,000 cases",
        "one hand-written GROUP BY",
        "≤ 5 ×",
        ratio,
        ratio <= 5,
        detail,
    )


def _fill(session: Session) -> None:
    chance, place = Random(3), facility(session)
    rows: dict[type[Any], list[dict[str, Any]]] = {
        one: [] for one in (Person, Case, Service, CasePerpetrator, Liability, CounsellingSession)
    }
    keys: list[UUID] = []
    for at in range(CASES):
        if not keys or chance.random() < 0.9:
            keys.append(_add_person(rows, "survivor", "nu" if chance.random() < 0.8 else "nam", at))
        _add_case(rows, chance, place, keys[-1], at)
    for model, some in rows.items():
        for begin in range(0, len(some), 20_000):
            session.execute(insert(model), some[begin : begin + 20_000])


def _add_person(rows: dict[type[Any], list[dict[str, Any]]], side: str, sex: str, at: int) -> UUID:
    key = uuid7()
    sealed = {f"_{name}": SEALED for name in FIELDS}
    told = {"id": key, "reference": f"{side[0]}{at}", "side": side, "sex": sex, "created_at": NOW}
    rows[Person].append(told | sealed | {"version": 1, "seal": bytes(32), "ledger_code": None})
    return key


def _add_case(
    rows: dict[type[Any], list[dict[str, Any]]], chance: Random, place: UUID, survivor: UUID, at: int
) -> None:
    key, day = uuid7(), date(2025, 1, 1) + timedelta(days=chance.randrange(365))
    sealed = {"version": 1, "seal": bytes(32)}
    rows[Case].append(
        {
            "id": key,
            "reference": f"c{at}",
            "facility_id": place,
            "survivor_id": survivor,
            "status": "engaged",
            "kind": chance.choice(KINDS),
            "detected_on": day,
            "commune_code": "12391",
            "province_code": chance.choice(("33", "24", "31", "40")),
            "source": "tu_den",
            "need": chance.choice(("co", "co", "khong", "chua_ro")),
            "opened_at": NOW,
        }
        | sealed
    )
    if chance.random() < 0.8:
        told = {"id": uuid7(), "case_id": key, "subject_id": survivor, "kind": chance.choice(SERVICES)}
        told |= {
            "status": chance.choice(("da_cung_cap", "da_chuyen_gui")),
            "delivered_on": day,
            "recorded_at": NOW,
        }
        rows[Service].append(told | {"_note": SEALED} | sealed)
    if chance.random() < 0.8:
        him = _add_person(rows, "perpetrator", "nam", at)
        rows[CasePerpetrator].append(
            {"id": uuid7(), "case_id": key, "person_id": him, "linked_at": NOW, "seal": bytes(32)}
        )
        if chance.random() < 0.4:
            told = {
                "id": uuid7(),
                "case_id": key,
                "person_id": him,
                "since": day,
                "recorded_at": NOW,
                "version": 1,
                "seal": bytes(32),
            }
            rows[Liability].append(told | {"status": chance.choice(("bi_truy_cuu", "chua_bi_truy_cuu"))})
        if chance.random() < 0.5:
            told = {"id": uuid7(), "case_id": key, "subject_id": him, "held_on": day, "kind": "tu_van"}
            rows[CounsellingSession].append(
                told | {"attended": True, "recorded_at": NOW, "_note": SEALED} | sealed
            )
