"""How the survivor's side reads what a counsellor reports, and is led to the risk."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import clock
from casework.access import Actor, NotFound
from casework.audit.models import Entry
from casework.db import uuid7
from casework.perpetrators import operations, programme_queries
from casework.perpetrators import programme_operations as programme
from casework.perpetrators.models import ProgrammeReading, ProgrammeReport
from casework.perpetrators.programme_operations import ReportRequest
from casework.safety import risk_operations as risks
from casework.safety import risk_queries
from casework.safety.risk_operations import RiskRequest
from tests.factories.browser import Browser
from tests.factories.cases import make_case
from tests.perpetrators.conftest import File
from tests.perpetrators.test_programme import DAY, HOUR, MAY, report

At = Callable[[Actor], Browser]
ONE_ENGINE = pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)


def read(session: Session, file: File) -> bool:
    told = programme_queries.told_of(session, file.worker, file.case)
    ids = [one.report.id for one in told]
    return programme.read(session, file.worker, file.case, ids, clock.now())


def waiting(session: Session, file: File) -> list[str]:
    told = programme_queries.told_of(session, file.worker, file.case)
    return [one.report.kind for one in told if one.waits]


@ONE_ENGINE
def test_a_report_taken_back_stays_as_such_and_waits_only_where_it_was_read(
    session: Session, file: File
) -> None:
    unread = report(session, file, "drop_out")
    programme.take_back(session, file.counsellor, file.person, unread, clock.now())
    programme.take_back(session, file.counsellor, file.person, unread, clock.now() + HOUR)
    assert unread.withdrawn_at == clock.now()
    assert programme_queries.told_of(session, file.worker, file.case) == []
    again = report(session, file, "drop_out", MAY + DAY)
    read(session, file)
    assert waiting(session, file) == []
    programme.take_back(session, file.counsellor, file.person, again, clock.now() + HOUR)
    assert waiting(session, file) == ["drop_out"]
    [told] = programme_queries.told_of(session, file.worker, file.case)
    assert not told.alarms
    programme.read(session, file.worker, file.case, [again.id], clock.now() + 2 * HOUR)
    assert waiting(session, file) == []


@pytest.mark.parametrize(
    ("kind", "reason", "event"), [("drop_out", "", "drop_out"), ("risk_raised", "weapon", "counsellor")]
)
def test_reading_an_alarm_asks_for_a_new_look_since_it_was_reported(
    session: Session, file: File, kind: str, reason: str, event: str
) -> None:
    now = clock.now()
    file.link.linked_at = now - 90 * DAY
    risks.assess(session, file.worker, file.case, RiskRequest(level="low", source="told"), now - 2 * DAY)
    report(session, file, kind, reason=reason, ago=5 * HOUR)
    assert waiting(session, file) == [kind]
    assert read(session, file)
    assert not read(session, file)
    session.commit()
    current = risk_queries.current_of(session, file.worker, file.case)
    assert current is not None
    assert (current.level, current.event, current.event_at) == ("low", event, now - 5 * HOUR)
    told = session.scalars(select(Entry).where(Entry.event == "programme.read")).one()
    assert (told.case_id, told.subject_id, told.actor_id) == (
        file.case.id,
        file.case.survivor_id,
        file.worker.id,
    )


@ONE_ENGINE
def test_an_alarm_where_nobody_has_assessed_the_risk_takes_it_for_high(session: Session, file: File) -> None:
    report(session, file, "drop_out")
    assert risk_queries.current_of(session, file.worker, file.case) is None
    read(session, file)
    current = risk_queries.current_of(session, file.worker, file.case)
    assert current is not None
    assert (current.level, current.source, current.event) == ("high", "drop_out", "drop_out")


@ONE_ENGINE
@pytest.mark.parametrize("kind", ["start", "ended"])
def test_other_news_is_read_and_leaves_the_risk_alone(session: Session, file: File, kind: str) -> None:
    risks.assess(session, file.worker, file.case, RiskRequest(level="low", source="told"), clock.now())
    report(session, file, kind)
    assert waiting(session, file) == [kind]
    assert not read(session, file)
    current = risk_queries.current_of(session, file.worker, file.case)
    assert current is not None
    assert current.event_at is None


@ONE_ENGINE
def test_what_came_after_the_page_was_opened_is_not_taken_for_read(session: Session, file: File) -> None:
    seen = report(session, file, "start")
    report(session, file, "drop_out", MAY + DAY)
    assert not programme.read(session, file.worker, file.case, [seen.id, uuid7()], clock.now())
    assert waiting(session, file) == ["drop_out"]


def test_every_case_that_names_him_is_told_and_reads_for_itself(session: Session, file: File) -> None:
    other = make_case(session, file.worker)
    report(session, file, "drop_out")
    operations.link(session, file.worker, other, file.person, clock.now())
    session.flush()
    third = make_case(session, file.worker)
    assert read(session, file)
    [told] = programme_queries.told_of(session, file.worker, other)
    assert told.alarms
    assert programme_queries.told_of(session, file.worker, third) == []
    assert {one.case_id for one in session.scalars(select(ProgrammeReading))} == {file.case.id}


def test_who_may_report_and_who_may_read(session: Session, file: File) -> None:
    made = report(session, file, "risk_raised", reason="crisis")
    told = ReportRequest(kind="start", happened_on=MAY)
    for actor in (file.worker, file.elsewhere):
        with pytest.raises(NotFound):
            programme.report(session, actor, file.person, told, clock.now())
        with pytest.raises(NotFound):
            programme.take_back(session, actor, file.person, made, clock.now())
    with pytest.raises(NotFound):  # a survivor is nobody's perpetrator
        programme.report(session, file.counsellor, file.case.survivor, told, clock.now())
    for actor in (file.counsellor, file.elsewhere):
        with pytest.raises(NotFound):
            programme.read(session, actor, file.case, [made.id], clock.now())


def typed(**more: str) -> dict[str, str]:
    return {"kind": "drop_out", "reason": "", "happened_on": "1/5/2026"} | more


@ONE_ENGINE
@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"kind": ""}, "kind"),
        ({"kind": "absences"}, "kind"),
        ({"kind": "risk_raised"}, "reason"),
        ({"kind": "risk_raised", "reason": "a story"}, "reason"),
        ({"happened_on": ""}, "happened_on"),
        ({"happened_on": "31/2/2026"}, "happened_on"),
        ({"happened_on": "23/11/2026"}, "happened_on"),
    ],
)
def test_what_is_wrong_with_a_report_is_said_at_its_field(
    file: File, at: At, wrong: dict[str, str], field: str
) -> None:
    answer = at(file.counsellor).post(f"{file.path}/programme", typed(**wrong))
    assert answer.status_code == 200
    assert f'id="{field}-error"' in answer.text


def test_the_counsellor_reports_and_the_worker_is_led_to_the_risk(
    session: Session, file: File, at: At
) -> None:
    counsellor, worker = at(file.counsellor), at(file.worker)
    assert counsellor.post(f"{file.path}/programme", typed()).location == file.path
    case = f"/cases/{file.case.reference}"
    assert "Người tư vấn báo: Bỏ chương trình. Hãy đánh giá lại nguy cơ ngay." in worker.get(case).text
    page = worker.get(f"{case}/programme").text
    assert "Trần Văn Bình" in page
    assert "Mới" in page
    shown = session.scalars(select(ProgrammeReport.id)).one()
    session.commit()
    answer = worker.post(f"{case}/programme", {"report": str(shown)}, opened=page)
    assert answer.location == f"{case}/risk"
    assert "Tôi đã đọc" not in worker.get(f"{case}/programme").text
    assert "Bỏ chương trình" in worker.get(case).text
    history = worker.get(f"{case}/history").text
    assert "Đã đọc báo cáo của người tư vấn" in history
    taken = f"{file.path}/programme/{shown}/take-back"
    assert counsellor.post(taken, opened=counsellor.get(file.path).text).status_code == 303
    assert "Đã rút lại lúc" in counsellor.get(file.path).text
    assert "đã rút lại báo cáo này" in worker.get(f"{case}/programme").text


@ONE_ENGINE
def test_completion_is_not_safety_and_the_page_says_so(session: Session, file: File, at: At) -> None:
    report(session, file, "ended")
    session.commit()
    page = at(file.worker).get(f"/cases/{file.case.reference}/programme").text
    assert "không có nghĩa là người bị bạo lực đã an toàn" in page
