"""Beginning, writing, submitting and answering a report: who may, in which order, and what stays frozen."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from casework import clock
from casework.access import Actor, NotFound
from casework.audit.models import Entry
from casework.cli.passing import one_pass
from casework.crypto.faults import Tampered
from casework.db import Stale, WorkSession
from casework.indicators.policies import SitePolicies
from casework.refusal import Refusal
from casework.releases.models import Release
from casework.reminders.operations import set_reminders
from casework.reminders.queries import to_remind
from casework.reporting import operations, queries, states
from casework.reporting.models import PlanReport
from casework.reporting.text import Written
from casework.ui.context import Wiring
from casework.worklist.queries import own_work
from tests.factories.people import access_policy, make_house, make_staff
from tests.factories.reports import make_figures

SAID = {"direction": "Đã ban hành kế hoạch.", "results": "Đã làm nhiều việc.", "plans": "Sẽ làm tiếp."}
HEAD = {"agency": "Sở Nội vụ", "symbol": "BC-SNV", "place": "Hưng Yên"}
TEXT = Written(SAID, HEAD)
MINUTE = timedelta(minutes=1)


def begun(session: Session, actor: Actor, policies: SitePolicies) -> PlanReport:
    """The half-yearly report of Hưng Yên, begun and committed."""
    due = queries.due_of(policies.plans, policies.narrative, "hung-yen-2025", "half-year", 2025)
    report = operations.begin(session, actor, due, clock.now())
    session.commit()
    return report


def submitted(session: Session, actor: Actor, policies: SitePolicies) -> PlanReport:
    """The same, written and submitted."""
    report = begun(session, actor, policies)
    operations.write(session, actor, report, TEXT, policies.narrative, report.version, clock.now())
    operations.submit(session, actor, report, policies.narrative, report.version, clock.now())
    session.commit()
    return report


def test_up_the_whole_line_and_back_once(
    session: Session, policies: SitePolicies, manager: Actor, second: Actor, release: Release
) -> None:
    report = submitted(session, manager, policies)
    assert (report.state, report.station, report.stations) == (states.SUBMITTED, 0, 3)
    operations.accept(session, second, report, report.version, clock.now())
    operations.send_back(session, second, report, "Thiếu phần kinh phí.", report.version, clock.now())
    assert (report.state, report.station) == (states.RETURNED, 0)
    session.commit()
    better = Written(SAID | {"results": "Viết lại."}, HEAD)
    operations.write(session, manager, report, better, policies.narrative, report.version, clock.now())
    assert report.state == states.RETURNED
    operations.submit(session, manager, report, policies.narrative, report.version, clock.now())
    for _station in range(3):
        operations.accept(session, second, report, report.version, clock.now())
    session.commit()
    session.expire_all()
    assert report.state == states.ACCEPTED
    sent = queries.submissions(session, report)
    assert [one.text["parts"]["results"] for one in sent] == ["Viết lại.", "Đã làm nhiều việc."]
    assert {(one.release_id, one.release_digest) for one in sent} == {(release.id, release.digest)}
    said = queries.answers(session, report)
    assert [(one.station, one.accepted) for one in said][:2] == [(0, True), (1, False)]
    assert said[1].reason == "Thiếu phần kinh phí."
    with pytest.raises(Refusal, match="as it stands"):
        operations.accept(session, second, report, report.version, clock.now())


def test_the_figures_are_those_closed_in_time_and_stay(
    session: Session, policies: SitePolicies, manager: Actor, second: Actor
) -> None:
    report = begun(session, manager, policies)
    operations.write(session, manager, report, TEXT, policies.narrative, report.version, clock.now())
    later = make_figures(session, policies, date(2025, 6, 30))
    with pytest.raises(Refusal, match="No released figures"):
        operations.submit(session, manager, report, policies.narrative, report.version, clock.now())
    in_time = make_figures(session, policies, date(2025, 6, 9), number=2)
    assert queries.fitting(session, report) is in_time
    operations.submit(session, manager, report, policies.narrative, report.version, clock.now())
    make_figures(session, policies, date(2025, 6, 9), number=3)
    session.commit()
    [sent] = queries.submissions(session, report)
    assert sent.release_id == in_time.id != later.id


@pytest.mark.parametrize(
    ("written", "field"),
    [
        *(
            (Written(SAID | {"results": f"Gọi chị theo số {number}"}, HEAD), "part_results")
            for number in (
                "0912345678",
                "0912\u200b345\u200b678",
                "0912\u00ad345\u2060678",
                "0912\u00a0345\u00a0678",
                "0912\u2011345\u2011678",
                "\uff10912345678",
            )
        ),
        (Written(SAID, HEAD | {"place": "chi@example.vn"}), "place"),
    ],
)
def test_what_tells_of_a_person_is_refused_at_its_field(
    session: Session, policies: SitePolicies, manager: Actor, written: Written, field: str
) -> None:
    report = begun(session, manager, policies)
    with pytest.raises(Refusal) as refused:
        operations.write(session, manager, report, written, policies.narrative, report.version, clock.now())
    assert refused.value.field == field


@pytest.mark.parametrize("written", [Written(SAID | {"plans": " "}, HEAD), Written(SAID, {})])
def test_a_report_is_whole_before_it_leaves(
    session: Session, policies: SitePolicies, manager: Actor, release: Release, written: Written
) -> None:
    report = begun(session, manager, policies)
    operations.write(session, manager, report, written, policies.narrative, report.version, clock.now())
    with pytest.raises(Refusal, match=r"still empty|which agency"):
        operations.submit(session, manager, report, policies.narrative, report.version, clock.now())


def test_whoever_submitted_it_does_not_answer_it(
    session: Session, policies: SitePolicies, manager: Actor, second: Actor, release: Release
) -> None:
    report = submitted(session, manager, policies)
    with pytest.raises(Refusal, match="Somebody else"):
        operations.accept(session, manager, report, report.version, clock.now())
    with pytest.raises(Refusal, match="telephone"):
        operations.send_back(session, second, report, "Hỏi 0912345678", report.version, clock.now())
    with pytest.raises(Refusal, match="why"):
        operations.send_back(session, second, report, "  ", report.version, clock.now())
    with pytest.raises(Refusal, match="as it stands"):
        operations.write(session, manager, report, TEXT, policies.narrative, report.version, clock.now())


def test_the_second_editor_overwrites_nothing(
    sessions: sessionmaker[WorkSession],
    session: Session,
    policies: SitePolicies,
    manager: Actor,
    second: Actor,
) -> None:
    report = begun(session, manager, policies)
    seen = report.version
    with sessions() as other:
        other.info["actor"] = second
        same = queries.report(other, second, "report:write", report.id)
        operations.write(other, second, same, TEXT, policies.narrative, seen, clock.now())
        other.commit()
    session.expire_all()
    session.info["actor"] = manager
    with pytest.raises(Stale):
        operations.write(session, manager, report, Written({}, {}), policies.narrative, seen, clock.now())
    assert report.text["parts"]["plans"] == "Sẽ làm tiếp."


def test_two_people_begin_one_report(
    session: Session, policies: SitePolicies, manager: Actor, second: Actor
) -> None:
    assert begun(session, manager, policies) is begun(session, second, policies)


def test_what_was_begun_and_not_committed_leaves_nothing(
    session: Session, policies: SitePolicies, manager: Actor
) -> None:
    due = queries.due_of(policies.plans, policies.narrative, "hung-yen-2025", "half-year", 2025)
    operations.begin(session, manager, due, clock.now())
    session.rollback()
    assert session.scalars(select(PlanReport)).all() == []


def test_two_people_begin_one_report_at_the_same_moment(
    session: Session,
    policies: SitePolicies,
    manager: Actor,
    second: Actor,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The second one looked before the first one had begun it: the database decides."""
    first, look, looked = begun(session, manager, policies), operations._existing, list[bool]()

    def too_early(*asked: Any) -> PlanReport | None:
        looked.append(True)
        return look(*asked) if len(looked) > 1 else None

    monkeypatch.setattr(operations, "_existing", too_early)
    assert begun(session, second, policies) is first
    assert len(session.scalars(select(PlanReport)).all()) == 1


