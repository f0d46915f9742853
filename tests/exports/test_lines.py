"""Lists of incidents: two people, once, in time; codes and dates and nothing that names anybody."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import openpyxl
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.orm.exc import StaleDataError

from casework import clock
from casework.access import Actor, NotFound
from casework.access.models import Wall
from casework.audit.models import Entry
from casework.cases.models import Case
from casework.db import WorkSession
from casework.exports import line_operations, line_queries, states
from casework.exports.gbvims import COLUMNS, FILLED, cells
from casework.exports.line_operations import LineRequest
from casework.exports.linemap import LineMap, load_linemap
from casework.exports.linesheet import as_workbook
from casework.exports.models import LineExport
from casework.indicators.policies import SitePolicies
from casework.paths import ROOT_POLICIES
from casework.people.rules import PERPETRATOR
from casework.perpetrators import operations as perpetrators
from casework.providers.models import Provider
from casework.refusal import Refusal
from casework.services import operations as services
from casework.services.operations import ServiceRequest
from tests.factories.cases import make_case, make_incident
from tests.factories.people import make_house, make_person, make_staff

YEAR = LineRequest(date(2026, 1, 1), date(2026, 11, 22), "agreement")
SECRETS = (
    "Đào Thị Hòa",
    "0912345678",
    "Số 5 ngõ 7",
    "001187000123",
    "Chị kể",
    "Trần Văn Bình",
    "Nhân viên",
    "1987-03-05",
)


@dataclass
class House:
    """A facility with one case, and three people who may or may not have its list."""

    place: Provider
    worker: Actor
    asking: Actor
    second: Actor


@pytest.fixture(scope="session")
def words(policies: SitePolicies) -> LineMap:
    return load_linemap(ROOT_POLICIES / "exchange/gbvims.toml", policies.vocabulary)


@pytest.fixture
def house(session: Session) -> House:
    place = make_house(session)
    worker = make_staff(session, place)
    asking, second = (make_staff(session, place, "facility_supervisor") for _ in range(2))
    now = clock.now()
    session.info["actor"] = worker
    survivor = make_person(
        session,
        worker,
        place.id,
        phone="0912345678",
        address="Số 5 ngõ 7",
        birth="1987-03-05",
        citizen_number="001187000123",
    )
    case = make_case(session, worker, survivor)
    make_incident(session, worker, case, narrative="Chị kể lại việc đã xảy ra")
    done = ServiceRequest("y_te", place.id, date(2026, 3, 6), date(2026, 3, 7), "da_cung_cap", "Khám")
    services.record_service(session, worker, case, done, now)
    sent = ServiceRequest("tro_giup_phap_ly", None, date(2026, 3, 6), None, "da_chuyen_gui", "")
    services.record_service(session, worker, case, sent, now)
    accused = make_person(session, worker, place.id, PERPETRATOR, full_name="Trần Văn Bình", sex="nam")
    perpetrators.link(session, worker, case, accused, now)
    session.commit()
    session.info["actor"] = asking
    return House(place, worker, asking, second)


def agreed(session: Session, house: House, words: LineMap) -> LineExport:
    asked = line_operations.ask(session, house.asking, YEAR, clock.now())
    line_operations.decide(session, house.second, asked, words, asked.version, clock.now(), agreed=True)
    session.commit()
    return asked


def read(data: bytes) -> list[dict[str, str]]:
    """The sheet's lines, every cell of which must be text."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["Incident Data"]
    head, *lines = book["Incident Data"].iter_rows()
    assert tuple(cell.value for cell in head) == COLUMNS
    assert all(
        cell.data_type in {"s", "n"} and isinstance(cell.value, (str, type(None)))
        for line in lines
        for cell in line
    )
    return [{name: str(cell.value or "") for name, cell in zip(COLUMNS, line, strict=True)} for line in lines]


def test_the_sheet_has_its_forty_one_columns() -> None:
    assert len(COLUMNS) == len(set(COLUMNS)) == 41
    assert set(COLUMNS) >= FILLED
    with pytest.raises(KeyError):
        cells({"ETHNICITY": "Kinh"})


