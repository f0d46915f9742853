"""Working in the perpetrator's file, and naming him in a case."""

import re
from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Actor
from casework.people.models import Person
from casework.perpetrators.models import CasePerpetrator, CounsellingSession, Liability
from tests.factories.browser import Browser
from tests.factories.cases import make_case
from tests.factories.people import make_staff
from tests.perpetrators.conftest import File

At = Callable[[Actor], Browser]
ONE_ENGINE = pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)


def meeting(**other: str) -> dict[str, str]:
    return {
        "held_on": "1/5/2026",
        "kind": "tu_van",
        "attended": "co",
        "provider_id": "",
        "note": "Nói chuyện lần một",
    } | other


def test_the_counsellor_records_and_corrects_a_session(session: Session, file: File, at: At) -> None:
    browser = at(file.counsellor)
    answer = browser.post(file.sessions_path, meeting())
    assert (answer.status_code, answer.location) == (303, file.path)
    page = browser.get(file.path).text
    assert "01/05/2026" in page
    assert "Nói chuyện lần một" in page
    path = f"{file.path}/sessions/{session.scalars(select(CounsellingSession.id)).one()}"
    session.commit()
    assert browser.post(path, meeting(attended="khong")).status_code == 303
    assert not session.scalars(select(CounsellingSession)).one().attended


def test_a_second_counsellor_sees_the_change_and_loses_nothing(session: Session, file: File, at: At) -> None:
    one, other = at(file.counsellor), at(make_staff(session, file.house, "perpetrator_counsellor"))
    one.post(file.sessions_path, meeting())
    path = f"{file.path}/sessions/{session.scalars(select(CounsellingSession.id)).one()}"
    session.commit()
    opened = one.get(path).text
    assert other.post(path, meeting(note="Lời người kia")).status_code == 303
    shown = one.post(path, meeting(note="Lời của tôi", kind="hoa_giai"), opened=opened)
    assert shown.status_code == 200
    assert "Lời người kia" in shown.text
    assert "Lời của tôi" in shown.text
    assert one.post(path, meeting(note="Lời của tôi", kind="hoa_giai"), opened=shown.text).status_code == 303
    assert session.scalars(select(CounsellingSession)).one().kind == "hoa_giai"


@ONE_ENGINE
@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"held_on": "23/11/2026"}, "held_on"),
        ({"held_on": ""}, "held_on"),
        ({"kind": ""}, "kind"),
        ({"attended": ""}, "attended"),
        ({"provider_id": "khong_co"}, "provider_id"),
        ({"note": f"Nói chuyện lần một {'a' * 5_000}"}, "note"),
    ],
)
def test_what_is_wrong_with_a_session_is_said_at_its_field(
    file: File, at: At, change: dict[str, str], field: str
) -> None:
    answer = at(file.counsellor).post(file.sessions_path, meeting(**change))
    assert answer.status_code == 200
    assert f'id="{field}-error"' in answer.text
    assert "Nói chuyện lần một" in answer.text


@ONE_ENGINE
def test_the_own_facility_is_proposed_as_the_place(file: File, at: At) -> None:
    assert f'value="{file.house.id}" selected' in at(file.counsellor).get(file.sessions_path).text


def test_liability_is_recorded_by_the_worker_too(session: Session, file: File, at: At) -> None:
    browser = at(file.worker)
    refused = browser.post(file.liability_path, {"status": "bi_truy_cuu", "since": ""})
    assert 'id="since-error"' in refused.text
    answer = browser.post(file.liability_path, {"status": "bi_truy_cuu", "since": "1/4/2026"})
    assert answer.status_code == 303
    assert "01/04/2026" in browser.get(file.path).text
    path = f"{file.path}/liability/{session.scalars(select(Liability.id)).one()}"
    session.commit()
    assert browser.post(path, {"status": "chua_bi_truy_cuu", "since": ""}).status_code == 303
    assert session.scalars(select(Liability.status)).one() == "chua_bi_truy_cuu"
    assert f'href="/cases/{file.case.reference}/people"' in browser.get(file.path).text


