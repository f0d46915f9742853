"""Consent: purpose by purpose, the newest counts, all of it stays readable."""

import html
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import clock
from casework.access import NotFound
from casework.audit.models import Entry
from casework.consent import operations, queries
from casework.consent.models import Consent
from casework.consent.operations import ConsentRequest
from casework.refusal import Refusal
from tests.factories.cases import make_case
from tests.factories.desk import Desk
from tests.factories.people import make_house, make_staff


def said(answer: str, day: int, purpose: str = "share_police", **more: Any) -> ConsentRequest:
    return ConsentRequest(purpose=purpose, answer=answer, given_on=date(2026, 11, day), **more)


def test_the_newest_answer_of_each_purpose_counts(session: Session) -> None:
    worker = make_staff(session, make_house(session))
    case = make_case(session, worker)
    for request in (said("given", 1), said("withdrawn", 5), said("refused", 2, "share_health")):
        operations.record(session, worker, case, request, clock.now())
    standing = queries.standing(session, worker, case)
    assert {purpose: row.answer for purpose, row in standing.items()} == {
        "share_police": "withdrawn",
        "share_health": "refused",
    }
    assert len(queries.of_case(session, worker, case)) == 3


def test_the_log_keeps_purpose_and_answer_but_no_remark(session: Session) -> None:
    worker = make_staff(session, make_house(session))
    case = make_case(session, worker)
    operations.record(session, worker, case, said("given", 1, remark="Có chị gái cùng dự"), clock.now())
    session.commit()
    entry = session.scalars(select(Entry).where(Entry.event == "consent.recorded")).one()
    assert entry.facts == '{"answer":"given","purpose":"share_police"}'
    assert queries.of_case(session, worker, case)[0].consent.remark == "Có chị gái cùng dự"


@pytest.mark.parametrize(
    ("before", "request_", "field"),
    [
        ([], said("given", 23), "given_on"),
        ([], said("withdrawn", 5), "answer"),
        ([said("refused", 4)], said("withdrawn", 5), "answer"),
        ([said("given", 4)], said("withdrawn", 3), "given_on"),
        ([], said("perhaps", 5), "answer"),
        ([], said("given", 5, ""), "purpose"),
    ],
)
@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
def test_what_cannot_be_is_refused(
    session: Session, before: list[ConsentRequest], request_: ConsentRequest, field: str
) -> None:
    worker = make_staff(session, make_house(session))
    case = make_case(session, worker)
    for request in before:
        operations.record(session, worker, case, request, clock.now())
    with pytest.raises(Refusal) as refused:
        operations.record(session, worker, case, request_, clock.now())
    assert refused.value.field == field


def test_another_facility_neither_records_nor_reads(session: Session) -> None:
    worker = make_staff(session, make_house(session))
    case = make_case(session, worker)
    operations.record(session, worker, case, said("given", 1), clock.now())
    stranger = make_staff(session, make_house(session, "Cơ sở Hai"))
    with pytest.raises(NotFound):
        operations.record(session, stranger, case, said("withdrawn", 2), clock.now())
    assert queries.of_case(session, stranger, case) == []


def test_the_page_shows_what_counts_and_every_answer_of_before(desk: Desk, session: Session) -> None:
    path = f"{desk.path}/consent"
    typed = {
        "purpose": "share_police",
        "answer": "given",
        "given_on": "1/11/2026",
        "manner": "spoken",
        "remark": "Đã giải thích",
    }
    assert desk.at.post(f"{path}/new", typed).status_code == 303
    assert (
        desk.supervising.post(
            f"{path}/new", typed | {"answer": "withdrawn", "given_on": "2/11/2026"}
        ).status_code
        == 303
    )
    page = html.unescape(desk.at.get(path).text)
    assert page.count("Đã rút lại đồng ý") == 2
    assert "01/11/2026" in page
    assert "Đã giải thích" in page
    assert "Chưa hỏi" in page
    assert "Đã rút lại đồng ý" in html.unescape(desk.at.get(desk.path).text)
    assert desk.elsewhere.get(path).status_code == 404


@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
def test_a_refused_answer_stands_at_its_field_with_what_was_typed(desk: Desk, session: Session) -> None:
    typed = {
        "purpose": "share_police",
        "answer": "withdrawn",
        "given_on": "2/11/2026",
        "manner": "written",
        "remark": "Lời ghi thêm",
    }
    page = desk.at.post(f"{desk.path}/consent/new", typed)
    assert page.status_code == 200
    assert 'id="answer-error"' in page.text
    assert "Lời ghi thêm" in page.text
    assert session.scalars(select(Consent)).all() == []
