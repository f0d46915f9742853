"""Accepting: the person's part opens, and goes into the records of the facility."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import clock
from casework.access import Actor, NotFound
from casework.cases.models import Case
from casework.cases.queries import case_by_reference
from casework.incidents import operations as incidents
from casework.incidents.operations import IncidentRequest
from casework.intake import operations as intake
from casework.intake.requests import IntakeRequest
from casework.people import operations as people
from casework.people.models import Person
from casework.people.requests import PersonRequest
from casework.people.rules import PERPETRATOR, SEX_UNKNOWN
from casework.perpetrators import operations as perpetrators
from casework.perpetrators.models import CasePerpetrator
from casework.policies import Policies
from casework.providers.models import Provider
from casework.referrals import moving, states
from casework.referrals.consents import check_still
from casework.referrals.models import Referral
from casework.referrals.requests import Acceptance
from casework.refusal import N_, Refusal
from casework.safety import operations as safety
from casework.safety import risk_operations as risks
from casework.safety import risk_rules
from casework.safety.models import SafeContact
from casework.safety.operations import SafeContactRequest
from casework.safety.rules import UNKNOWN
from casework.sharing import narrow

IDENTITY = ("full_name", "birth", "citizen_number", "phone", "address", "ethnicity", "disability")
CONTACT = ("channel", "number", "hours", "pickup", "caller_name", "code_word")


@dataclass(frozen=True, repr=False)
class Told:
    """Both parts of a referral, narrowed: what the records are made from."""

    envelope: Mapping[str, Any]
    person: Mapping[str, Any]

    def survivor(self) -> PersonRequest:
        """Who she is, as far as it was told."""
        known = {name: self.person.get(name, "") for name in IDENTITY}
        return PersonRequest(sex=self.envelope.get("sex") or SEX_UNKNOWN, **known)

    def contact(self) -> SafeContactRequest:
        """How she may be reached."""
        confirmed = self.person.get("confirmed_on", "")
        return SafeContactRequest(
            may_contact=self.person.get("may_contact") or UNKNOWN,
            voicemail=self.person.get("voicemail") or UNKNOWN,
            confirmed_on=date.fromisoformat(confirmed) if confirmed else None,
            **{name: self.person.get(name, "") for name in CONTACT},
        )

    def incident(self, acceptance: Acceptance) -> IncidentRequest | None:
        """What happened; None where nothing of it was told."""
        acts = acceptance.acts or tuple(self.envelope.get("acts", ()))
        harms = acceptance.harms or tuple(self.envelope.get("harms", ()))
        narrative = self.person.get("narrative", "")
        if not (acts or harms or narrative):
            return None
        return IncidentRequest(
            acts=acts,
            harms=harms,
            relation=self.person.get("relation", ""),
            occurred=self.envelope.get("incident_on", ""),
            narrative=narrative,
        )

    def perpetrator(self) -> PersonRequest | None:
        """Who is alleged to have used violence; None where nothing of him was told."""
        known = {
            name: self.person.get(f"perpetrator_{name}", "")
            for name in ("full_name", "phone", "citizen_number")
        } | {"full_name": self.person.get("perpetrator_name", "")}
        return PersonRequest(**known) if any(known.values()) else None


def accept(
    session: Session,
    actor: Actor,
    referral: Referral,
    acceptance: Acceptance,
    version: int,
    now: datetime,
    *,
    policies: Policies,
) -> Case:
    """Take the referral on: the person's part opens, and a case is opened from it or the one named is linked.

    Of two who accept at once the second gets Stale. Refusal where the consent has ended meanwhile, or where a
    case can't be opened from these facts (nothing is opened then). A survivor on record keeps her own
    particulars and safe contact: those of the referral stay readable in the referral, nothing is merged.
    """
    moving.hold(session, actor, "referral:decide", referral, version)
    moving.check_act(referral, "accept", states.RECEIVER)
    check_still(session, referral, clock.local(now).date(), policies=policies)
    told = _open(session, actor, referral, now, policies)
    if acceptance.link_to:
        case = _linked(session, actor, acceptance, told, now)
    else:
        case = _opened(session, actor, acceptance, told, now, policies)
    _perpetrator(session, actor, case, told, now)
    risks.told(session, actor, case, referral.risk, risk_rules.REFERRAL, now)
    referral.taken_case_id = case.id
    referral.decided_at = now
    moving.step(session, actor, referral, "accept", states.RECEIVER, now)
    facts: dict[str, int | str | bool] = {
        "linked": bool(acceptance.link_to or acceptance.same_as),
        "possible_duplicates": acceptance.duplicates_shown,
    }
    moving.tell(session, actor, "referral.accepted", referral, now, case_id=case.id, facts=facts)
    return case


def _open(session: Session, actor: Actor, referral: Referral, now: datetime, policies: Policies) -> Told:
    sender = session.get_one(Provider, referral.sender_id)
    grant = policies.sharing.grant(sender.kind, referral.receiver_kind)
    part = moving.part_of(session, referral)
    if grant is None or part is None or part.receiver_id != actor.facility_id:
        raise NotFound("referral:decide", Referral.__name__)
    told = Told(
        narrow(grant, "envelope", referral.envelope),
        narrow(grant, "person", part.body),
    )
    part.opened_at, part.opened_by_id = now, actor.id
    moving.tell(session, actor, "referral.opened", referral, now)
    return told


def _opened(
    session: Session, actor: Actor, acceptance: Acceptance, told: Told, now: datetime, policies: Policies
) -> Case:
    if acceptance.case is None:
        raise Refusal(N_("Choose the kind of case."), field="kind")
    request = IntakeRequest(
        person=told.survivor(),
        contact=_contact(session, acceptance, told),
        consents=(),
        case=acceptance.case,
        incident=told.incident(acceptance),
        same_as=acceptance.same_as or None,
        duplicates_shown=acceptance.duplicates_shown,
    )
    return intake.open_case(session, actor, request, now, units=policies.units)


def _contact(session: Session, acceptance: Acceptance, told: Told) -> SafeContactRequest:
    """The referral's, unless she is on record with her own: what she told the facility herself is not overruled."""
    if acceptance.same_as:
        known = select(Person.id).where(Person.reference == acceptance.same_as)
        if session.scalar(select(SafeContact.id).where(SafeContact.subject_id.in_(known))) is not None:
            return SafeContactRequest(may_contact=UNKNOWN)
    return told.contact()


def _linked(session: Session, actor: Actor, acceptance: Acceptance, told: Told, now: datetime) -> Case:
    case = case_by_reference(session, actor, "case:edit", acceptance.link_to or "")
    incident = told.incident(acceptance)
    if incident is not None:
        incidents.record(session, actor, case, incident, now)
    known = select(SafeContact.id).where(SafeContact.subject_id == case.survivor_id)
    if session.scalar(known) is None:
        safety.record(session, actor, case, told.contact(), now)
    return case


def _perpetrator(session: Session, actor: Actor, case: Case, told: Told, now: datetime) -> None:
    """Link the alleged perpetrator; where the case knows one already, staff compare and link by hand."""
    request = told.perpetrator()
    known = select(CasePerpetrator.id).where(CasePerpetrator.case_id == case.id).limit(1)
    if request is None or session.scalar(known) is not None:
        return
    person = people.register(session, actor, request, PERPETRATOR, case.facility_id, now)
    perpetrators.link(session, actor, case, person, now)
