"""The one-way street: whatever a counsellor reports, she learns nothing; neither from a page nor from its work."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine, event, select
from sqlalchemy.orm import Session

from casework import clock
from casework.access import Actor
from casework.audit.models import Entry
from casework.people.operations import hold
from casework.people.rules import PERPETRATOR
from casework.perpetrators import operations, programme_queries
from casework.perpetrators import programme_operations as programme
from casework.perpetrators.models import ProgrammeReport
from casework.safety import risk_operations as risks
from casework.safety.risk_operations import RiskRequest
from tests.factories.browser import Browser
from tests.factories.cases import make_case
from tests.factories.people import make_house, make_person, make_staff
from tests.perpetrators.conftest import SURVIVOR, File

At = Callable[[Actor], Browser]
ONE_ENGINE = pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
REPORTS = (
    {"kind": "start", "happened_on": "1/5/2026"},
    {"kind": "risk_raised", "reason": "weapon", "happened_on": "2/5/2026"},
    {"kind": "drop_out", "happened_on": "3/5/2026"},
)
# What differs from one request to the next, whoever asks for what.
CHANCE = re.compile(r'name="csrf_token"[^>]*value="[^"]*"|value="[^"]*"[^>]*name="csrf_token"')
KEY = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")


def alone(text: str, file: File, reference: str) -> str:
    """A page without the token, without keys of rows and without the reference of the file."""
    return KEY.sub("KEY", CHANCE.sub("", text)).replace(reference, "REFERENCE")


@contextmanager
def statements(engine: Engine) -> Iterator[list[str]]:
    """The statements that reach the database meanwhile."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


def report_all(browser: Browser, path: str, engine: Engine) -> tuple[list[str], list[str]]:
    """Report everything; what is shown on the way, and the statements that were needed."""
    pages: list[str] = []
    with statements(engine) as seen:
        for told in REPORTS:
            answer = browser.post(f"{path}/programme", told)
            pages += [f"{answer.status_code} {answer.location}", browser.get(path).text]
        pages.append(browser.post(f"{path}/programme", REPORTS[-1]).text)  # refused: it is over already
        pages.append(browser.get(f"{path}/programme").text)
    return pages, seen


def test_the_same_page_the_same_words_and_the_same_work_whoever_is_told(
    session: Session, file: File, at: At, engine: Engine
) -> None:
    """One is linked to nobody's case but was; the other to cases of two houses, where people work and read."""
    other = make_person(
        session, file.worker, file.house.id, PERPETRATOR, full_name="Trần Văn Bình", sex="nam"
    )
    lonely = make_case(session, file.worker)
    link = operations.link(session, file.worker, lonely, other, clock.now())
    elsewhere = make_staff(session, make_house(session, "Cơ sở Ba"))
    for _ in range(3):
        case = make_case(session, elsewhere)
        risks.assess(session, elsewhere, case, RiskRequest(level="high", source="told"), clock.now())
        session.info["actor"] = elsewhere
        linked = make_person(session, elsewhere, case.facility_id, PERPETRATOR)
        hers = operations.link(session, elsewhere, case, linked, clock.now())
        hers.person_id = file.person.id
    session.delete(link)
    session.delete(file.link)
    session.flush()
    operations.link(session, file.worker, lonely, other, clock.now())
    operations.link(session, file.worker, file.case, file.person, clock.now())
    session.commit()
    browser = at(file.counsellor)
    for path in (file.path, f"/perpetrators/{other.reference}"):
        browser.get(path)  # whatever is kept from the first time on
    linked_pages, linked_work = report_all(browser, file.path, engine)
    assert len(session.scalars(select(ProgrammeReport)).all()) == 3
    session.commit()
    pages, work = report_all(browser, f"/perpetrators/{other.reference}", engine)
    assert [alone(page, file, file.person.reference) for page in linked_pages] == [
        alone(page, file, other.reference) for page in pages
    ]
    assert linked_work == work


