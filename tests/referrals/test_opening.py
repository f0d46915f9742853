"""Opening the case of an accepted referral: an act of its own, with who may be the same as evidence."""

import re
from typing import Any

import pytest
from sqlalchemy import select

from casework import clock
from casework.audit.models import Entry
from casework.cases.models import Case
from casework.incidents.models import Incident
from casework.people.models import Person
from casework.referrals import operations, states
from casework.referrals.models import ContactAttempt, ReferralPerson
from casework.referrals.requests import AttemptRequest
from casework.refusal import Refusal
from tests.factories.cases import make_case
from tests.factories.people import make_person
from tests.factories.referrals import PERSON, make_accepted, open_case
from tests.referrals.office import Office, words

FACTS: dict[str, Any] = {
    "kind": "bao_luc_gia_dinh",
    "acts": ["a", "b"],
    "harms": ["the_chat"],
    "relation": "vo_chong",
    "occurred": "21/11/2026",
    "detected_on": "22/11/2026",
    "commune_code": "00004",
    "source": "cong_an",
    "need": "co",
}
ON_SQLITE = pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)


def known(office: Office) -> tuple[Person, Case]:
    """Somebody on record at the house with the number of the one who will be referred."""
    worker = office.town.worker
    office.session.info["actor"] = worker
    person = make_person(
        office.session,
        worker,
        office.town.house.id,
        full_name="Đào Thị Hoà",
        phone=PERSON["phone"],
        birth="1987",
    )
    case = make_case(office.session, worker, person)
    office.session.commit()
    return person, case


def reach(office: Office, path: str, *, safe: bool = True) -> None:
    office.session.info["actor"] = office.town.worker
    told = AttemptRequest(
        channel="phone_call", result="reached", safe=safe, at=clock.now(), note="Chị gái nghe máy"
    )
    operations.attempt(office.session, office.town.worker, office.stands(path), told, clock.now())
    office.session.commit()


def test_the_case_is_opened_from_what_was_sent_as_far_as_nobody_knows_better(office: Office) -> None:
    path = office.accepted()
    form = words(office.at.get(f"{path}/case"))
    for begun in ('value="22/11/2026"', 'value="21/11/2026"', "Ba Đình"):
        assert begun in form
    assert re.search(r'<option value="cong_an" selected', form)
    assert re.search(r'<option value="vo_chong" selected', form)
    assert re.search(r'value="a"[^>]* checked', form)
    assert 'name="same"' not in form
    done = office.at.post(f"{path}/case", FACTS | {"acts": ["a"], "relation": "vo_chong_cu"})
    assert done.location.endswith(path)
    taken = office.stands(path)
    case = office.session.get_one(Case, taken.taken_case_id)
    assert (taken.state, case.worker_id) == (states.ACCEPTED, office.town.worker.id)
    incident = office.session.scalars(select(Incident)).one()
    assert (incident.acts, incident.relation, incident.occurred) == (("a",), "vo_chong_cu", "2026-11-21")
    page = words(office.at.get(path))
    assert f"/cases/{case.reference}" in page
    assert f"{path}/case" not in page
    assert f"{path}/steps/engage" in page


@ON_SQLITE
def test_what_is_missing_is_asked_for_and_nothing_is_opened(office: Office) -> None:
    path = office.accepted(envelope={})
    for typed, said in (({"kind": ""}, "Chọn loại vụ việc"), ({"acts": [], "harms": []}, 'href="#acts"')):
        answer = office.at.post(f"{path}/case", FACTS | typed)
        assert answer.status_code == 200
        assert said in words(answer)
    assert office.stands(path).lacks_case
    assert office.session.scalars(select(Case)).all() == []
    assert office.at.post(f"{path}/case", FACTS).status_code == 303