def test_one_asks_another_agrees_and_the_first_takes_it_once(
    session: Session, house: House, words: LineMap
) -> None:
    asked = agreed(session, house, words)
    data = line_operations.take(session, house.asking, asked, words, asked.version, clock.now())
    session.commit()
    (line,) = read(data)
    assert line["DATE OF BIRTH"] == "1987"
    assert line["SEX"] == "F"
    assert line["DATE OF INTERVIEW"] == "2026-03-05"
    assert line["ALLEGED PERPETRATOR SEX"] == "M"
    assert line["No. ALLEGED PRIMARY PERPETRATOR(S)"] == "1"
    assert line["HEALTH / MEDICAL SERVICES"] == "Service provided by your agency"
    assert line["LEGAL ASSISTANCE SERVICES"] == "Referred"
    assert line["GBV TYPE"]
    assert {name for name, text in line.items() if text} <= FILLED
    assert asked.state == states.TAKEN
    assert asked.incidents == 1
    with pytest.raises(Refusal):
        line_operations.take(session, house.asking, asked, words, asked.version, clock.now())


def test_of_two_who_take_it_at_once_one_gets_it(
    session: Session, sessions: sessionmaker[WorkSession], house: House, words: LineMap
) -> None:
    asked = agreed(session, house, words)
    with sessions() as other:
        other.info["actor"] = house.asking
        same = other.get_one(LineExport, asked.id)
        line_operations.take(session, house.asking, asked, words, asked.version, clock.now())
        session.commit()
        with pytest.raises(StaleDataError):
            line_operations.take(other, house.asking, same, words, same.version, clock.now())


def test_nothing_in_the_sheet_names_anybody(session: Session, house: House, words: LineMap) -> None:
    rows = line_queries.rows(session, house.asking, agreed(session, house, words), words)
    everything = " ".join(text for row in rows for text in row.values())
    for secret in SECRETS:
        assert secret not in everything
    for row in rows:
        for code in ("INCIDENT ID", "SURVIVOR CODE", "CASE MANAGER CODE", "REPORTING AGENCY CODE"):
            assert len(row[code]) == 12
    (person,) = {row["SURVIVOR CODE"] for row in rows}
    other = LineExport(facility_id=make_house(session, "Cơ sở Hai").id, first=YEAR.first, last=YEAR.last)
    assert line_queries.rows(session, house.asking, other, words) == []
    again = line_queries.rows(session, house.asking, agreed(session, house, words), words)
    assert again[0]["SURVIVOR CODE"] == person


def test_a_text_that_a_spreadsheet_would_run_stays_a_text() -> None:
    lines = read(as_workbook([{"REPORTING AGENCY CODE": "=1+1"}, {"GBV TYPE": "@SUM(A1)"}], clock.now()))
    assert [lines[0]["REPORTING AGENCY CODE"], lines[1]["GBV TYPE"]] == ["=1+1", "@SUM(A1)"]


def test_the_log_says_who_asked_who_agreed_and_who_took_it(
    session: Session, house: House, words: LineMap
) -> None:
    asked = agreed(session, house, words)
    line_operations.take(session, house.asking, asked, words, asked.version, clock.now())
    session.commit()
    told = session.scalars(select(Entry).where(Entry.kind == "line_export").order_by(Entry.position)).all()
    assert [(one.event, one.actor_id) for one in told] == [
        ("line.asked", house.asking.id),
        ("line.agreed", house.second.id),
        ("line.taken", house.asking.id),
    ]
    opened = session.scalars(
        select(Entry).where(Entry.event == "sealed.opened", Entry.actor_id == house.asking.id)
    )
    fields = " ".join(one.facts for one in opened)
    assert "birth" in fields
    assert "full_name" not in fields
    assert "phone" not in fields


def test_nobody_agrees_to_her_own_request(session: Session, house: House, words: LineMap) -> None:
    asked = line_operations.ask(session, house.asking, YEAR, clock.now())
    with pytest.raises(Refusal, match="Somebody else"):
        line_operations.decide(session, house.asking, asked, words, asked.version, clock.now(), agreed=True)
    with pytest.raises(Refusal, match="nobody has agreed"):
        line_operations.take(session, house.asking, asked, words, asked.version, clock.now())


