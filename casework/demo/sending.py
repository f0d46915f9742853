"""What officers do: they refer somebody, answer, and look for a colleague to sign."""

from datetime import datetime

from casework import clock
from casework.demo import sayings
from casework.demo.stage import Cast
from casework.referrals import operations, rules
from casework.referrals.models import Referral
from casework.referrals.queries import questions_of
from casework.referrals.requests import ReferralRequest
from casework.routing.queries import on_duty
from casework.sharing import narrow

PROVINCE = "33"


def sent(cast: Cast, now: datetime) -> Referral:
    """An officer sends a referral to whoever is on duty for what is needed."""
    chance, policies = cast.chance, cast.policies
    officer = chance.choice(cast.officers)
    danger = officer.role == "police_officer" and chance.random() < 0.25
    commune = chance.choice(policies.units.communes_of(PROVINCE)).code
    needs = chance.choice(sayings.NEEDS)
    staffed = {cast.places[code].id for code in cast.workers}
    asked = [one.provider for one in on_duty(cast.session, policies.units, needs, commune)]
    receiver = next(one for one in asked if one.id in staffed)
    envelope = sayings.envelope(chance, now)
    person = sayings.person(chance, envelope["sex"], clock.local(now).date())
    sender = next(one for one in cast.places.values() if one.id == officer.facility_id)
    grant = policies.sharing.grant(sender.kind, receiver.kind)
    request = ReferralRequest(
        receiver_id=receiver.id,
        services=needs,
        commune_code=commune,
        risk=chance.choices(sayings.RISKS, (8, 30, 42, 20))[0],
        ground=rules.DANGER if danger else "consent",
        legal_ground=chance.choice(("protect_life", "stop_domestic_violence")) if danger else "",
        envelope=narrow(grant, "envelope", envelope) if grant else {},
        person=narrow(grant, "person", person) if grant else {},
    )
    return operations.send(cast.session, officer, request, now, policies=policies)


def answered(cast: Cast, referral: Referral, now: datetime) -> None:
    """The sender answers what the facility asked."""
    sender = cast.sender_of(referral)
    for question in questions_of(cast.session, sender, referral):
        if question.answered_at is None:
            operations.answer(cast.session, sender, referral, question.id, "Đã hỏi, không cần gấp.", now)
