"""What a case can tell a receiver, and how a letter stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Actor, clause, find, scope
from casework.cases.models import Case
from casework.crypto import verify_row
from casework.incidents import queries as incidents
from casework.intake.queries import SavedDraft, own_drafts
from casework.outbound import rules
from casework.outbound.drafts import OUTBOUND
from casework.outbound.models import AckGuess, AckLink
from casework.partners.values import age_band
from casework.perpetrators import queries as perpetrators
from casework.referrals import states
from casework.referrals.models import Referral
from casework.safety import queries as safety
from casework.safety import risk_queries
from casework.sharing import SAFETY

OF_PERSON = ("full_name", "birth", "citizen_number", "phone", "ethnicity", "disability")


@dataclass(frozen=True, repr=False)
class Known:
    """What the case knows, by the names of the fields of a referral; what it doesn't know is missing."""

    values: Mapping[str, Any]
    risk: str


def known_of(session: Session, actor: Actor, case: Case, today: date) -> Known:
    """What the file of a case holds that could be told; each reading is on record as any other."""
    survivor = case.survivor
    values: dict[str, Any] = {name: getattr(survivor, name) for name in OF_PERSON}
    values |= {"sex": survivor.sex, "age_band": age_band(survivor.birth, today)}
    recorded = incidents.of_case(session, actor, case)
    if recorded:
        newest = recorded[0].incident
        values |= {
            "incident_on": newest.occurred,
            "acts": list(newest.acts),
            "harms": list(newest.harms),
            "relation": newest.relation,
            "narrative": newest.narrative,
        }
    values |= _accused(session, case)
    contact = safety.of_person(session, actor, case.survivor_id)
    if contact is not None:
        values |= {name: getattr(contact, name) for name in (*SAFETY, "number")}
        values["confirmed_on"] = contact.confirmed_on.isoformat() if contact.confirmed_on else ""
    risk = risk_queries.current_of(session, actor, case)
    return Known(
        {name: value for name, value in values.items() if value},
        risk.level if risk else "",
    )


def _accused(session: Session, case: Case) -> dict[str, str]:
    """Whoever is said to have used violence: all names, the numbers only where there is one."""
    people = perpetrators.of_case(session, case.id)
    told = {"perpetrator_name": "; ".join(person.full_name for person in people if person.full_name)}
    if len(people) == 1:
        told |= {
            "perpetrator_phone": people[0].phone,
            "perpetrator_citizen_number": people[0].citizen_number,
        }
    return told


def sent_from(session: Session, actor: Actor, permission: str, case: Case, reference: str) -> Referral:
    """One referral that was sent from this case, its row seal checked; else NotFound."""
    here = (Referral.reference == reference, Referral.case_id == case.id)
    referral = find(session, actor, permission, Referral, *here)
    verify_row(referral)
    return referral


def sent_by_key(session: Session, actor: Actor, case: Case, key: UUID) -> Referral | None:
    """What was sent from a draft of this case, if it was; the referral has taken over the draft's key."""
    here = (Referral.id == key, Referral.case_id == case.id)
    return session.scalars(
        scope(select(Referral).where(*here), Referral, actor, "referral:track")
    ).one_or_none()


def begun_in(session: Session, actor: Actor, case: Case, since: datetime) -> Sequence[SavedDraft]:
    """What the actor has begun in this case and not sent, saved after a moment, the last saved first."""
    return own_drafts(session, actor, since, OUTBOUND.name, case_id=case.id)


def replies_of(session: Session, actor: Actor, referral: Referral) -> list[AckLink]:
    """Who answered a letter, the first first; where the referral was declined, the last one said so."""
    given = _links(actor, referral).where(AckLink.answered_at.is_not(None))
    found = list(session.scalars(given.order_by(AckLink.answered_at, AckLink.id)))
    for one in found:
        verify_row(one)
    return found


def link_until(session: Session, actor: Actor, referral: Referral) -> datetime | None:
    """Until when the last link of a letter holds, or when it ended unused; None: there is none to wait for."""
    if referral.state != states.SENT:
        return None
    made = _links(actor, referral).where(AckLink.token_hash != "")
    found = session.scalars(made.order_by(AckLink.expires_at.desc()).limit(1)).first()
    if found is not None:
        verify_row(found)
    return found.expires_at if found is not None else None


def _links(actor: Actor, referral: Referral) -> Any:
    return select(AckLink).where(
        AckLink.referral_id == referral.id, clause(AckLink, actor, "referral:letter")
    )


def by_token(session: Session, token: str, now: datetime) -> tuple[AckLink, Referral] | None:
    """The link with this token and its referral, while it can be answered; whoever holds it may read."""
    link = _link(session, token)
    if link is None or not rules.usable(link.answered_at, link.expires_at, now):
        return None
    verify_row(link)
    referral = session.get_one(Referral, link.referral_id)
    verify_row(referral)
    return (link, referral) if referral.state == states.SENT else None


def answered_just_now(session: Session, token: str, said: rules.Reply, now: datetime) -> Referral | None:
    """What was answered a moment ago through the link with this token, by whoever says the same of herself again."""
    link = _link(session, token)
    if link is None or link.answered_at is None or now - link.answered_at > rules.SAME_PRESS:
        return None
    verify_row(link)
    with session.info["vault"].quiet(session):
        same = (link.name, link.post) == (said.name, said.post)
    return session.get_one(Referral, link.referral_id) if same else None


def _link(session: Session, token: str) -> AckLink | None:
    statement = select(AckLink).where(AckLink.token_hash == rules.token_hash(token))
    return session.scalars(statement, execution_options={"populate_existing": True}).one_or_none()


def wait_of(session: Session, place: str, now: datetime) -> int:
    """How many seconds a place must wait before its next try; 0: none."""
    guess = session.get(AckGuess, place)
    if guess is None or guess.next_at <= now:
        return 0
    return max(1, round((guess.next_at - now).total_seconds()))
