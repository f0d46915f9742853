"""Each act of the loop: who may do it, what it needs, what it leaves behind."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from casework import clock
from casework.access import Actor, NotFound
from casework.audit.models import Entry
from casework.cases.models import Case
from casework.consent import operations as consents
from casework.consent.models import Consent
from casework.consent.operations import ConsentRequest
from casework.crypto import Tampered
from casework.crypto.models import SubjectKey
from casework.db import Stale
from casework.incidents.models import Incident
from casework.people.models import Person
from casework.perpetrators.models import CasePerpetrator
from casework.providers.models import Provider
from casework.referrals import operations, queries, states
from casework.referrals.models import ContactAttempt, Referral, ReferralPerson
from casework.referrals.requests import AttemptRequest
from casework.refusal import Refusal
from casework.safety.models import SafeContact
from tests.factories.cases import make_case
from tests.factories.people import make_staff
from tests.factories.referrals import (
    ENVELOPE,
    PERSON,
    accept,
    make_accepted,
    make_organisation,
    make_referral,
    make_taken,
    open_case,
    referral_request,
    site,
)
from tests.referrals.town import Town

DAY = timedelta(days=1)


def read(session: Session, reader: Actor, referral: Referral) -> None:
    session.info["actor"] = reader
    operations.receive(session, reader, referral, clock.now())


def tried(session: Session, worker: Actor, referral: Referral, **more: Any) -> ContactAttempt:
    told: dict[str, Any] = {
        "channel": "phone_call",
        "result": "no_answer",
        "safe": True,
        "at": clock.now(),
    } | more
    return operations.attempt(session, worker, referral, AttemptRequest(**told), clock.now())


def test_the_whole_way_from_the_officer_to_the_service(session: Session, town: Town) -> None:
    referral = make_referral(session, town.officer, town.house)
    session.commit()
    assert referral.state == states.SENT
    assert (referral.sender_id, referral.province_code) == (town.police.id, "01")

    read(session, town.worker, referral)
    envelope = queries.envelope_of(session, town.worker, referral, policies=site())
    assert envelope["sender_unit"] == "Công an phường Một"
    assert envelope["acts"] == ["a", "b"]
    assert envelope["services"] == ("tam_lanh", "tu_van_tam_ly")
    assert not set(envelope) & set(PERSON)
    with pytest.raises(NotFound):
        queries.person_of(session, town.worker, referral, policies=site())

    accept(session, town.worker, referral)
    session.commit()
    assert queries.person_of(session, town.worker, referral, policies=site()) == PERSON
    assert (referral.state, referral.taken_case_id) == (states.ACCEPTED, None)
    assert session.scalars(select(Person)).all() == []
    case = open_case(session, town.worker, referral)
    session.commit()
    assert (referral.state, referral.taken_case_id) == (states.ACCEPTED, case.id)
    survivor = session.get_one(Person, case.survivor_id)
    assert (survivor.full_name, survivor.address, survivor.sex) == ("Đào Thị Hòa", "Số 5 ngõ 7", "nu")
    contact = session.scalars(select(SafeContact)).one()
    assert (contact.subject_id, contact.number, contact.code_word) == (survivor.id, "0912345678", "hoa sữa")
    incident = session.scalars(select(Incident)).one()
    assert (incident.acts, incident.occurred) == (("a", "b"), "2026-11-21")
    assert incident.narrative == PERSON["narrative"]
    accused = session.get_one(Person, session.scalars(select(CasePerpetrator)).one().person_id)
    assert (accused.full_name, accused.side) == ("Trần Văn Bình", "perpetrator")
    assert case.worker_id == town.worker.id

    tried(session, town.worker, referral, result="reached")
    assert referral.contacted_at == clock.now()
    operations.engage(session, town.worker, referral, referral.version, clock.now())
    assert operations.delivered(session, town.worker, case, clock.now()) == 1
    session.commit()
    assert (referral.state, referral.reason, referral.served_at) == (states.CLOSED, "served", clock.now())
    told = [step.state for step in queries.progress(session, town.officer, referral)]
    assert told == ["sent", "received", "accepted", "contacting", "engaged", "closed"]


def test_the_log_tells_every_act_and_each_side_only_its_own_case(session: Session, town: Town) -> None:
    referral = make_taken(session, town.officer, town.house, town.worker)
    session.commit()
    told = session.scalars(select(Entry).where(Entry.event.startswith("referral.")).order_by(Entry.position))
    events = {entry.event: entry.case_id for entry in told}
    assert events == {
        "referral.sent": None,
        "referral.received": None,
        "referral.opened": None,
        "referral.accepted": None,
        "referral.case_opened": referral.taken_case_id,
    }


def test_reading_again_changes_nothing(session: Session, town: Town) -> None:
    referral = make_referral(session, town.officer, town.house)
    read(session, town.worker, referral)
    version = referral.version
    read(session, town.supervisor, referral)
    assert (referral.version, len(queries.progress(session, town.worker, referral))) == (version, 2)


def test_only_those_addressed_reach_it_and_the_sender_reads_neither_part(
    session: Session, town: Town
) -> None:
    referral = make_accepted(session, town.officer, town.house, town.worker)
    for actor in (town.stranger, town.officer, town.colleague):
        with pytest.raises(NotFound):
            queries.referral_by_reference(session, actor, "referral:read", referral.reference)
        with pytest.raises(NotFound):
            queries.envelope_of(session, actor, referral, policies=site())
        with pytest.raises(NotFound):
            queries.person_of(session, actor, referral, policies=site())
        with pytest.raises(NotFound):
            operations.decline(session, actor, referral, "no_capacity", referral.version, clock.now())
    assert (
        queries.referral_by_reference(session, town.colleague, "referral:track", referral.reference)
        is referral
    )
    with pytest.raises(NotFound):
        queries.progress(session, town.stranger, referral)


def test_a_declined_referral_is_forgotten_unread(session: Session, town: Town) -> None:
    referral = make_referral(session, town.officer, town.house)
    session.commit()
    part_id = session.scalars(select(ReferralPerson.id)).one()
    read(session, town.worker, referral)
    with pytest.raises(Refusal):
        operations.decline(session, town.worker, referral, "", referral.version, clock.now())
    operations.decline(session, town.worker, referral, "no_capacity", referral.version, clock.now())
    session.commit()
    assert (referral.state, referral.reason) == (states.DECLINED, "no_capacity")
    assert session.get(SubjectKey, part_id) is None
    assert session.scalars(select(ReferralPerson)).all() == []
    assert queries.envelope_of(session, town.worker, referral, policies=site()) == {}
    assert referral.envelope == {}


def test_a_question_goes_to_the_sender_and_back(session: Session, town: Town) -> None:
    referral = make_referral(session, town.officer, town.house)
    read(session, town.worker, referral)
    operations.ask(session, town.worker, referral, "safe_window", referral.version, clock.now())
    [asked] = queries.questions_of(session, town.officer, referral)
    assert (asked.question, asked.answer, referral.state) == ("safe_window", "", states.INFO_REQUESTED)
    for named in ("Gọi 0912 345 678", "Gọi +84 912 345 678", "CCCD 001187000001"):
        with pytest.raises(Refusal):
            operations.answer(session, town.officer, referral, asked.id, named, clock.now())
    with pytest.raises(NotFound):
        operations.answer(session, town.worker, referral, asked.id, "Buổi tối", clock.now())
    operations.answer(session, town.colleague, referral, asked.id, "Sau 20 giờ, ngày chẵn", clock.now())
    session.commit()
    [answered] = queries.questions_of(session, town.worker, referral)
    assert (answered.answer, referral.state) == ("Sau 20 giờ, ngày chẵn", states.RECEIVED)
    assert queries.questions_of(session, town.stranger, referral) == []
    with pytest.raises(Refusal):
        operations.answer(session, town.officer, referral, asked.id, "Nữa", clock.now())


def test_a_redirection_keeps_the_chain_and_takes_the_key_along(session: Session, town: Town) -> None:
    referral = make_referral(session, town.officer, town.house)
    session.commit()
    part_id = session.scalars(select(ReferralPerson.id)).one()
    read(session, town.worker, referral)
    later = clock.now() + timedelta(hours=1)
    onward = operations.redirect(
        session,
        town.worker,
        referral,
        town.other.id,
        "no_capacity",
        referral.version,
        later,
        policies=site(),
    )
    session.commit()
    assert (referral.state, onward.state) == (states.REDIRECTED, states.SENT)
    assert (onward.receipt, onward.previous_id, onward.sent_at) == (referral.receipt, referral.id, later)
    assert onward.reference != referral.reference
    assert session.get(SubjectKey, part_id) is None
    assert queries.envelope_of(session, town.worker, referral, policies=site()) == {}
    with pytest.raises(NotFound):
        queries.envelope_of(session, town.worker, onward, policies=site())
    read(session, town.stranger, onward)
    accept(session, town.stranger, onward)
    assert queries.person_of(session, town.stranger, onward, policies=site()) == PERSON
    told = [step.state for step in queries.progress(session, town.officer, onward)]
    assert told == ["sent", "received", "redirected", "sent", "received", "accepted"]
    assert len(queries.progress(session, town.stranger, onward)) == 3
    assert [row.reference for row in queries.sent(session, town.officer).rows] == [onward.reference]


def test_a_redirection_tells_only_what_the_new_receiver_may_know(session: Session, town: Town) -> None:
    quiet = make_organisation(session, "dia_chi_tin_cay", "Nhà tạm lánh")
    referral = make_referral(session, town.officer, town.house)
    read(session, town.worker, referral)
    sharing = site().sharing
    less = dict(sharing.grants)
    grant = less["cong_an", "dia_chi_tin_cay"]
    less["cong_an", "dia_chi_tin_cay"] = replace(
        grant, person=grant.person - {"narrative"}, envelope=grant.envelope - {"acts"}
    )
    policies = replace(site(), sharing=replace(sharing, grants=less))
    onward = operations.redirect(
        session,
        town.worker,
        referral,
        quiet.id,
        "no_capacity",
        referral.version,
        clock.now(),
        policies=policies,
    )
    assert "acts" not in onward.envelope
    part = session.scalars(select(ReferralPerson).where(ReferralPerson.referral_id == onward.id)).one()
    assert "narrative" not in part.body
    assert part.body["full_name"] == "Đào Thị Hòa"


def test_nobody_is_asked_twice_nor_anybody_who_cannot_receive(session: Session, town: Town) -> None:
    referral = make_referral(session, town.officer, town.house)
    read(session, town.worker, referral)
    school = make_organisation(session, "truong_hoc", "Trường Một")
    for receiver in (town.house, town.police, school):
        with pytest.raises(Refusal) as refused:
            operations.redirect(
                session,
                town.worker,
                referral,
                receiver.id,
                "no_capacity",
                referral.version,
                clock.now(),
                policies=site(),
            )
        assert refused.value.field == "receiver"
    assert referral.state == states.RECEIVED


def test_a_colleague_countersigns_a_danger_to_life(session: Session, town: Town) -> None:
    danger: dict[str, Any] = {"ground": "danger_to_life", "legal_ground": "protect_life"}
    referral = make_referral(session, town.officer, town.house, **danger)
    [row] = queries.sent(session, town.officer).rows
    assert (row.unsigned, row.mine) == (True, True)
    with pytest.raises(Refusal):
        operations.countersign(session, town.officer, referral, clock.now())
    with pytest.raises(NotFound):
        operations.countersign(session, town.stranger, referral, clock.now())
    operations.countersign(session, town.colleague, referral, clock.now())
    assert referral.countersigned_by_id == town.colleague.id
    [row] = queries.sent(session, town.colleague).rows
    assert (row.unsigned, row.mine) == (False, False)
    with pytest.raises(Refusal):
        operations.countersign(session, town.colleague, referral, clock.now())


def test_one_signature_is_for_the_whole_chain(session: Session, town: Town) -> None:
    danger: dict[str, Any] = {"ground": "danger_to_life", "legal_ground": "protect_life"}
    referral = make_referral(session, town.officer, town.house, **danger)
    read(session, town.worker, referral)
    onward = operations.redirect(
        session,
        town.worker,
        referral,
        town.other.id,
        "no_capacity",
        referral.version,
        clock.now(),
        policies=site(),
    )
    with pytest.raises(Refusal):  # she who sent it is still she, whoever passed it on
        operations.countersign(session, town.officer, onward, clock.now())
    operations.countersign(session, town.colleague, onward, clock.now())
    session.commit()
    assert {link.countersigned_by_id for link in (referral, onward)} == {town.colleague.id}
    read(session, town.stranger, onward)
    home = make_organisation(session, "co_so_tgxh", "Cơ sở Ba")
    further = pass_on(session, town, onward, home, clock.now())
    assert further.countersigned_at == clock.now()


def test_a_colleague_signs_for_a_facility_too(session: Session, town: Town) -> None:
    case = make_case(session, town.worker)
    danger: dict[str, Any] = {"ground": "danger_to_life", "legal_ground": "protect_life"}
    referral = from_case(session, town, case, **danger)
    with pytest.raises(Refusal):
        operations.countersign(session, town.worker, referral, clock.now())
    operations.countersign(session, town.supervisor, referral, clock.now())
    assert referral.countersigned_at == clock.now()


def test_a_consented_referral_needs_no_countersignature(session: Session, town: Town) -> None:
    referral = make_referral(session, town.officer, town.house)
    with pytest.raises(Refusal):
        operations.countersign(session, town.colleague, referral, clock.now())


def test_the_sender_takes_back_until_it_is_accepted(session: Session, town: Town) -> None:
    referral = make_referral(session, town.officer, town.house)
    with pytest.raises(Refusal):
        operations.revoke(session, town.officer, referral, "", clock.now())
    operations.revoke(session, town.colleague, referral, "sent_in_error", clock.now())
    assert referral.state == states.REVOKED
    assert session.scalars(select(ReferralPerson)).all() == []
    accepted = make_accepted(session, town.officer, town.house, town.worker)
    with pytest.raises(Refusal):
        operations.revoke(session, town.officer, accepted, "sent_in_error", clock.now())
    assert queries.person_of(session, town.worker, accepted, policies=site())["full_name"]


def test_giving_up_takes_three_attempts_two_days_two_channels(session: Session, town: Town) -> None:
    referral = make_accepted(session, town.officer, town.house, town.worker)
    referral.decided_at = clock.now() - 3 * DAY
    session.flush()

    def give_up() -> None:
        operations.give_up(session, town.worker, referral, referral.version, clock.now())

    for more in (
        {"at": clock.now() - DAY},
        {"at": clock.now() - DAY, "channel": "text_message"},
        {"at": clock.now() - DAY},
    ):
        tried(session, town.worker, referral, **more)
        with pytest.raises(Refusal):
            give_up()
    tried(session, town.worker, referral)
    give_up()
    assert referral.state == states.NOT_CONTACTABLE
    operations.resume(session, town.worker, referral, referral.version, clock.now())
    with pytest.raises(Refusal):
        give_up()  # a new round has its own three


def test_an_attempt_that_was_not_safe_stops_contact(session: Session, town: Town) -> None:
    referral = make_accepted(session, town.officer, town.house, town.worker)
    tried(session, town.worker, referral, safe=False, result="someone_else")
    assert referral.state == states.CONTACT_UNSAFE
    with pytest.raises(Refusal):
        tried(session, town.worker, referral)
    assert referral.contacted_at is None
    operations.resume(session, town.worker, referral, referral.version, clock.now())
    assert referral.state == states.CONTACTING


@pytest.mark.parametrize(
    "wrong",
    [
        {"channel": ""},
        {"channel": "do_not_contact"},
        {"result": ""},
        {"result": "soon"},
        {"at": clock.now() + 3650 * DAY},
    ],
)
@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
def test_an_attempt_says_how_what_and_when(session: Session, town: Town, wrong: dict[str, Any]) -> None:
    referral = make_accepted(session, town.officer, town.house, town.worker)
    with pytest.raises(Refusal) as refused:
        tried(session, town.worker, referral, **wrong)
    assert refused.value.field in wrong


def test_before_acceptance_nobody_was_tried(session: Session, town: Town) -> None:
    referral = make_accepted(session, town.officer, town.house, town.worker)
    with pytest.raises(Refusal):
        tried(session, town.worker, referral, at=clock.now() - DAY)


def test_closing_says_why_and_served_is_for_a_service_to_say(session: Session, town: Town) -> None:
    referral = make_taken(session, town.officer, town.house, town.worker)
    operations.engage(session, town.worker, referral, referral.version, clock.now())
    for reason in ("", "served", "whatever"):
        with pytest.raises(Refusal):
            operations.close(session, town.worker, referral, referral.version, clock.now(), reason=reason)
    operations.close(session, town.worker, referral, referral.version, clock.now(), reason="moved_away")
    assert (referral.state, referral.served_at) == (states.CLOSED, None)


def test_a_person_may_decline(session: Session, town: Town) -> None:
    referral = make_accepted(session, town.officer, town.house, town.worker)
    operations.person_declined(session, town.worker, referral, referral.version, clock.now())
    assert (referral.state, referral.ended_at) == (states.DECLINED_BY_PERSON, clock.now())
    with pytest.raises(Refusal):
        operations.engage(session, town.worker, referral, referral.version, clock.now())


def test_a_service_delivered_later_counts_without_reopening(session: Session, town: Town) -> None:
    referral = make_taken(session, town.officer, town.house, town.worker)
    operations.engage(session, town.worker, referral, referral.version, clock.now())
    operations.close(session, town.worker, referral, referral.version, clock.now(), reason="moved_away")
    case = session.get_one(Case, referral.taken_case_id)
    assert operations.delivered(session, town.worker, case, clock.now()) == 0
    assert (referral.served_at, referral.reason) == (clock.now(), "moved_away")


def test_a_survivor_on_record_keeps_what_she_said_herself(session: Session, town: Town) -> None:
    first = make_taken(session, town.officer, town.house, town.worker)
    case = session.get_one(Case, first.taken_case_id)
    session.refresh(case, ["survivor"])
    block = session.scalars(select(SafeContact)).one()
    block.may_contact = "khong"
    session.commit()
    second = make_referral(
        session,
        town.officer,
        town.house,
        person=PERSON | {"full_name": "Đào Thị Hoà", "number": "0999999999"},
    )
    read(session, town.worker, second)
    accept(session, town.worker, second)
    told = queries.told_of(session, town.worker, second, policies=site())
    found = queries.duplicates_for(session, town.worker, second, told)
    assert [person.id for person in found.visible] == [case.survivor_id]
    open_case(session, town.worker, second, same_as=case.survivor.reference, duplicates_shown=1)
    session.commit()
    again = session.get_one(Case, second.taken_case_id)
    assert (again.survivor_id, again.id != case.id) == (case.survivor_id, True)
    session.refresh(block)
    assert (block.may_contact, block.number) == ("khong", "0912345678")
    assert queries.person_of(session, town.worker, second, policies=site())["number"] == "0999999999"


def test_a_referral_joins_a_case_that_is_open_already(session: Session, town: Town) -> None:
    case = make_case(session, town.worker)
    referral = make_referral(session, town.officer, town.house)
    read(session, town.worker, referral)
    elsewhere = make_case(session, town.stranger)
    session.info["actor"] = town.worker
    accept(session, town.worker, referral)
    with pytest.raises(NotFound):
        open_case(session, town.worker, referral, link_to=elsewhere.reference)
    open_case(session, town.worker, referral, link_to=case.reference)
    assert referral.taken_case_id == case.id
    assert session.scalars(select(Incident.case_id)).all() == [case.id]
    assert list(queries.of_case(session, town.worker, case)) == [referral]
    assert len(session.scalars(select(CasePerpetrator)).all()) == 1


@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
def test_evidence_is_for_those_who_decide_once_they_have_accepted(session: Session, town: Town) -> None:
    """Before, it would tell who was referred; after the case is open, there is nothing to decide."""
    known = make_taken(session, town.officer, town.house, town.worker)
    told = queries.told_of(session, town.worker, known, policies=site())
    assert not queries.duplicates_for(session, town.worker, known, told).any
    referral = make_referral(session, town.officer, town.house)
    read(session, town.worker, referral)
    with pytest.raises(NotFound):
        queries.told_of(session, town.worker, referral, policies=site())
    assert not queries.duplicates_for(session, town.worker, referral, told).any
    assert "referral.compared" not in session.scalars(select(Entry.event)).all()
    accept(session, town.worker, referral)
    with pytest.raises(NotFound):
        queries.duplicates_for(session, town.officer, referral, told)
    assert len(queries.duplicates_for(session, town.worker, referral, told).visible) == 1


def test_what_can_not_open_a_case_leaves_the_referral_as_it_was(session: Session, town: Town) -> None:
    referral = make_referral(
        session, town.officer, town.house, envelope={k: v for k, v in ENVELOPE.items() if k != "acts"}
    )
    read(session, town.worker, referral)
    accept(session, town.worker, referral)
    session.commit()
    for wrong in ({}, {"acts": ()}, {"case": None}):
        with pytest.raises(Refusal) as refused:
            open_case(session, town.worker, referral, **wrong)
        assert refused.value.field == ("kind" if "case" in wrong else "acts")
        session.rollback()
    assert (referral.lacks_case, session.scalars(select(Case)).all()) == (True, [])
    open_case(session, town.worker, referral, acts=("a",))
    session.commit()
    assert session.scalars(select(Incident)).one().acts == ("a",)


@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
def test_an_edited_row_is_not_acted_on(session: Session, town: Town) -> None:
    referral = make_referral(session, town.officer, town.house)
    session.commit()
    session.execute(text("UPDATE referral SET receiver_id = :id"), {"id": town.other.id.hex})
    session.commit()
    session.expire_all()
    session.info["actor"] = town.stranger
    with pytest.raises(Tampered):
        queries.referral_by_reference(session, town.stranger, "referral:read", referral.reference)
    with pytest.raises(Tampered):
        operations.receive(session, town.stranger, referral, clock.now())


@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
def test_a_second_signature_written_in_sql_is_none(session: Session, town: Town) -> None:
    danger: dict[str, Any] = {
        "ground": "danger_to_life",
        "legal_ground": next(iter(site().vocabulary["legal_ground"].codes)),
    }
    referral = make_referral(session, town.officer, town.house, **danger)
    session.commit()
    forged = text("UPDATE referral SET countersigned_at = sent_at, countersigned_by_id = :id")
    session.execute(forged, {"id": town.worker.id.hex if town.worker.id else ""})
    session.commit()
    session.expire_all()
    with pytest.raises(Tampered):
        queries.referral_by_reference(session, town.worker, "referral:read", referral.reference)


def test_somebody_faster_is_noticed(session: Session, town: Town) -> None:
    referral = make_referral(session, town.officer, town.house)
    read(session, town.worker, referral)
    seen = referral.version
    operations.ask(session, town.supervisor, referral, "how_urgent", seen, clock.now())
    with pytest.raises(Stale):
        operations.decline(session, town.worker, referral, "no_capacity", seen, clock.now())
    with pytest.raises(Stale):
        operations.accept(session, town.worker, referral, seen, clock.now(), policies=site())


def agreed(session: Session, worker: Actor, case: Case, answer: str = "given", **more: Any) -> None:
    told: dict[str, Any] = {"purpose": "share_social", "answer": answer, "given_on": clock.today()} | more
    before = len(session.scalars(select(Consent)).all())  # one after the other
    now = clock.now() + timedelta(seconds=before)
    consents.record(session, worker, case, ConsentRequest(**told), now)


def from_case(session: Session, town: Town, case: Case, **more: Any) -> Referral:
    person = {name: value for name, value in PERSON.items() if name != "address"}
    told = {"case_id": case.id, "person": person} | more
    request = referral_request(town.other, **told)
    return operations.send(session, town.worker, request, clock.now(), policies=site())


def test_out_of_a_case_nothing_goes_without_consent(session: Session, town: Town) -> None:
    case = make_case(session, town.worker)
    for answer in ("", "refused"):
        if answer:
            agreed(session, town.worker, case, answer)
        with pytest.raises(Refusal) as refused:
            from_case(session, town, case)
        assert refused.value.field == "ground"
    agreed(session, town.worker, case, purpose="share_police")
    with pytest.raises(Refusal):
        from_case(session, town, case)
    agreed(session, town.worker, case)
    referral = from_case(session, town, case)
    assert (referral.subject_id, referral.consent_id is not None) == (case.survivor_id, True)


@pytest.mark.parametrize("read_before", [False, True])
def test_consent_withdrawn_in_mid_air_takes_the_referral_back_at_once(
    session: Session, town: Town, read_before: bool
) -> None:
    case = make_case(session, town.worker)
    agreed(session, town.worker, case)
    referral = from_case(session, town, case)
    session.commit()
    part_id = session.scalars(select(ReferralPerson.id)).one()
    if read_before:
        read(session, town.stranger, referral)
    session.info["actor"] = town.worker
    agreed(session, town.worker, case, "withdrawn")
    session.commit()
    assert (referral.state, referral.reason) == (states.REVOKED, "consent_withdrawn")
    assert session.get(SubjectKey, part_id) is None
    assert queries.envelope_of(session, town.stranger, referral, policies=site()) == {}
    with pytest.raises(Refusal):
        accept(session, town.stranger, referral)


def test_what_was_opened_before_she_withdrew_stays_open(session: Session, town: Town) -> None:
    case = make_case(session, town.worker)
    agreed(session, town.worker, case)
    referral = from_case(session, town, case)
    read(session, town.stranger, referral)
    accept(session, town.stranger, referral)
    session.info["actor"] = town.worker
    agreed(session, town.worker, case, "withdrawn")
    session.commit()
    assert referral.state == states.ACCEPTED


def test_consent_that_has_ended_meanwhile_opens_nothing(session: Session, town: Town) -> None:
    third = make_organisation(session, "co_so_tgxh", "Cơ sở Ba")
    case = make_case(session, town.worker)
    agreed(session, town.worker, case, expires_on=clock.today())
    referral = from_case(session, town, case)
    read(session, town.stranger, referral)
    tomorrow = clock.now() + DAY
    with pytest.raises(Refusal):
        operations.accept(
            session,
            town.stranger,
            referral,
            referral.version,
            tomorrow,
            policies=site(),
        )
    with pytest.raises(Refusal):
        pass_on(session, town, referral, third, tomorrow)
    assert (referral.state, referral.taken_case_id) == (states.RECEIVED, None)
    accept(session, town.stranger, referral)


def test_consent_to_one_house_is_none_to_another(session: Session, town: Town) -> None:
    third = make_organisation(session, "co_so_tgxh", "Cơ sở Ba")
    case = make_case(session, town.worker)
    agreed(session, town.worker, case, recipient_id=third.id)
    with pytest.raises(Refusal):
        from_case(session, town, case)
    agreed(session, town.worker, case, recipient_id=town.other.id)
    agreed(session, town.worker, case, "withdrawn", recipient_id=third.id)
    referral = from_case(session, town, case)
    read(session, town.stranger, referral)
    with pytest.raises(Refusal):
        pass_on(session, town, referral, third, clock.now())
    session.info["actor"] = town.worker
    agreed(session, town.worker, case, recipient_id=third.id)
    onward = pass_on(session, town, referral, third, clock.now())
    assert (onward.receiver_id, onward.consent_id != referral.consent_id) == (third.id, True)


def pass_on(session: Session, town: Town, referral: Referral, to: Provider, now: datetime) -> Referral:
    return operations.redirect(
        session,
        town.stranger,
        referral,
        to.id,
        "no_capacity",
        referral.version,
        now,
        policies=site(),
    )


def test_a_danger_to_life_goes_without_consent_but_not_without_the_law(session: Session, town: Town) -> None:
    case = make_case(session, town.worker)
    with pytest.raises(Refusal) as refused:
        from_case(session, town, case, ground="danger_to_life")
    assert refused.value.field == "legal_ground"
    referral = from_case(session, town, case, ground="danger_to_life", legal_ground="protect_life")
    assert (referral.consent_id, referral.state) == (None, states.SENT)


def test_who_has_cases_refers_from_one(session: Session, town: Town) -> None:
    with pytest.raises(Refusal):
        make_referral(session, town.worker, town.other)
    case = make_case(session, town.stranger)
    with pytest.raises(NotFound):
        from_case(session, town, case)


def test_a_letter_is_acknowledged_and_closed_by_the_service(session: Session, town: Town) -> None:
    case = make_case(session, town.worker)
    told = ConsentRequest(purpose="share_health", answer="given", given_on=clock.today())
    consents.record(session, town.worker, case, told, clock.now())
    few = ("full_name", "birth", "may_contact", "channel", "number")
    request = referral_request(
        None,
        outside="Bệnh viện Một",
        outside_kind="tram_y_te",
        case_id=case.id,
        services=("y_te",),
        envelope={"harms": ["the_chat"], "sex": "nu"},
        person={name: PERSON[name] for name in few},
    )
    letter = operations.send(session, town.worker, request, clock.now(), policies=site())
    assert queries.person_of(session, town.worker, letter, policies=site())["full_name"] == "Đào Thị Hòa"
    assert "acts" not in queries.envelope_by_link(session, letter, policies=site())
    operations.acknowledge(session, town.worker, letter, clock.now())
    assert (letter.state, letter.received_at) == (states.RECEIVED, clock.now())
    with pytest.raises(Refusal):
        operations.acknowledge(session, town.worker, letter, clock.now())
    assert operations.delivered(session, town.worker, case, clock.now(), kind="tam_lanh") == 0
    assert operations.delivered(session, town.worker, case, clock.now(), kind="y_te") == 1
    assert (letter.state, letter.served_at) == (states.CLOSED, clock.now())


def test_a_link_of_a_letter_is_no_door_to_a_referral_inside(session: Session, town: Town) -> None:
    referral = make_referral(session, town.officer, town.house)
    with pytest.raises(NotFound):
        operations.acknowledge(session, town.worker, referral, clock.now())


@pytest.mark.parametrize(
    "role", ["perpetrator_counsellor", "manager", "data_protection_officer", "administrator", "coordinator"]
)
@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
def test_other_roles_reach_nothing_even_at_the_house(session: Session, town: Town, role: str) -> None:
    referral = make_accepted(session, town.officer, town.house, town.worker)
    other = make_staff(session, town.house, role)
    with pytest.raises(NotFound):
        queries.referral_by_reference(session, other, "referral:read", referral.reference)
    with pytest.raises(NotFound):
        queries.person_of(session, other, referral, policies=site())
    assert queries.inbox(session, other, "open").rows == []
    assert queries.sent(session, other).rows == []
    assert queries.attempts_of(session, other, referral) == []
