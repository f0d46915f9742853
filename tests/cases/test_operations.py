"""Opening, changing, moving and handing over a case."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from casework import clock
from casework.access import NotFound
from casework.accounts.models import User
from casework.audit.models import Entry, Revision
from casework.cases import bounds, operations, queries
from casework.cases.models import Case, Handover
from casework.cases.operations import CaseEdit
from casework.crypto import Tampered
from casework.db import Stale
from casework.refusal import Refusal
from casework.services.operations import ServiceRequest, record_service
from tests.factories.cases import FACTS, make_case, units
from tests.factories.people import make_house, make_staff


def changed(case: Case, **facts: Any) -> CaseEdit:
    return CaseEdit(version=case.version, **(FACTS | facts))


def test_opened_at_the_first_step_by_the_worker_who_then_has_it(session: Session) -> None:
    worker = make_staff(session, make_house(session))
    case = make_case(session, worker)
    session.commit()
    assert (case.status, case.worker_id, case.province_code) == ("engaged", worker.id, "01")
    assert session.scalars(select(Handover.to_worker_id)).all() == [worker.id]
    entry = session.scalars(select(Entry).where(Entry.event == "case.opened")).one()
    assert (entry.case_id, entry.subject_id, entry.facts) == (
        case.id,
        case.survivor_id,
        '{"possible_duplicates":0}',
    )


def test_not_opened_at_another_facility(session: Session) -> None:
    worker = make_staff(session, make_house(session))
    case = make_case(session, worker)
    elsewhere = make_house(session, "Cơ sở Hai")
    request = operations.CaseRequest(survivor_id=case.survivor_id, **FACTS)
    with pytest.raises(NotFound):
        operations.create(session, worker, request, elsewhere.id, clock.now(), units=units())


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"detected_on": date(2026, 11, 23)}, "detected_on"),
        ({"detected_on": date(1999, 12, 31)}, "detected_on"),
        ({"kind": "mua_ban_tro_ve"}, "trafficking_status"),
        ({"commune_code": "99999"}, "commune_code"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(session: Session, wrong: dict[str, Any], field: str) -> None:
    worker = make_staff(session, make_house(session))
    with pytest.raises(Refusal) as refused:
        make_case(session, worker, **wrong)
    assert refused.value.field == field


def test_today_in_viet_nam_can_be_the_day_of_detection(session: Session) -> None:
    worker = make_staff(session, make_house(session))
    assert make_case(session, worker, detected_on=date(2026, 11, 22)).detected_on == date(2026, 11, 22)


def test_only_a_trafficking_return_keeps_its_status(session: Session) -> None:
    worker = make_staff(session, make_house(session))
    returned = make_case(session, worker, kind="mua_ban_tro_ve", trafficking_status="identified")
    other = make_case(session, worker, trafficking_status="identified")
    assert (returned.trafficking_status, other.trafficking_status) == ("identified", None)


def test_an_edit_keeps_the_former_values_and_follows_the_commune(session: Session) -> None:
    worker = make_staff(session, make_house(session))
    case = make_case(session, worker)
    session.commit()
    edit = changed(case, commune_code="12391", need="khong")
    names = operations.edit(session, worker, case, edit, clock.now(), units=units())
    session.commit()
    assert set(names) == {"commune_code", "province_code", "need"}
    assert (case.province_code, case.version) == ("33", 2)
    revision = session.scalars(select(Revision)).one()
    assert '"commune_code": "00004"' in revision.former


def test_an_edit_of_an_old_version_writes_nothing(session: Session) -> None:
    worker = make_staff(session, make_house(session))
    case = make_case(session, worker)
    edit = changed(case, need="khong")
    operations.edit(session, worker, case, edit, clock.now(), units=units())
    with pytest.raises(Stale):
        operations.edit(session, worker, case, replace(edit, need="chua_ro"), clock.now(), units=units())
    assert case.need == "khong"


def test_detection_does_not_move_past_what_was_delivered(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker = make_staff(session, make_house(session))
    case = make_case(session, worker)
    monkeypatch.setattr(bounds, "_known", [lambda _session, _case: date(2026, 3, 10)])
    operations.edit(
        session, worker, case, changed(case, detected_on=date(2026, 3, 10)), clock.now(), units=units()
    )
    late = changed(case, detected_on=date(2026, 3, 11))
    with pytest.raises(Refusal) as refused:
        operations.edit(session, worker, case, late, clock.now(), units=units())
    assert refused.value.field == "detected_on"


def test_steps_are_taken_one_at_a_time_and_back(session: Session) -> None:
    worker = make_staff(session, make_house(session))
    case = make_case(session, worker)
    with pytest.raises(Refusal):
        operations.move(session, worker, case, "acting", case.version, clock.now())
    operations.move(session, worker, case, "assessing", case.version, clock.now())
    operations.move(session, worker, case, "engaged", case.version, clock.now())
    with pytest.raises(Stale):
        operations.move(session, worker, case, "assessing", 1, clock.now())
    session.commit()
    facts = session.scalars(
        select(Entry.facts).where(Entry.event == "case.moved").order_by(Entry.position)
    ).all()
    assert facts == ['{"from":"engaged","to":"assessing"}', '{"from":"assessing","to":"engaged"}']


def test_a_case_goes_to_active_case_staff_of_its_facility_only(session: Session) -> None:
    house = make_house(session)
    supervisor = make_staff(session, house, "facility_supervisor")
    colleague = make_staff(session, house)
    outsider = make_staff(session, make_house(session, "Cơ sở Hai"))
    counsellor = make_staff(session, house, "perpetrator_counsellor")
    case = make_case(session, supervisor)
    for other in (outsider, counsellor, supervisor):
        assert other.id is not None
        with pytest.raises(Refusal):
            operations.assign(session, supervisor, case, other.id, case.version, clock.now())
    assert colleague.id is not None
    operations.assign(session, supervisor, case, colleague.id, case.version, clock.now())
    assert case.worker_id == colleague.id
    last = queries.handovers(session, supervisor, case)
    assert {(each.handover.from_worker_id, each.handover.to_worker_id) for each in last} == {
        (None, supervisor.id),
        (supervisor.id, colleague.id),
    }


def test_a_disabled_worker_gets_no_case(session: Session) -> None:
    house = make_house(session)
    supervisor, gone = make_staff(session, house, "facility_supervisor"), make_staff(session, house)
    case = make_case(session, supervisor)
    session.get_one(User, gone.id).disabled_at = clock.now()
    session.flush()
    assert gone.id is not None
    with pytest.raises(Refusal):
        operations.assign(session, supervisor, case, gone.id, case.version, clock.now())


def test_a_worker_does_not_hand_over(session: Session) -> None:
    worker = make_staff(session, make_house(session))
    case = make_case(session, worker)
    assert worker.id is not None
    with pytest.raises(NotFound):
        operations.assign(session, worker, case, worker.id, case.version, clock.now())


def test_missing_and_not_yours_are_the_same_at_the_door(session: Session) -> None:
    worker = make_staff(session, make_house(session))
    case = make_case(session, worker)
    stranger = make_staff(session, make_house(session, "Cơ sở Hai"))
    said = []
    for reference in (case.reference, "0000000000"):
        with pytest.raises(NotFound) as refused:
            queries.case_by_reference(session, stranger, "case:read", reference)
        said.append(str(refused.value))
    assert said[0] == said[1]
    assert queries.case_by_reference(session, worker, "case:read", case.reference) is case


def test_a_case_moved_to_another_facility_in_sql_does_not_open(session: Session) -> None:
    worker = make_staff(session, make_house(session))
    case = make_case(session, worker)
    stranger = make_staff(session, make_house(session, "Cơ sở Hai"))
    session.commit()
    reference = case.reference
    session.execute(update(Case).values(facility_id=stranger.facility_id))
    session.expire_all()
    with pytest.raises(Tampered):
        queries.case_by_reference(session, stranger, "case:read", reference)


def test_services_say_from_when_on_the_case_was_known(session: Session) -> None:
    worker = make_staff(session, make_house(session))
    case = make_case(session, worker)
    delivered = ServiceRequest("y_te", None, date(2026, 3, 9), date(2026, 3, 10), "da_cung_cap", "")
    record_service(session, worker, case, delivered, clock.now())
    session.flush()
    late = changed(case, detected_on=date(2026, 3, 10))
    with pytest.raises(Refusal):
        operations.edit(session, worker, case, late, clock.now(), units=units())
    on_the_day = changed(case, detected_on=date(2026, 3, 9))
    assert operations.edit(session, worker, case, on_the_day, clock.now(), units=units()) == ("detected_on",)