def test_asked_for_outside_the_calendar(
    session: Session, policies: SitePolicies, manager: Actor, release: Release
) -> None:
    due = queries.due_of(policies.plans, policies.narrative, "tran-lieu-2025", "occasional", 2025)
    made = [
        operations.begin_occasional(session, manager, due, day, day, clock.now())
        for day in (date(2025, 6, 9), date(2025, 5, 1))
    ]
    assert [one.occasion for one in made] == [1, 2]
    assert [queries.fitting(session, one) for one in made] == [release, None]
    for cut_off, last_day, words in (
        (date(2027, 1, 1), None, "not come yet"),
        (date(2024, 1, 1), None, "report's year"),
        (date(2025, 5, 1), date(2025, 4, 1), "before the data"),
    ):
        with pytest.raises(Refusal, match=words):
            operations.begin_occasional(session, manager, due, cut_off, last_day, clock.now())
    with pytest.raises(NotFound):
        queries.due_of(policies.plans, policies.narrative, "hung-yen-2025", "year", 2026)


def test_what_falls_due_stands_on_the_work_list(
    session: Session, policies: SitePolicies, manager: Actor
) -> None:
    operator = access_policy().operator()

    def look(day: datetime) -> tuple[int, list[tuple[str, datetime | None, str]]]:
        new = operations.open_due(session, operator, policies.plans, policies.deadlines, day)
        session.commit()
        session.info["actor"] = manager
        found = own_work(session, manager, policies.deadlines, day)
        return new, sorted((one.clock, one.due, one.number) for one in found)

    ends = datetime(2025, 6, 9, 17, tzinfo=clock.now().tzinfo)
    assert look(ends - timedelta(days=31)) == (0, [])
    new, items = look(ends - timedelta(days=30))
    assert new == 2
    assert [(due, number) for which, due, number in items if which == "report_due"] == [
        (ends - MINUTE, "hung-yen-2025, 2025"),
        (ends - MINUTE, "tan-yen-2021-2025, 2025"),
    ]
    assert {due for which, due, _number in items if which == "report_begin"} == {
        ends - timedelta(days=10) - MINUTE
    }
    assert look(ends - timedelta(days=30))[0] == 0
    session.info["actor"] = manager
    begun(session, manager, policies)
    assert len(look(ends - timedelta(days=1))[1]) == 4  # nothing is written yet: begun is not "not begun"
    assert look(ends + timedelta(days=200))[0] == 0