def test_reading_and_reassessing_change_nothing_that_the_counsellor_sees(
    session: Session, file: File, at: At, engine: Engine
) -> None:
    browser, worker = at(file.counsellor), at(file.worker)
    risks.assess(session, file.worker, file.case, RiskRequest(level="low", source="told"), clock.now())
    session.commit()
    report_all(browser, file.path, engine)
    paths = ("/perpetrators", file.path, f"{file.path}/programme")
    with statements(engine) as first:
        before = [alone(browser.get(path).text, file, file.person.reference) for path in paths]
    case = f"/cases/{file.case.reference}"
    ids = [str(key) for key in session.scalars(select(ProgrammeReport.id))]
    session.commit()
    page = worker.get(f"{case}/programme").text
    assert worker.post(f"{case}/programme", {"report": ids}, opened=page).location == f"{case}/risk"
    assert worker.post(f"{case}/risk", {"level": "extreme", "source": "counsellor"}).status_code == 303
    with statements(engine) as second:
        after = [alone(browser.get(path).text, file, file.person.reference) for path in paths]
    assert before == after
    assert first == second


def test_no_page_and_no_entry_of_the_counsellors_work_leads_to_the_survivor(
    session: Session, file: File, at: At, engine: Engine
) -> None:
    pages, work = report_all(at(file.counsellor), file.path, engine)
    case = file.case
    secrets = [*SURVIVOR.values(), "Mai", "Hương", "912345678", case.reference, case.survivor.reference]
    secrets += [str(case.id), case.id.hex, str(case.survivor_id), case.survivor_id.hex, "/cases/"]
    for page in pages:
        shown = page.replace(f'"{file.path}/cases/{file.link.id}/', '"/')
        for secret in secrets:
            assert secret not in shown
    written = [one for one in work if one.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE"))]
    assert written
    for one in written:
        assert not re.search(r"\b(risk|case_file|programme_reading|risk_sheet|case_perpetrator)\b", one)
    told = session.scalars(select(Entry).where(Entry.actor_id == file.counsellor.id)).all()
    assert {"programme.reported"} <= {entry.event for entry in told}
    for entry in told:
        assert entry.case_id is None
        assert entry.subject_id != case.survivor_id
        assert case.survivor_id.hex not in entry.facts


@ONE_ENGINE
def test_a_counsellor_of_another_house_does_not_see_what_is_reported_here(
    session: Session, file: File, at: At, engine: Engine
) -> None:
    report_all(at(file.counsellor), file.path, engine)
    assert file.elsewhere.facility_id is not None
    hold(session, file.person.id, file.elsewhere.facility_id)
    session.commit()
    assert programme_queries.reports_of(session, file.elsewhere, file.person) == []
    theirs = at(file.elsewhere)
    assert "Bỏ chương trình" not in theirs.get(file.path).text
    shown = session.scalars(select(ProgrammeReport.id)).first()
    session.commit()
    opened = theirs.get(f"{file.path}/programme").text
    assert theirs.post(f"{file.path}/programme/{shown}/take-back", opened=opened).status_code == 404


@ONE_ENGINE
@pytest.mark.parametrize(
    ("role", "reports", "reads"),
    [
        ("perpetrator_counsellor", 200, 404),
        ("facility_worker", 404, 200),
        ("facility_supervisor", 404, 200),
        ("police_officer", 404, 404),
        ("coordinator", 404, 404),
        ("manager", 404, 404),
        ("data_protection_officer", 404, 404),
        ("administrator", 404, 404),
    ],
)
def test_each_end_of_the_street_is_open_to_its_own(
    session: Session, file: File, at: At, role: str, reports: int, reads: int
) -> None:
    session.info["actor"] = file.counsellor
    told = programme.ReportRequest(kind="drop_out", happened_on=clock.today())
    programme.report(session, file.counsellor, file.person, told, clock.now())
    session.commit()
    browser = at(make_staff(session, file.house, role))
    assert browser.get(f"{file.path}/programme").status_code == reports
    assert browser.get(f"/cases/{file.case.reference}/programme").status_code == reads
    overview = browser.get(file.path)
    assert ("Bỏ chương trình" in overview.text) == (role == "perpetrator_counsellor")
