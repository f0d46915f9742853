"""Histories as plain records, drawn by chance, and put into a database many at a time.

Nothing in them is sealed and nobody has a name: figures never look at either.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Connection, insert

from casework.cases.models import Case as CaseRow
from casework.db import uuid7
from casework.incidents.models import Incident
from casework.people.models import Person
from casework.perpetrators.models import CasePerpetrator, CounsellingSession, Liability
from casework.providers.models import Activity, Provider
from casework.services.models import Service as ServiceRow

T = TypeVar("T")
Choose = Callable[[Sequence[T]], T]
NOW = datetime(2026, 11, 22, tzinfo=UTC)

# Invented communes: the first two digits are the province.
HOME = ("33001", "33001", "33002", "31001")
KINDS = ("bao_luc_gia_dinh", "bao_luc_gioi_khac", "mua_ban_tro_ve", "nguy_co")
NEEDS = ("co", "khong", "chua_ro")
SEXES = ("nu", "nam", "khac", "chua_ro")
# One of the basic supports, one of both lists, one of reintegration, one that is in no list.
SERVICES = ("tam_lanh", "y_te", "hoc_nghe_viec_lam", "phien_dich", "tro_giup_xa_hoi")
STATUSES = ("da_cung_cap", "da_cung_cap", "da_chuyen_gui", "tu_choi")
SESSIONS = ("tu_van", "tu_van", "hoa_giai", "gop_y_phe_binh")
LIABILITIES = ("bi_truy_cuu", "chua_bi_truy_cuu")
# Through whom a case came, and its incidents.
TOLD = (
    ("cong_an", ()),
    ("tu_den", ((("the_chat",), "vo_chong"),)),
    ("cong_an", ((("the_chat", "tinh_than"), "con"), (("kinh_te",), "vo_chong"))),
    ("tu_den", (((), ""), ((), "con"))),
)
# Somebody turns 16 or 18 between the days below, is 60, not born yet, or of an age that nobody knows.
BIRTHS = (
    ("", "1990", "2010-03-01", "2008-06-09"),
    ("2010", "2010-06", "1966-03-05", "2026-04-01"),
    ("2010-06-10", "", "2008", "1966-06-30"),
)


@dataclass(frozen=True)
class Suspect:
    """A perpetrator in one case: liability (status, since) and sessions (kind, attended, day)."""

    person: int
    liabilities: tuple[tuple[str, date | None], ...] = ()
    sessions: tuple[tuple[str, bool, date], ...] = ()


@dataclass(frozen=True)
class Case:
    """One case: whose, where, when, what; services are (kind, status, day of delivery), incidents (harms, relation)."""

    victim: int
    kind: str
    need: str
    commune: str
    detected: date
    services: tuple[tuple[str, str, date | None], ...] = ()
    suspects: tuple[Suspect, ...] = ()
    source: str = "cong_an"
    incidents: tuple[tuple[tuple[str, ...], str], ...] = ()


@dataclass(frozen=True)
class Facility:
    """A provider and its activities (kind, day)."""

    kind: str
    public: bool
    active: bool
    commune: str
    activities: tuple[tuple[str, date], ...] = ()


@dataclass
class History:
    """People by number (sex, birth), cases, facilities; asked of ``first`` to ``last``, known by ``cut_off``."""

    first: date
    last: date
    cut_off: date
    sexes: tuple[str, ...] = ()
    cases: list[Case] = field(default_factory=list)
    facilities: list[Facility] = field(default_factory=list)
    births: tuple[str, ...] = ()


def home(number: int) -> tuple[str, ...]:
    """Communes of a history of its own: two in one province, one in another, which no other number has."""
    one, two = f"{2 * number + 1:02}", f"{2 * number + 2:02}"
    return f"{one}001", f"{one}001", f"{one}002", f"{two}001"


def draw_history(
    choose: Choose[Any], cut_off: date, communes: Sequence[str] = HOME, *, most: int = 7
) -> History:
    """A history of a few people; ``choose`` picks from a sequence, as hypothesis or a Random does."""
    first, last = date(cut_off.year, 1, 1), date(cut_off.year, 6, 30)
    day = timedelta(days=1)
    # Days at the very edges, and well inside and outside.
    days = (
        first - day,
        first,
        date(cut_off.year, 3, 5),
        cut_off,
        cut_off + day,
        last,
        last + day,
        date(cut_off.year, 9, 1),
    )

    def few(items: Sequence[Any]) -> range:
        return range(choose(items))

    def suspect() -> Suspect:
        return Suspect(
            choose((0, 0, 1, 2)),
            tuple((choose(LIABILITIES), choose((*days, None))) for _ in few((0, 0, 1, 2))),
            tuple((choose(SESSIONS), choose((True, False)), choose(days)) for _ in few((0, 1, 2))),
        )

    def service() -> tuple[str, str, date | None]:
        status = choose(STATUSES)
        return choose(SERVICES), status, choose(days) if status == "da_cung_cap" else None

    def case() -> Case:
        suspects = {one.person: one for one in (suspect() for _ in few((0, 1, 1, 2)))}
        source, incidents = choose(TOLD)
        return Case(
            victim=choose((0, 0, 1, 2, 3)),
            kind=choose(KINDS),
            need=choose(NEEDS),
            commune=choose(communes),
            detected=choose(days),
            services=tuple(service() for _ in few((0, 1, 2))),
            suspects=tuple(suspects.values()),
            source=source,
            incidents=incidents,
        )

    def facility() -> Facility:
        return Facility(
            choose(("co_so_tgxh", "co_so_tgxh", "tram_y_te")),
            choose((True, True, False)),
            choose((True, True, True, False)),
            choose(communes),
            tuple((choose(("tro_giup", "phong_ngua", "ung_pho")), choose(days)) for _ in few((0, 1))),
        )

    return History(
        first,
        last,
        cut_off,
        tuple(choose(SEXES) for _ in range(4)),
        [case() for _ in few(tuple(range(most + 1)))],
        [facility() for _ in few((0, 0, 1, 2))],
        choose(BIRTHS),
    )


@dataclass
class _Rows:
    """Rows of all tables, gathered to be inserted at once."""

    tables: dict[Any, list[dict[str, Any]]] = field(
        default_factory=lambda: {
            model: []
            for model in (
                Provider,
                Activity,
                Person,
                CaseRow,
                Incident,
                ServiceRow,
                CasePerpetrator,
                Liability,
                CounsellingSession,
            )
        }
    )

    def add(self, model: Any, **values: Any) -> UUID:
        key = uuid7()
        self.tables[model].append({"id": key, **values})
        return key


SEALED = (
    "full_name",
    "birth",
    "citizen_number",
    "phone",
    "commune_code",
    "address",
    "ethnicity",
    "disability",
)
UNSEALED = {"version": 1, "seal": b""}


def store(connection: Connection, histories: Iterable[History]) -> None:
    """Insert the rows of all histories, each with people of its own."""
    rows = _Rows()
    house = rows.add(Provider, **_provider(Facility("tram_y_te", True, True, HOME[0])))
    for history in histories:
        _add(rows, history, house)
    for model, values in rows.tables.items():
        if values:
            connection.execute(insert(model.__table__), values)


def _provider(one: Facility) -> dict[str, Any]:
    return {
        "name": "Cơ sở",
        "kind": one.kind,
        "public": one.public,
        "active": one.active,
        "commune_code": one.commune,
        "province_code": one.commune[:2],
        "created_at": NOW,
        "version": 1,
    }


def _add(rows: _Rows, history: History, house: UUID) -> None:
    survivors: dict[int, UUID] = {}
    suspects: dict[int, UUID] = {}

    def person(known: dict[int, UUID], number: int, side: str, sex: str) -> UUID:
        if number not in known:
            birth = history.births[number] if history.births else ""
            known[number] = rows.add(
                Person,
                reference=uuid7().hex[-16:],
                side=side,
                sex=sex,
                created_at=NOW,
                **dict.fromkeys(SEALED, b"") | {"birth": birth.encode()},
                **UNSEALED,
            )
        return known[number]

    for one in history.facilities:
        provider = rows.add(Provider, **_provider(one))
        for kind, day in one.activities:
            rows.add(Activity, provider_id=provider, held_on=day, kind=kind, created_at=NOW, version=1)
    for case in history.cases:
        survivor = person(survivors, case.victim, "survivor", history.sexes[case.victim])
        key = rows.add(
            CaseRow,
            reference=uuid7().hex[-16:],
            facility_id=house,
            survivor_id=survivor,
            status="open",
            kind=case.kind,
            detected_on=case.detected,
            commune_code=case.commune,
            province_code=case.commune[:2],
            source=case.source,
            need=case.need,
            opened_at=NOW,
            **UNSEALED,
        )
        for kind, status, delivered in case.services:
            rows.add(
                ServiceRow,
                case_id=key,
                subject_id=survivor,
                kind=kind,
                status=status,
                delivered_on=delivered,
                recorded_at=NOW,
                note=b"",
                **UNSEALED,
            )
        for harms, relation in case.incidents:
            rows.add(
                Incident,
                case_id=key,
                subject_id=survivor,
                acts=(),
                harms=harms,
                relation=relation,
                recorded_at=NOW,
                **dict.fromkeys(("occurred", "place", "narrative"), b""),
                **UNSEALED,
            )
        for suspect in case.suspects:
            _suspect(rows, suspect, key, person(suspects, suspect.person, "perpetrator", "nam"))


def _suspect(rows: _Rows, suspect: Suspect, case: UUID, someone: UUID) -> None:
    rows.add(CasePerpetrator, case_id=case, person_id=someone, linked_at=NOW, seal=b"")
    for status, since in suspect.liabilities:
        rows.add(
            Liability,
            case_id=case,
            person_id=someone,
            status=status,
            since=since,
            recorded_at=NOW,
            **UNSEALED,
        )
    for kind, attended, day in suspect.sessions:
        rows.add(
            CounsellingSession,
            case_id=case,
            person_id=someone,
            held_on=day,
            kind=kind,
            attended=attended,
            recorded_at=NOW,
            note=b"",
            **UNSEALED,
        )
