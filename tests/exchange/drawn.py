"""Draws ledgers whose rows agree with each other, for hypothesis."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TypeVar

from hypothesis import strategies as st

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
from casework.vocabulary import Units, Vocabulary
from tests.exchange.conftest import TODAY

LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyAĐÊÔƠƯáàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ"
Row = TypeVar("Row")
NAMES = st.lists(st.text(LETTERS, min_size=1, max_size=6), min_size=1, max_size=5).map(" ".join)
BIRTHS = st.one_of(
    st.just(""),
    st.integers(1900, 2010).map(str),
    st.dates(date(1900, 1, 1), date(2010, 1, 1)).map(lambda day: day.isoformat()[:7]),
    st.dates(date(1900, 1, 1), date(2010, 1, 1)).map(date.isoformat),
)
PHONES = st.one_of(st.just(""), st.from_regex(r"\A0[35789][0-9]{8}\Z"))
MAYBE = st.sampled_from([True, False, None])


def ledgers(vocabulary: Vocabulary, units: Units) -> st.SearchStrategy[Ledger]:
    """Ledgers in which every reference leads somewhere and every rule is kept."""
    return st.composite(Writer(vocabulary, units).ledger)()


class Writer:
    """Draws the rows of one ledger, sheet by sheet."""

    def __init__(self, vocabulary: Vocabulary, units: Units) -> None:
        self.vocabulary = vocabulary
        self.communes = st.sampled_from(sorted(units.communes))

    def one(self, name: str) -> st.SearchStrategy[str]:
        return st.sampled_from(self.vocabulary[name].codes)

    def several(self, name: str) -> st.SearchStrategy[tuple[str, ...]]:
        codes = self.vocabulary[name].codes
        return st.sets(st.sampled_from(codes)).map(lambda found: tuple(sorted(found, key=codes.index)))

    def people(self, draw: st.DrawFn) -> tuple[PersonRow, ...]:
        return tuple(
            PersonRow(
                code=f"N{number}",
                full_name=draw(st.one_of(st.just(""), NAMES)),
                birth=draw(BIRTHS),
                sex=draw(self.one("sex")),
                citizen_number=draw(st.sampled_from(["", f"03019{number:07d}"])),
                phone=draw(PHONES),
                safe_to_contact=draw(MAYBE),
                residence=draw(st.one_of(st.just(""), self.communes)),
                ethnicity=draw(st.sampled_from(["", "Kinh", "Mường", "Ê Đê"])),
                disability=draw(MAYBE),
            )
            for number in range(draw(st.integers(2, 5)))
        )

    def case(self, draw: st.DrawFn, number: int, facilities: list[str], people: list[str]) -> CaseRow:
        detected = draw(st.dates(date(2020, 1, 1), TODAY - timedelta(days=40)))
        victim, *others = draw(st.permutations(people))
        occurred = st.one_of(st.none(), st.dates(date(2019, 1, 1), detected))
        return CaseRow(
            code=f"V{number}",
            facility=draw(st.sampled_from(facilities)),
            detected_on=detected,
            occurred_on=draw(occurred),
            commune=draw(self.communes),
            source=draw(self.one("source")),
            kind=draw(self.one("case_kind")),
            acts=draw(self.several("act")),
            harms=draw(self.several("harm")),
            victim=victim,
            need=draw(self.one("need")),
            perpetrators=tuple(others[: draw(st.integers(0, 2))]),
            relation=draw(st.one_of(st.just(""), self.one("relation"))),
        )

    def service(self, draw: st.DrawFn, case: CaseRow, facilities: list[str]) -> ServiceRow:
        status = draw(self.one("service_status"))
        days = st.dates(case.detected_on, TODAY)
        return ServiceRow(
            case=case.code,
            kind=draw(self.one("service_kind")),
            provider=draw(st.sampled_from(["", *facilities])),
            referred_on=draw(st.one_of(st.none(), days)),
            delivered_on=draw(days) if status == "da_cung_cap" else None,
            status=status,
        )

    def ledger(self, draw: st.DrawFn) -> Ledger:
        facilities = tuple(
            FacilityRow(
                f"CS{number}",
                draw(NAMES),
                draw(self.one("provider_kind")),
                draw(st.booleans()),
                draw(self.communes),
            )
            for number in range(draw(st.integers(1, 3)))
        )
        places = [facility.code for facility in facilities]
        people = self.people(draw)
        codes = [person.code for person in people]
        cases = tuple(self.case(draw, number, places, codes) for number in range(draw(st.integers(0, 4))))
        blamed = [(case, person) for case in cases for person in case.perpetrators]
        days = st.dates(date(2020, 1, 1), TODAY + timedelta(days=60))
        return Ledger(
            facilities,
            people,
            cases,
            _once(self.service(draw, case, places) for case in cases for _ in range(draw(st.integers(0, 2)))),
            _once(
                LiabilityRow(person, case.code, draw(self.one("liability_status")), draw(days))
                for case, person in blamed
            ),
            _once(
                SessionRow(
                    person,
                    case.code,
                    draw(st.sampled_from(["", *places])),
                    draw(days),
                    draw(self.one("counselling_kind")),
                    draw(st.booleans()),
                )
                for case, person in blamed
            ),
            _once(
                ActivityRow(
                    draw(st.sampled_from(places)),
                    draw(st.dates(date(2020, 1, 1), TODAY)),
                    draw(self.one("activity_kind")),
                )
                for _ in range(draw(st.integers(0, 3)))
            ),
        )


def _once(rows: Iterable[Row]) -> tuple[Row, ...]:
    return tuple(dict.fromkeys(rows))
