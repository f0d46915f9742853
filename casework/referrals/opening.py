"""Opening the case of an accepted referral: what it told goes into the records of the facility."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import clock
from casework.access import Actor, NotFound
from casework.cases.models import Case
from casework.cases.queries import case_by_reference
from casework.consent import operations as consents
from casework.consent.operations import HandoverRequest
from casework.db import Stale
from casework.incidents import operations as incidents
from casework.intake import operations as intake
from casework.intake.requests import IntakeRequest
from casework.people import operations as people
from casework.people.models import Person
from casework.people.rules import PERPETRATOR
from casework.perpetrators import operations as perpetrators
from casework.perpetrators.models import CasePerpetrator
from casework.policies import Policies
from casework.providers.models import Provider
from casework.referrals import moving, rules, states
from casework.referrals.chains import chain_of
from casework.referrals.consents import still_covers
from casework.referrals.models import Referral
from casework.referrals.requests import Opening
from casework.referrals.told import Told
from casework.refusal import N_, Refusal
from casework.safety import operations as safety
from casework.safety import risk_operations as risks
from casework.safety import risk_rules
from casework.safety.models import SafeContact
from casework.safety.operations import SafeContactRequest
from casework.safety.rules import UNKNOWN
from casework.sharing import narrow


def open_case(
    session: Session,
    actor: Actor,
    referral: Referral,
    opening: Opening,
    now: datetime,
    *,
    policies: Policies,
) -> Case:
    """Open the case of an accepted referral, or link the one named (``referral:decide``); its state stays.

    Of two who do it at once the second gets Stale. Refusal where a case can't be opened from these facts (nothing is
    opened then). A survivor on record keeps her own particulars and safe contact: those of the referral stay
    readable in the referral, nothing is merged.
    """
    moving.hold(session, actor, "referral:decide", referral)
    if referral.taken_case_id is not None:
        raise Stale(Referral.__name__)
    moving.check_act(referral, "open_case", states.RECEIVER)
    told = _told(session, actor, referral, policies)
    if opening.link_to:
        case = _linked(session, actor, opening, told, now)
    else:
        case = _opened(session, actor, opening, told, now, policies)
    _perpetrator(session, actor, case, told, now)
    risks.told(session, actor, case, referral.risk, risk_rules.REFERRAL, now)
    _consent(session, actor, case, referral, now, policies)
    referral.taken_case_id = case.id
    moving.step(session, actor, referral, "open_case", states.RECEIVER, now)
    facts: dict[str, int | str | bool] = {
        "linked": bool(opening.link_to or opening.same_as),
        "possible_duplicates": opening.duplicates_shown,
    }
    moving.tell(session, actor, "referral.case_opened", referral, now, case_id=case.id, facts=facts)
    return case


def _told(session: Session, actor: Actor, referral: Referral, policies: Policies) -> Told:
    sender = session.get_one(Provider, referral.sender_id)
    grant = policies.sharing.grant(sender.kind, referral.receiver_kind)
    part = moving.part_of(session, referral)
    if grant is None or part is None or part.receiver_id != actor.facility_id:
        raise NotFound("referral:decide", Referral.__name__)
    return Told(narrow(grant, "envelope", referral.envelope), narrow(grant, "person", part.body))


def _opened(
    session: Session, actor: Actor, opening: Opening, told: Told, now: datetime, policies: Policies
) -> Case:
    if opening.case is None:
        raise Refusal(N_("Choose the kind of case."), field="kind")
    request = IntakeRequest(
        person=told.survivor(),
        contact=_contact(session, opening, told),
        consents=(),
        case=opening.case,
        incident=told.incident(opening),
        same_as=opening.same_as or None,
        duplicates_shown=opening.duplicates_shown,
    )
    return intake.open_case(session, actor, request, now, units=policies.units)


def _contact(session: Session, opening: Opening, told: Told) -> SafeContactRequest:
    """The referral's, unless she is on record with her own: what she told the facility herself is not overruled."""
    if opening.same_as:
        known = select(Person.id).where(Person.reference == opening.same_as)
        if session.scalar(select(SafeContact.id).where(SafeContact.subject_id.in_(known))) is not None:
            return SafeContactRequest(may_contact=UNKNOWN)
    return told.contact()


def _linked(session: Session, actor: Actor, opening: Opening, told: Told, now: datetime) -> Case:
    case = case_by_reference(session, actor, "case:edit", opening.link_to or "")
    incident = told.incident(opening)
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


def _consent(
    session: Session, actor: Actor, case: Case, referral: Referral, now: datetime, policies: Policies
) -> None:
    """Write into the case that she agreed to this hand-over, as its sender says; not where that has ended since."""
    if referral.ground == rules.DANGER:
        return
    rests_on = still_covers(session, referral, clock.local(now).date()) if referral.case_id else None
    if referral.case_id is not None and rests_on is None:
        return
    said = HandoverRequest(
        purpose=policies.sharing.purpose(referral.receiver_kind),
        given_on=clock.local(chain_of(session, referral)[0].sent_at).date(),
        by_guardian=referral.ground == rules.GUARDIANS,
        taken_by=referral.sent_by_id,
        expires_on=rests_on.expires_on if rests_on else None,
    )
    consents.note_handover(session, actor, case, said, now)
