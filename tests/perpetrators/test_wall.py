"""The wall: nothing on the counsellor's pages leads to the survivor, and nobody walks round it."""

import re
from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import clock
from casework.access import Actor
from casework.audit.models import Entry
from casework.cases.models import Case
from casework.perpetrators import operations
from casework.perpetrators.models import CounsellingSession, Liability
from tests.factories.browser import Browser
from tests.factories.people import make_staff
from tests.perpetrators.conftest import SURVIVOR, File
from tests.perpetrators.test_operations import MEETING, PROSECUTED

At = Callable[[Actor], Browser]
ONE_ENGINE = pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)


@pytest.fixture
def filled(session: Session, file: File) -> File:
    """The file with liability and a session in it."""
    operations.record_liability(session, file.worker, file.case, file.person, PROSECUTED, clock.now())
    session.info["actor"] = file.counsellor
    operations.record_session(session, file.counsellor, file.case, file.person, MEETING, clock.now())
    session.commit()
    return file


def pages(session: Session, file: File) -> list[str]:
    liability = session.scalars(select(Liability.id)).one()
    held = session.scalars(select(CounsellingSession.id)).one()
    session.commit()
    return [
        "/perpetrators",
        file.path,
        f"{file.path}/edit",
        file.sessions_path,
        file.liability_path,
        f"{file.path}/liability/{liability}",
        f"{file.path}/sessions/{held}",
        f"{file.path}/programme",
    ]


def test_no_page_of_the_counsellor_leads_to_the_survivor(session: Session, filled: File, at: At) -> None:
    browser = at(filled.counsellor)
    case: Case = filled.case
    secrets = [*SURVIVOR.values(), "Mai", "Hương", "912345678", case.reference, "Chị kể"]
    secrets += [str(case.id), case.id.hex, str(case.survivor_id), case.survivor_id.hex]
    secrets += [case.survivor.reference, "vo_chong", "Vợ chồng", "/cases/"]
    for path in pages(session, filled):
        answer = browser.get(path)
        assert answer.status_code == 200, path
        text = answer.text.replace(f'"{filled.path}/cases/{filled.link.id}/', '"/')
        for secret in secrets:
            assert secret not in text, path
    listing = browser.get("/perpetrators").text
    assert "Trần Văn Bình" in listing


@ONE_ENGINE
def test_the_counsellor_does_not_walk_round_the_wall(session: Session, filled: File, at: At) -> None:
    browser = at(filled.counsellor)
    reference = filled.case.reference
    for path in (
        "",
        "/people",
        "/services/",
        "/incidents",
        "/notes",
        "/history",
        "/survivor",
        "/consent",
        "/programme",
        "/risk",
    ):
        assert browser.get(f"/cases/{reference}{path}").status_code == 404, path
    for path in ("/cases", "/cases/new", f"/perpetrators/{filled.case.survivor.reference}"):
        assert browser.get(path).status_code == 404, path
    found = browser.post("/search", {"text": SURVIVOR["full_name"]}).text
    assert found.count("Mai Hương") == 1  # in the box, as typed
    assert "Trần Văn Bình" in browser.post("/search", {"text": "tran van binh"}).text


@ONE_ENGINE
def test_the_counsellors_work_does_not_show_the_survivor_in_the_log(session: Session, filled: File) -> None:
    told = session.scalars(select(Entry).where(Entry.actor_id == filled.counsellor.id)).all()
    assert told
    for entry in told:
        assert filled.case.survivor_id.hex not in entry.facts
        assert entry.subject_id != filled.case.survivor_id


@ONE_ENGINE
@pytest.mark.parametrize(
    ("role", "wanted"),
    [
        # listing, file, edit, new session, new liability, correct liability, correct session, report
        ("perpetrator_counsellor", [200, 200, 200, 200, 200, 200, 200, 200]),
        ("facility_worker", [404, 200, 404, 404, 200, 200, 404, 404]),
        ("facility_supervisor", [404, 200, 404, 404, 200, 200, 404, 404]),
        ("manager", [404] * 8),
        ("administrator", [404] * 8),
        ("data_protection_officer", [404] * 8),
    ],
)
def test_who_opens_which_page(session: Session, filled: File, at: At, role: str, wanted: list[int]) -> None:
    paths = pages(session, filled)
    browser = at(make_staff(session, filled.house, role))
    assert [browser.get(path).status_code for path in paths] == wanted


@ONE_ENGINE
def test_another_facility_finds_nothing(session: Session, filled: File, at: At) -> None:
    browser = at(filled.elsewhere)
    assert "Trần Văn Bình" not in browser.get("/perpetrators").text
    for path in pages(session, filled)[1:]:
        assert browser.get(path).status_code == 404, path


def test_the_survivors_worker_sees_states_and_no_session(session: Session, filled: File, at: At) -> None:
    browser = at(filled.worker)
    people = browser.get(f"/cases/{filled.case.reference}/people").text
    assert "Trần Văn Bình" in people
    assert "01/04/2026" in people
    file = browser.get(filled.path).text
    for hidden in (MEETING.note, "01/05/2026"):
        assert hidden not in people
        assert hidden not in file
    assert re.search(r"--numeric\">\s*1\s*<", people)