def test_the_counsellor_changes_the_particulars(session: Session, file: File, at: At) -> None:
    browser = at(file.counsellor)
    sent = {"full_name": "Trần Văn Bính", "sex": "nam", "phone": "0987654321", "home_commune_code": "00004"}
    assert browser.post(f"{file.path}/edit", sent).status_code == 303
    page = browser.get(file.path).text
    assert "Trần Văn Bính" in page
    assert "987" in page
    assert "Phường Ba Đình" in page


@ONE_ENGINE
def test_what_belongs_to_another_file_is_not_found(session: Session, file: File, at: At) -> None:
    browser = at(file.counsellor)
    browser.post(file.sessions_path, meeting())
    held = session.scalars(select(CounsellingSession.id)).one()
    session.commit()
    assert browser.get(f"{file.path}/liability/{held}").status_code == 404
    assert browser.get(f"{file.path}/cases/{held}/sessions").status_code == 404
    assert browser.get(f"/perpetrators/XXXXXXXXXX/sessions/{held}").status_code == 404


def named(name: str, **other: str) -> dict[str, str]:
    return {"full_name": name, "sex": "nam", "birth": "1985"} | other


def test_an_alleged_perpetrator_is_named_after_look_alikes_were_shown(
    session: Session, file: File, at: At
) -> None:
    browser = at(file.worker)
    case = make_case(session, file.worker)
    session.commit()
    path = f"/cases/{case.reference}/people"
    assert browser.post(f"{path}/new", named("Lý Văn Tám")).status_code == 303
    other = make_case(session, file.worker)
    session.commit()
    again = f"/cases/{other.reference}/people"
    shown = browser.post(f"{again}/new", named("Ly Van Tam"))
    assert shown.status_code == 200
    assert "Lý Văn Tám" in shown.text
    known = session.scalars(select(Person).where(Person.created_at >= file.person.created_at)).all()
    eight = next(one for one in known if one.full_name == "Lý Văn Tám")
    session.commit()
    assert browser.post(f"{again}/link", {"person": eight.reference}, opened=shown.text).status_code == 303
    links = select(CasePerpetrator.case_id).where(CasePerpetrator.person_id == eight.id)
    assert set(session.scalars(links)) == {case.id, other.id}
    assert browser.post(f"{again}/link", {"person": eight.reference}, opened=shown.text).status_code == 409


@ONE_ENGINE
def test_somebody_new_is_named_in_spite_of_a_look_alike(session: Session, file: File, at: At) -> None:
    browser = at(file.worker)
    path = f"/cases/{file.case.reference}/people/new"
    assert browser.post(path, named("Lý Văn Tám")).status_code == 303
    shown = browser.post(path, named("Lý Văn Tám"))
    looked = browser.hidden(shown.text, "looked")
    assert looked == "yes"
    assert browser.post(path, named("Lý Văn Tám", looked=looked), opened=shown.text).status_code == 303
    assert len(session.scalars(select(CasePerpetrator)).all()) == 3


@ONE_ENGINE
def test_nobody_is_linked_whom_the_worker_may_not_see(session: Session, file: File, at: At) -> None:
    browser, path = at(file.worker), f"/cases/{file.case.reference}/people/link"
    page = browser.get(f"/cases/{file.case.reference}/people/new").text
    for known in ("", "XXXXXXXXXX", file.case.survivor.reference):
        assert browser.post(path, {"person": known}, opened=page).status_code == 404
    stranger = at(make_staff(session, None, "facility_worker"))
    assert stranger.post(path, {"person": file.person.reference}).status_code == 404


@ONE_ENGINE
def test_the_menu_shows_in_which_part_one_is(file: File, at: At) -> None:
    marked = re.compile(r'href="([^"]*)" aria-current="true"')
    assert marked.findall(at(file.worker).get(file.path).text) == ["/cases"]
    assert marked.findall(at(file.counsellor).get(file.path).text) == ["/perpetrators"]