def test_only_the_one_who_asked_takes_it(session: Session, house: House, words: LineMap) -> None:
    asked = agreed(session, house, words)
    with pytest.raises(Refusal, match="Only the one"):
        line_operations.take(session, house.second, asked, words, asked.version, clock.now())


@pytest.mark.parametrize("role", ["facility_worker", "manager", "administrator", "coordinator"])
def test_others_neither_ask_nor_agree(session: Session, house: House, words: LineMap, role: str) -> None:
    other = make_staff(session, house.place, role)
    with pytest.raises(NotFound):
        line_operations.ask(session, other, YEAR, clock.now())
    asked = line_operations.ask(session, house.asking, YEAR, clock.now())
    with pytest.raises(NotFound):
        line_operations.decide(session, other, asked, words, asked.version, clock.now(), agreed=True)


def test_a_supervisor_elsewhere_finds_no_request_and_the_officer_agrees_without_a_line(
    session: Session, house: House, words: LineMap
) -> None:
    asked = line_operations.ask(session, house.asking, YEAR, clock.now())
    elsewhere = make_staff(session, make_house(session, "Cơ sở Hai"), "facility_supervisor")
    assert line_queries.exports(session, elsewhere) == []
    with pytest.raises(NotFound):
        line_operations.decide(session, elsewhere, asked, words, asked.version, clock.now(), agreed=True)
    officer = make_staff(session, None, "data_protection_officer")
    assert list(line_queries.exports(session, officer)) == [asked]
    line_operations.decide(session, officer, asked, words, asked.version, clock.now(), agreed=True)
    with pytest.raises(NotFound):
        line_operations.take(session, officer, asked, words, asked.version, clock.now())
    assert line_queries.rows(session, officer, asked, words) == []


@pytest.mark.parametrize(
    ("wait", "late"),
    [
        (lambda words: words.to_take, False),
        (lambda words: words.to_take + timedelta(seconds=1), True),
    ],
)
def test_it_can_be_taken_for_a_short_time(
    session: Session, house: House, words: LineMap, wait: Callable[[LineMap], timedelta], late: bool
) -> None:
    asked = agreed(session, house, words)
    then = clock.now() + wait(words)
    assert (line_operations.state_of(asked, words, then) == states.EXPIRED) is late
    if late:
        with pytest.raises(Refusal, match="too late"):
            line_operations.take(session, house.asking, asked, words, asked.version, then)
    else:
        assert read(line_operations.take(session, house.asking, asked, words, asked.version, then))


def test_a_request_that_nobody_answers_ends(session: Session, house: House, words: LineMap) -> None:
    asked = line_operations.ask(session, house.asking, YEAR, clock.now())
    then = clock.now() + words.to_agree + timedelta(seconds=1)
    with pytest.raises(Refusal, match="too late"):
        line_operations.decide(session, house.second, asked, words, asked.version, then, agreed=True)


def test_a_case_behind_a_wall_is_not_in_the_list(session: Session, house: House, words: LineMap) -> None:
    asked = agreed(session, house, words)
    assert len(line_queries.rows(session, house.asking, asked, words)) == 1
    case_id = session.scalars(select(Case.id)).one()
    session.add(Wall(user_id=house.asking.id, row_id=case_id, raised_at=clock.now()))
    session.commit()
    assert line_queries.rows(session, house.asking, asked, words) == []


@pytest.mark.parametrize(
    ("request_", "field"),
    [
        (LineRequest(date(2026, 3, 2), date(2026, 3, 1), "agreement"), "last"),
        (LineRequest(date(2026, 3, 1), date(2026, 11, 23), "agreement"), "last"),
        (LineRequest(date(2026, 3, 1), date(2026, 3, 2), "curious"), "reason"),
    ],
)
def test_what_makes_no_sense_is_told_at_its_field(
    session: Session, house: House, request_: LineRequest, field: str
) -> None:
    with pytest.raises(Refusal) as told:
        line_operations.ask(session, house.asking, request_, clock.now())
    assert told.value.field == field