def test_nobody_is_reminded_of_what_was_over_before(session: Session, policies: SitePolicies) -> None:
    operator = access_policy().operator()
    assert operations.open_due(session, operator, policies.plans, policies.deadlines, clock.now()) == 0


def test_only_managers(session: Session, policies: SitePolicies, manager: Actor) -> None:
    report = begun(session, manager, policies)
    stranger = make_staff(session, make_house(session), "facility_supervisor")
    session.commit()
    calls: list[Callable[[], Any]] = [
        lambda: queries.reports_of(session, stranger, 2025),
        lambda: queries.report(session, stranger, "report:list", report.id),
        lambda: begun(session, stranger, policies),
        lambda: operations.accept(session, stranger, report, report.version, clock.now()),
    ]
    for call in calls:
        with pytest.raises(NotFound):
            call()
    assert own_work(session, stranger, policies.deadlines, clock.now()) == []


def test_a_deadline_moved_in_sql_is_found_out(
    session: Session, policies: SitePolicies, manager: Actor
) -> None:
    report = begun(session, manager, policies)
    session.connection().exec_driver_sql("UPDATE plan_report SET stations = 1")
    session.commit()
    session.expire_all()
    with pytest.raises(Tampered):
        _ = report.text


def test_the_log_holds_codes_and_no_words(
    session: Session, policies: SitePolicies, manager: Actor, second: Actor, release: Release
) -> None:
    report = submitted(session, manager, policies)
    operations.send_back(session, second, report, "Thiếu phần kinh phí.", report.version, clock.now())
    session.commit()
    noted = select(Entry.facts).where(Entry.event.like("report.%")).order_by(Entry.position)
    told = session.scalars(noted).all()
    assert len(told) == 4
    assert not any("kinh" in facts or "Đã" in facts for facts in told)
    assert '"release":"2025-1"' in told[2]
    raw = session.connection().exec_driver_sql("SELECT text FROM report_submission").scalars().all()
    assert "Đã".encode() not in bytes(raw[0])


def test_a_pass_of_the_clocks_lists_a_report_and_reminds_of_it(
    session: Session, policies: SitePolicies, wiring: Wiring, manager: Actor
) -> None:
    ends = datetime(2025, 6, 9, 17, tzinfo=UTC)
    set_reminders(session, manager, "ten@example.vn", "day", ends)
    session.commit()

    def reminded(day: datetime) -> bool:
        one_pass(wiring, day)
        return bool(list(to_remind(session, policies.access, policies.deadlines, day)))

    assert not reminded(ends - timedelta(days=20))
    assert len(session.scalars(select(PlanReport)).all()) == 2
    assert reminded(ends - timedelta(days=10))  # nobody has begun