def test_who_may_be_the_same_is_shown_only_after_acceptance_and_never_merged(office: Office) -> None:
    person, _case = known(office)
    waiting = office.refers()
    for page in ("", "/accept", "/case"):
        assert "Đào Thị Ho" not in words(office.at.get(waiting + page)), page
    assert office.at.get(f"{waiting}/case").location.endswith(waiting)
    assert not office.session.scalars(select(Entry).where(Entry.event == "referral.compared")).all()
    office.at.post(f"{waiting}/accept", opened=office.at.get(f"{waiting}/accept").text)
    shown = office.at.get(f"{waiting}/case")
    page = words(shown)
    assert "Đào Thị Hoà" in page
    assert "Đào Thị Hòa" in page
    assert "001187000001" not in page
    assert PERSON["phone"] not in page
    assert page.count("… 678") == 2  # on record, and as it was sent
    (looked,) = office.session.scalars(select(Entry).where(Entry.event == "referral.compared"))
    assert (looked.actor_id, looked.facts) == (office.town.worker.id, '{"found":1}')
    unanswered = office.at.post(f"{waiting}/case", FACTS, opened=shown.text)
    assert "Hãy cho biết người này đã có trong hồ sơ hay chưa" in words(unanswered)
    assert office.stands(waiting).lacks_case
    told = FACTS | {"same": f"person:{person.reference}"}
    assert office.at.post(f"{waiting}/case", told, opened=shown.text).status_code == 303
    case = office.session.get_one(Case, office.stands(waiting).taken_case_id)
    assert case.survivor_id == person.id
    office.session.refresh(person)
    assert person.full_name == "Đào Thị Hoà"
    (noted,) = office.session.scalars(select(Entry).where(Entry.event == "referral.case_opened"))
    assert (noted.case_id, noted.facts) == (case.id, '{"linked":true,"possible_duplicates":1}')


@ON_SQLITE
def test_a_referral_may_belong_to_her_case_without_its_facts_or_to_somebody_new(office: Office) -> None:
    _person, case = known(office)
    for typed, linked in (
        ({"same": f"case:{case.reference}", "acts": ["a"]}, True),
        (FACTS | {"same": "new"}, False),
    ):
        path = office.accepted()
        assert office.at.post(f"{path}/case", typed).status_code == 303
        assert (office.stands(path).taken_case_id == case.id) is linked


@ON_SQLITE
def test_a_case_of_somebody_who_was_not_offered_is_not_taken(office: Office) -> None:
    known(office)
    worker, house = office.town.worker, office.town.house
    other = make_case(
        office.session, worker, make_person(office.session, worker, house.id, full_name="Bùi Thị Khác")
    )
    office.session.commit()
    path = office.accepted()
    refused = office.at.post(f"{path}/case", FACTS | {"same": f"case:{other.reference}"})
    assert refused.status_code == 200
    assert 'href="#same"' in refused.text
    assert office.stands(path).lacks_case


def test_the_second_to_open_is_told_and_writes_nothing(office: Office) -> None:
    path = office.accepted()
    first, second = office.at.get(f"{path}/case").text, office.supervising.get(f"{path}/case").text
    assert office.at.post(f"{path}/case", FACTS, opened=first).status_code == 303
    late = office.supervising.post(f"{path}/case", FACTS, opened=second)
    assert late.location.endswith(path)
    assert "Không thể làm việc này nữa" in words(office.supervising.get(path))
    assert len(office.session.scalars(select(Case)).all()) == 1


def test_a_colleagues_call_meanwhile_is_no_reason_to_type_the_facts_again(office: Office) -> None:
    path = office.accepted()
    opened = office.supervising.get(f"{path}/case").text
    assert office.tries(path).status_code == 303
    assert office.supervising.post(f"{path}/case", FACTS, opened=opened).status_code == 303
    assert (office.stands(path).state, office.stands(path).lacks_case) == (states.CONTACTING, False)


def test_at_two_in_the_morning_she_is_called_before_there_is_a_case(office: Office) -> None:
    path = office.accepted()
    page = words(office.at.get(f"{path}/contact"))
    assert "hoa sữa" in page
    assert "0912345678" not in page
    assert f"{path}/person" in page
    assert office.tries(path, result="reached").status_code == 303
    taken = office.stands(path)
    assert (taken.state, taken.contacted_at is not None) == (states.CONTACTING, True)
    assert "Chưa lập vụ việc" in words(office.at.get(path))


