"""The pages of incidents, over HTTP."""

import html

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.incidents.models import Incident
from tests.factories.cases import make_case, make_incident
from tests.factories.desk import Desk

TYPED = {
    "occurred": "2/2026",
    "place": "Tại nhà",
    "acts": ["a", "đ"],
    "harms": ["the_chat"],
    "relation": "vo_chong",
    "narrative": "Dòng một\nDòng hai",
}


def test_a_further_incident_is_recorded_and_shown_with_the_letters_of_the_law(
    desk: Desk, session: Session
) -> None:
    form = desk.at.get(f"{desk.path}/incidents/new").text
    assert form.count('name="acts"') == 16
    assert desk.at.post(f"{desk.path}/incidents/new", TYPED).status_code == 303
    page = html.unescape(desk.supervising.get(f"{desk.path}/incidents").text)
    for shown in ("a) ", "đ) ", "Thể chất", "02/2026", "Dòng hai", "Nhân viên Thử"):
        assert shown in page
    assert "Nghị định 76" not in page
    assert "1 sự việc" in html.unescape(desk.at.get(desk.path).text)


def test_a_partner_who_is_no_spouse_is_recorded_with_a_warning(desk: Desk) -> None:
    desk.at.post(f"{desk.path}/incidents/new", TYPED | {"relation": "song_chung"})
    assert html.unescape(desk.at.get(f"{desk.path}/incidents").text).count("Nghị định 76/2023") >= 2
    assert html.unescape(desk.at.get(f"{desk.path}/incidents").text).count("Nghị định 76/2023") == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"occurred": "12/2026"}, "occurred"), ({"relation": ""}, "relation"), ({"acts": "zz"}, "acts")],
)
@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
def test_what_is_wrong_is_said_there_and_the_story_is_not_lost(
    desk: Desk, session: Session, wrong: dict[str, str], field: str
) -> None:
    page = desk.at.post(f"{desk.path}/incidents/new", TYPED | wrong)
    assert page.status_code == 200
    assert f'id="{field}-error"' in page.text
    assert "Dòng hai" in page.text
    assert session.scalars(select(Incident)).all() == []


def test_the_second_editor_loses_nothing(desk: Desk, session: Session) -> None:
    desk.at.post(f"{desk.path}/incidents/new", TYPED)
    incident = session.scalars(select(Incident)).one()
    path = f"{desk.path}/incidents/{incident.id}"
    opened = desk.at.get(path).text
    assert desk.supervising.post(path, TYPED | {"place": "Ngoài chợ"}).status_code == 303
    shown = desk.at.post(path, TYPED | {"narrative": "Lời kể đầy đủ"}, opened=opened)
    assert shown.status_code == 200
    assert "Ngoài chợ" in shown.text
    assert "Lời kể đầy đủ" in shown.text
    assert desk.at.post(path, TYPED | {"narrative": "Lời kể đầy đủ"}, opened=shown.text).status_code == 303
    assert "Dòng hai" in desk.at.get(f"{desk.path}/history").text


@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
def test_an_incident_opens_in_its_own_case_and_facility_only(desk: Desk, session: Session) -> None:
    incident = make_incident(session, desk.worker, desk.case)
    other = make_case(session, desk.worker)
    session.commit()
    assert desk.at.get(f"{desk.path}/incidents/{incident.id}").status_code == 200
    assert desk.at.get(f"/cases/{other.reference}/incidents/{incident.id}").status_code == 404
    assert desk.elsewhere.get(f"{desk.path}/incidents/{incident.id}").status_code == 404
    opened = desk.elsewhere.get("/cases").text
    assert desk.elsewhere.post(f"{desk.path}/incidents/new", TYPED, opened=opened).status_code == 404
