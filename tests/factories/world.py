"""One of everything in one facility, and a member of staff of each role: for looking at every page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import clock
from casework.access import Actor
from casework.api import operations as tokens
from casework.api.operations import TokenRequest
from casework.api.policy import Interface
from casework.cases import note_operations
from casework.cases.models import Case
from casework.conflicts.models import Conflict
from casework.conflicts.operations import NumbersRequest, record_numbers
from casework.consent import operations as consents
from casework.consent.operations import ConsentRequest
from casework.db import uuid7
from casework.exchange.models import LedgerImport
from casework.exports import line_operations
from casework.exports.line_operations import LineRequest
from casework.intake.drafts import INTAKE
from casework.intake.operations import keep_draft
from casework.outbound import operations as outbound
from casework.outbound.drafts import OUTBOUND
from casework.oversight.models import Notice
from casework.partners.drafts import REFERRAL
from casework.partners.steps import STEPS
from casework.people.models import Person
from casework.people.rules import PERPETRATOR
from casework.perpetrators import operations as perpetrators
from casework.perpetrators import programme_operations as programme
from casework.perpetrators.operations import LiabilityRequest, SessionRequest
from casework.providers import operations as providers
from casework.providers.models import Provider
from casework.providers.operations import ActivityRequest
from casework.referrals.models import Referral
from casework.referrals.operations import ask, receive
from casework.referrals.requests import ReferralRequest
from casework.relatives import operations as relatives
from casework.relatives.operations import RelativeRequest
from casework.reminders.operations import make_link
from casework.safety import risk_operations as risks
from casework.safety.risk_operations import RiskRequest
from casework.services import operations as services
from casework.services.operations import ServiceRequest
from tests.factories.answers import ANSWERS
from tests.factories.cases import make_case, make_incident
from tests.factories.orders import grant, make_contact, make_order
from tests.factories.partners import KIND_OF_ROLE, make_agency, make_duty
from tests.factories.people import make_house, make_person, make_staff
from tests.factories.referrals import PERSON, make_accepted, make_referral, make_taken, site
from tests.factories.releases import make_approved, make_release
from tests.factories.reports import make_report

ROLES = (
    "facility_worker",
    "facility_supervisor",
    "perpetrator_counsellor",
    "police_officer",
    "justice_officer",
    "partner_officer",
    "coordinator",
    "manager",
    "data_protection_officer",
    "administrator",
)
AT_A_FACILITY = ROLES[:3]
AT_AN_AGENCY = ROLES[3:7]
STEP_BY_STEP = ROLES[3:6]


@dataclass(frozen=True)
class World:
    """The staff by role, and what stands in an address for its variable parts."""

    house: Provider
    agencies: Mapping[str, Provider]
    staff: Mapping[str, Actor]
    parts: Mapping[str, Mapping[str, str]]

    def path(self, rule: str, role: str) -> str:
        """The address of a route with the keys of this world; own drafts and runs where the role has any."""
        room = rule.split("/")[1]
        if room == "referrals" and rule.endswith(("/person", "/contact", "/<step>")):
            room = "taken"
        elif rule == "/referrals/<reference>/case":
            room = "accepted"
        elif rule.startswith("/releases/<uuid:release_id>/tables/"):
            room = "released"
        if rule.startswith("/refer/sent"):
            room = f"sent {role}" if f"sent {role}" in self.parts else "sent police_officer"
        known = dict(self.parts["all"]) | dict(self.parts.get(room, {})) | dict(self.parts.get(role, {}))
        if rule.startswith("/cases/<reference>/referrals/drafts/"):
            known |= self.parts.get(f"begun {role}", {"step": "need"})
        for name, value in known.items():
            for kind in ("uuid:", "int:", ""):
                rule = rule.replace(f"<{kind}{name}>", value)
        if "<" in rule:
            raise LookupError(f"this world has nothing for {rule}")
        return rule


def make_world(session: Session) -> World:
    """Make it; commits."""
    house = make_house(session)
    agencies = {role: make_agency(session, KIND_OF_ROLE[role]) for role in AT_AN_AGENCY}
    places = dict.fromkeys(AT_A_FACILITY, house) | agencies
    staff = {role: make_staff(session, places.get(role), role) for role in ROLES}
    worker, counsellor = staff["facility_worker"], staff["perpetrator_counsellor"]
    supervisor, now = staff["facility_supervisor"], clock.now()
    session.info["actor"] = worker
    survivor = make_person(session, worker, house.id, phone="0912345678", address="Số 5 ngõ 7")
    case = make_case(session, worker, survivor)
    incident = make_incident(session, worker, case, narrative="Chị kể lại việc đã xảy ra")
    note = note_operations.write_note(session, worker, case, "Đã gặp chị", now)
    answer = ConsentRequest(purpose="contact", answer="given", given_on=date(2026, 3, 6))
    consent = consents.record(session, worker, case, answer, now)
    given = ServiceRequest("y_te", house.id, date(2026, 3, 6), date(2026, 3, 7), "da_cung_cap", "Khám")
    service = services.record_service(session, worker, case, given, now)
    person = make_person(session, worker, house.id, PERPETRATOR, full_name="Trần Văn Bình", sex="nam")
    link = perpetrators.link(session, worker, case, person, now)
    prosecuted = LiabilityRequest("bi_truy_cuu", date(2026, 4, 1))
    liability = perpetrators.record_liability(session, worker, case, person, prosecuted, now)
    met = SessionRequest(date(2026, 5, 1), "tu_van", attended=True, provider_id=house.id, note="Nói chuyện")
    held = perpetrators.record_session(session, counsellor, case, person, met, now)
    raised = programme.ReportRequest(kind="risk_raised", reason="weapon", happened_on=met.held_on)
    report = programme.report(session, counsellor, person, raised, now)
    talk = ActivityRequest(date(2026, 2, 1), "phong_ngua")
    activity = providers.record_activity(session, supervisor, house, talk, now)
    duty = make_duty(session, house, "y_te", house.province_code)
    colleague = make_staff(session, house)
    session.info["actor"] = worker
    risk, order, contact = _orders(session, worker, case, person, now)
    letters = _letters(session, worker, case)
    waiting, accepted, taken = _referrals(session, staff["police_officer"], house, worker)
    conflict, notice, relative = _conflict(session, worker, colleague, case)
    sent_up = make_report(session, site(), staff["manager"])
    return World(
        house=house,
        agencies=agencies,
        staff=staff,
        parts={
            "all": {
                "incident_id": str(incident.id),
                "note_id": str(note.id),
                "consent_id": str(consent.id),
                "service_id": str(service.id),
                "link_id": str(link.id),
                "liability_id": str(liability.id),
                "session_id": str(held.id),
                "report_id": str(report.id),
                "provider_id": str(house.id),
                "activity_id": str(activity.id),
                "user_id": str(colleague.id),
                "duty_id": str(duty.id),
                "relative_id": str(relative),
                "risk_id": str(risk),
                "order_id": str(order),
                "contact_id": str(contact),
                "conflict_id": str(conflict),
                "notice_id": str(notice),
                "name": "casework.css",
            },
            "releases": {"release_id": str(make_release(session).id)},
            "released": {"release_id": str(make_approved(session).id), "code": "victims-base"},
            "exports": {"code": "2025-1", "form": "dhis2-json"},
            "lines": {"line_id": _line(session, house)},
            "api": {"code": "2025-1", "table": "victims-base"},
            "tokens": {"token_id": _token(session, house)},
            "reports": sent_up,
            "documents": sent_up | {"release": "9"},
            "cases": {"reference": case.reference, "sent": letters[0].reference},
            "acknowledge": {"token": letters[1]},
            "perpetrators": {"reference": person.reference},
            "referrals": {"reference": waiting},
            "accepted": {"reference": accepted},
            "taken": {"reference": taken, "step": "engage"},
            "refer": {"step": "need"},
            "calendar": {"token": make_link(session, make_staff(session, house), now)},
            **_sent(session, staff, house, worker, case),
            **{role: _own(session, actor, house) for role, actor in staff.items()},
            **{f"begun {role}": _begun(session, staff[role], case) for role in AT_A_FACILITY[:2]},
        },
    )


def _token(session: Session, house: Provider) -> str:
    """A token with which a program of the facility reads figures."""
    maker = make_staff(session, None, "administrator")
    wanted = TokenRequest(house.id, "Bảng tổng hợp", ("figures:read",), 30)
    limits = Interface("", 60, (30,))
    return str(tokens.make(session, maker, wanted, limits, clock.now())[0].id)


def _line(session: Session, house: Provider) -> str:
    """A list of incidents that a colleague has asked for."""
    colleague = make_staff(session, house, "facility_supervisor")
    wanted = LineRequest(date(2026, 1, 1), date(2026, 6, 30), "agreement")
    return str(line_operations.ask(session, colleague, wanted, clock.now()).id)


def _orders(
    session: Session, worker: Actor, case: Case, person: Person, now: datetime
) -> tuple[UUID, UUID, UUID]:
    """A level of risk that waits to be lowered, and an order in force with a permitted contact."""
    risks.assess(session, worker, case, RiskRequest(level="high", source="assessment"), now)
    lower = RiskRequest(level="medium", source="assessment", reason="Anh ta đã đi xa")
    proposed = risks.assess(session, worker, case, lower, now)
    order = make_order(session, worker, case, person, now - timedelta(hours=6))
    grant(session, worker, order, now - timedelta(hours=1))
    contact = make_contact(session, worker, order, now + timedelta(hours=2))
    return proposed.id, order.id, contact.id


def _referrals(session: Session, officer: Actor, house: Provider, worker: Actor) -> tuple[str, str, str]:
    """One that waits for a decision, one that was accepted, and one whose case is open."""
    session.info["actor"] = officer
    waiting = make_referral(session, officer, house)
    taken = make_taken(session, officer, house, worker)
    session.info["actor"] = officer
    accepted = make_accepted(session, officer, house, worker)
    session.info["actor"] = worker
    receive(session, worker, waiting, clock.now())
    return waiting.reference, accepted.reference, taken.reference


def _letters(session: Session, worker: Actor, case: Case) -> tuple[Referral, str]:
    """A letter that waits for its answer, and the token of its link."""
    request = ReferralRequest(
        outside="Hội Phụ nữ Xa",
        services=("y_te",),
        commune_code="00004",
        risk="high",
        ground="danger_to_life",
        legal_ground="protect_life",
        person={"full_name": "Đào Thị Hòa", "may_contact": "co", "channel": "phone_call"},
        case_id=case.id,
    )
    referral = outbound.refer(session, worker, case, request, clock.now(), policies=site())
    return referral, outbound.make_link(session, worker, referral, clock.now(), policies=site())[0]


def _conflict(session: Session, worker: Actor, colleague: Actor, case: Case) -> tuple[UUID, UUID, UUID]:
    """The survivor's brother is a colleague: the conflict, the officer's notice, and the brother; commits."""
    told = RelativeRequest(name="Đào Văn Bắc", relation="anh_chi_em", phone="0933 445 566")
    relative = relatives.record(session, worker, case, told, clock.now())
    record_numbers(session, colleague, colleague.id or uuid7(), NumbersRequest("0933445566"), clock.now())
    session.commit()
    conflict = session.scalars(select(Conflict.id)).one()
    notice = session.scalars(select(Notice.id)).one()
    return conflict, notice, relative.id


def _sent(
    session: Session, staff: Mapping[str, Actor], house: Provider, worker: Actor, case: Case
) -> dict[str, dict[str, str]]:
    """What the organisation of each role sent, without consent; officers are asked about theirs."""
    danger: dict[str, Any]
    danger, now = {"ground": "danger_to_life", "legal_ground": "protect_life"}, clock.now()
    papers = {"perpetrator_phone", "perpetrator_citizen_number"}
    told = {name: value for name, value in PERSON.items() if name not in papers}
    sent: dict[str, dict[str, str]] = {}
    for role in STEP_BY_STEP:
        session.info["actor"] = colleague = make_staff(
            session, session.get(Provider, staff[role].facility_id), role
        )
        referral = make_referral(session, colleague, house, person=told, **danger)
        session.info["actor"] = worker
        receive(session, worker, referral, now)
        ask(session, worker, referral, "how_urgent", referral.version, now)
        sent[f"sent {role}"] = {"reference": referral.reference}
    del told["address"]
    out = make_referral(
        session, worker, make_house(session, "Cơ sở Hai"), person=told, case_id=case.id, **danger
    )
    return sent | {f"sent {role}": {"reference": out.reference} for role in AT_A_FACILITY[:2]}


def _own(session: Session, actor: Actor, house: Provider) -> dict[str, str]:
    """A draft and a ledger run of the actor's own, as if she could have any."""
    run = LedgerImport(
        id=uuid7(), owner_id=actor.id, started_at=clock.now(), state="checked", dry_run=True, digest=""
    )
    session.add(run)
    draft_id: UUID = uuid7()
    if "draft:keep" in actor.rules:
        form, typed = INTAKE, {"full_name": ["Đỗ Thị Ba"]}
        if "referral:begin" in actor.rules:
            form, typed = REFERRAL, {"receiver": [str(house.id)], "seen": list(STEPS)}
            for answer in ANSWERS.values():
                typed |= {name: said if isinstance(said, list) else [said] for name, said in answer.items()}
        keep_draft(session, actor, typed, draft_id, clock.now(), form=form)
    session.commit()
    return {"draft_id": str(draft_id), "run_id": str(run.id)}


def _begun(session: Session, actor: Actor, case: Case) -> dict[str, str]:
    """A referral out of the case that the actor has begun; commits."""
    typed = {"services": ["y_te"], "commune_code": ["00004"]}
    draft_id = uuid7()
    keep_draft(session, actor, typed, draft_id, clock.now(), form=OUTBOUND, case_id=case.id)
    session.commit()
    return {"draft_id": str(draft_id), "step": "need"}