@ON_SQLITE
@pytest.mark.parametrize("act", ["engage", "close"])
def test_what_comes_after_waits_for_the_case_in_words(office: Office, act: str) -> None:
    path = office.accepted()
    if act == "close":
        reach(office, path, safe=False)
    assert f"{path}/steps/{act}" not in office.at.get(path).text
    refused = office.at.post(f"{path}/steps/{act}", {"reason": "moved_away"})
    assert refused.status_code == 200
    assert "Hãy lập vụ việc trước" in words(refused)
    assert office.at.post(f"{path}/case", FACTS).status_code == 303
    assert office.at.post(f"{path}/steps/{act}", {"reason": "moved_away"}).status_code == 303


@ON_SQLITE
def test_who_cannot_be_reached_gets_a_case_before_it_is_closed(office: Office) -> None:
    session, worker = office.session, office.town.worker
    path = office.accepted()
    referral = office.stands(path)
    referral.state = states.NOT_CONTACTABLE
    session.commit()
    with pytest.raises(Refusal):
        operations.close(session, worker, referral, referral.version, clock.now())
    open_case(session, worker, referral)
    operations.close(session, worker, referral, referral.version, clock.now())
    assert (referral.state, referral.reason) == (states.CLOSED, "not_contactable")


def test_who_declines_before_there_is_a_case_leaves_nothing_behind(office: Office) -> None:
    path = office.accepted()
    reach(office, path)
    office.session.commit()
    part = office.session.scalars(select(ReferralPerson.id)).one()
    office.session.commit()
    assert "bị xóa" in words(office.at.get(f"{path}/steps/person_declines"))
    assert office.at.post(f"{path}/steps/person_declines").status_code == 303
    ended = office.stands(path)
    assert (ended.state, ended.revealed, ended.envelope) == (states.DECLINED_BY_PERSON, False, {})
    assert office.session.get(ReferralPerson, part) is None
    assert office.session.scalars(select(ContactAttempt)).all() == []
    page = words(office.at.get(path))
    assert "từ chối trước khi lập vụ việc" in page
    for gone in ("tiếng Mông", "Chị gái nghe máy", f"{path}/person", f"{path}/contact"):
        assert gone not in page
    for closed in ("/person", "/contact", "/case"):
        assert office.at.get(path + closed).location.endswith(path)
    listed = words(office.at.get("/referrals?which=ended"))
    assert "Bố trí nơi tạm lánh" not in listed
    assert office.session.scalars(select(Case)).all() == []


def test_who_declines_with_a_case_keeps_it(office: Office) -> None:
    path = office.taken()
    assert "bị xóa" not in words(office.at.get(f"{path}/steps/person_declines"))
    office.at.post(f"{path}/steps/person_declines")
    assert (office.stands(path).state, office.stands(path).revealed) == (states.DECLINED_BY_PERSON, True)
    assert "Đào Thị Hòa" in words(office.at.get(f"{path}/person"))


@ON_SQLITE
def test_the_inbox_says_whose_case_is_not_opened_yet(office: Office) -> None:
    path, taken = office.accepted(), office.taken()
    page = words(office.at.get("/referrals?which=open"))
    assert path in page
    assert taken in page
    assert page.count("Chưa lập vụ việc") == 1
    office.at.post(f"{path}/case", FACTS | {"same": "new"})
    assert "Chưa lập vụ việc" not in words(office.at.get("/referrals?which=open"))


@ON_SQLITE
def test_the_sender_is_told_of_no_case(office: Office) -> None:
    path = office.taken()
    page = words(office.police.get(f"/refer/sent/{path.rpartition('/')[2]}"))
    assert "Đã tiếp nhận" in page
    assert "vụ việc" not in page.partition("<main")[2].lower()


@ON_SQLITE
def test_before_acceptance_and_for_others_there_is_nothing_to_open(office: Office) -> None:
    session, town = office.session, office.town
    waiting = office.stands(office.refers())
    with pytest.raises(Refusal):
        open_case(session, town.worker, waiting)
    session.rollback()
    accepted = make_accepted(session, town.officer, town.house, town.worker)
    for stranger in (town.stranger, town.officer):
        with pytest.raises(Exception, match="refused"):
            open_case(session, stranger, accepted)
