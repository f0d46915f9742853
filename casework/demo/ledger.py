"""A ledger of invented people and cases over two years in four provinces, up to a given day."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from casework.demo import names
from casework.exchange.ledger import (
    ActivityRow,
    CaseRow,
    FacilityRow,
    Ledger,
    LiabilityRow,
    PersonRow,
    ServiceRow,
    SessionRow,
)
from casework.vocabulary import Vocabulary
from casework.vocabulary.units import Units

PROVINCES = ("33", "24", "31", "40")
FIRST_DAY = date(2025, 1, 1)
CASES = 1_200
HOME = "CS-33-1"
KINDS = (("bao_luc_gia_dinh", 72), ("bao_luc_gioi_khac", 15), ("nguy_co", 9), ("mua_ban_tro_ve", 4))
FACILITIES = (
    ("Trung tâm Công tác xã hội", "co_so_tgxh", True),
    ("Trung tâm Bảo trợ xã hội", "co_so_tgxh", True),
    ("Nhà Nhân ái", "co_so_tgxh", False),
    ("Trạm Y tế", "tram_y_te", True),
    ("Trung tâm Trợ giúp pháp lý", "tt_tgpl", True),
    ("Địa chỉ tin cậy", "dia_chi_tin_cay", False),
)


@dataclass
class _Book:
    """The ledger while it is being written."""

    chance: Random
    last_day: date
    vocabulary: Vocabulary
    communes: dict[str, list[str]]
    facilities: list[FacilityRow] = field(default_factory=list)
    people: list[PersonRow] = field(default_factory=list)
    cases: list[CaseRow] = field(default_factory=list)
    services: list[ServiceRow] = field(default_factory=list)
    liabilities: list[LiabilityRow] = field(default_factory=list)
    sessions: list[SessionRow] = field(default_factory=list)
    activities: list[ActivityRow] = field(default_factory=list)

    def after(self, day: date, most: int) -> date | None:
        """A day within so many days after another, or None if that is still to come."""
        found = day + timedelta(days=self.chance.randrange(most + 1))
        return found if found <= self.last_day else None


def invent(
    vocabulary: Vocabulary, units: Units, last_day: date, seed: int = 2026, cases: int = CASES
) -> Ledger:
    """The ledger; the same seed, day and size give the same one."""
    communes = {code: sorted(one.code for one in units.communes_of(code)) for code in PROVINCES}
    book = _Book(Random(seed), last_day, vocabulary, communes)
    for province in PROVINCES:
        _facilities(book, province, units)
    for number in range(cases):
        _case(book, number)
    return Ledger(
        tuple(book.facilities),
        tuple(book.people),
        tuple(book.cases),
        tuple(book.services),
        tuple(book.liabilities),
        tuple(book.sessions),
        tuple(book.activities),
    )


def _facilities(book: _Book, province: str, units: Units) -> None:
    for number, (name, kind, public) in enumerate(FACILITIES, 1):
        commune = book.chance.choice(book.communes[province])
        code = f"CS-{province}-{number}"
        place = units.commune(commune)
        told = f"{name} {place.name if place else commune}"
        book.facilities.append(FacilityRow(code, told, kind, public, commune))
        for _ in range(book.chance.choice((0, 1, 3))):
            day = FIRST_DAY + timedelta(days=book.chance.randrange((book.last_day - FIRST_DAY).days))
            activity = book.chance.choice(book.vocabulary["activity_kind"].codes)
            book.activities.append(ActivityRow(code, day, activity))


def _person(book: _Book, sex: str) -> PersonRow:
    chance = book.chance
    year = chance.randrange(1950, 2008)
    birth = (
        f"{year}"
        if chance.random() < 0.3
        else f"{year}-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}"
    )
    row = PersonRow(
        code=f"DM-N{len(book.people) + 1:05}",
        full_name=names.full_name(chance, sex) if chance.random() > 0.02 else "",
        birth=birth if chance.random() > 0.05 else "",
        sex=sex,
        citizen_number=names.citizen_number(chance, sex, year) if chance.random() < 0.7 else "",
        phone=f"09{chance.randrange(100_000_000):08}" if chance.random() < 0.6 else "",
        safe_to_contact=chance.choice((True, False, None)),
        residence=chance.choice(book.communes[chance.choice(PROVINCES)]),
        ethnicity=chance.choices(("Kinh", "Mường", "Thái", "Tày"), (80, 8, 8, 4))[0],
        disability=chance.random() < 0.06,
    )
    book.people.append(row)
    return row


def _case(book: _Book, number: int) -> None:
    chance = book.chance
    # The home facility of the demonstration's staff gets a good share, so that its lists have several pages.
    facility = book.facilities[0] if chance.random() < 0.12 else chance.choice(book.facilities)
    province = facility.code.split("-")[1]
    kind = chance.choices([name for name, _ in KINDS], [share for _, share in KINDS])[0]
    detected = FIRST_DAY + timedelta(days=chance.randrange((book.last_day - FIRST_DAY).days + 1))
    again = [one for one in book.cases if one.facility == facility.code] if chance.random() < 0.1 else []
    sex = names.FEMALE if chance.random() < 0.82 else names.MALE
    victim = chance.choice(again).victim if again else _person(book, sex).code
    violent = kind in {"bao_luc_gia_dinh", "bao_luc_gioi_khac"}
    perpetrators = tuple(
        _person(book, names.MALE if chance.random() < 0.9 else names.FEMALE).code
        for _ in range((1 if chance.random() < 0.93 else 2) if violent and chance.random() < 0.9 else 0)
    )
    row = CaseRow(
        code=f"DM-V{number + 1:05}",
        facility=facility.code,
        detected_on=detected,
        occurred_on=detected - timedelta(days=chance.randrange(40)),
        commune=chance.choice(book.communes[province]),
        source=chance.choice(book.vocabulary["source"].codes),
        kind=kind,
        acts=tuple(sorted(chance.sample(book.vocabulary["act"].codes, chance.randrange(1, 4))))
        if violent
        else (),
        harms=_harms(chance) if violent else (),
        victim=victim,
        need=chance.choices(("co", "khong", "chua_ro"), (82, 10, 8))[0],
        perpetrators=perpetrators,
        relation=chance.choice(book.vocabulary["relation"].codes) if perpetrators else "",
    )
    book.cases.append(row)
    _services(book, row, province)
    for code in perpetrators:
        _perpetrator(book, row, code)


def _harms(chance: Random) -> tuple[str, ...]:
    shares = {"the_chat": 0.6, "tinh_than": 0.55, "kinh_te": 0.12, "tinh_duc": 0.05}
    return tuple(sorted(harm for harm, share in shares.items() if chance.random() < share)) or ("tinh_than",)


def _services(book: _Book, case: CaseRow, province: str) -> None:
    chance = book.chance
    near = [one.code for one in book.facilities if one.code.split("-")[1] == province]
    for kind in dict.fromkeys(
        chance.choices(book.vocabulary["service_kind"].codes, k=chance.choice((0, 1, 1, 2, 3)))
    ):
        referred, delivered = (
            book.after(case.detected_on, 14),
            book.after(case.detected_on + timedelta(days=14), 40),
        )
        status = chance.choices(
            ("da_cung_cap", "da_chuyen_gui", "tu_choi", "khong_co_dich_vu"), (78, 13, 5, 4)
        )[0]
        if status == "da_cung_cap" and delivered is None:
            status = "da_chuyen_gui"
        day = delivered if status == "da_cung_cap" else None
        book.services.append(ServiceRow(case.code, kind, chance.choice(near), referred, day, status))


def _perpetrator(book: _Book, case: CaseRow, person: str) -> None:
    chance = book.chance
    since = book.after(case.detected_on, 60)
    if chance.random() < 0.5 and since is not None:
        status = "bi_truy_cuu" if chance.random() < 0.2 else "chua_bi_truy_cuu"
        book.liabilities.append(LiabilityRow(person, case.code, status, since))
    for _ in range(chance.choice((0, 0, 1, 2, 3))):
        day = book.after(case.detected_on, 90)
        if day is not None:
            kind = chance.choices(("tu_van", "hoa_giai", "gop_y_phe_binh"), (75, 13, 12))[0]
            book.sessions.append(
                SessionRow(person, case.code, case.facility, day, kind, chance.random() < 0.85)
            )
