"""To whom a referral goes (inside the system, on record, or a name on a letter), and what may be told there."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.policies import Policies
from casework.providers.models import Provider
from casework.referrals import checking
from casework.referrals.requests import ReferralRequest
from casework.refusal import N_, Refusal
from casework.sharing import OUTSIDE, Grant


@dataclass(frozen=True)
class Addressee:
    """Who is told: ``key`` where it is on record; what she said about that one counts."""

    kind: str
    name: str
    key: UUID | None
    inside: bool = False


def addressed(
    session: Session, sender: Provider, request: ReferralRequest, policies: Policies
) -> tuple[Addressee, Grant]:
    """Whom a referral is to be sent to, and what may be told there; Refusal where nobody, or nothing, may be."""
    if request.receiver_id is not None:
        receiver, grant = check_receiver(session, request.receiver_id, sender, policies)
        return Addressee(receiver.kind, receiver.name, receiver.id, inside=True), grant
    told = _by_letter(session, sender, request)
    outside = policies.sharing.grant(sender.kind, told.kind)
    if outside is None:
        raise Refusal(N_("Nothing may be told to this kind of organisation."), field="outside_kind")
    if told.key is not None and told.kind in policies.sharing.inside:
        raise Refusal(
            N_("This organisation receives referrals here, so no letter is needed. Choose it from the list."),
            field="receiver",
        )
    return told, outside


def check_receiver(
    session: Session, receiver_id: UUID, sender: Provider, policies: Policies
) -> tuple[Provider, Grant]:
    """The organisation in this system that is to receive, and what it may be told; Refusal where it can't receive."""
    receiver = session.get(Provider, receiver_id)
    if receiver is None or not receiver.active or receiver.id == sender.id:
        raise Refusal(N_("Choose the organisation that is to receive the referral."), field="receiver")
    grant = policies.sharing.grant(sender.kind, receiver.kind)
    if receiver.kind not in policies.sharing.inside or grant is None:
        raise Refusal(
            N_("This organisation doesn't receive referrals here. Choose a facility."), field="receiver"
        )
    return receiver, grant


def _by_letter(session: Session, sender: Provider, request: ReferralRequest) -> Addressee:
    """Who gets the letter; a name that is on record is that organisation, however it was entered."""
    name = request.outside.strip()
    wanted = Provider.id == request.outside_id if request.outside_id is not None else Provider.name == name
    known = session.scalars(select(Provider).where(wanted, Provider.active, Provider.id != sender.id)).first()
    if known is not None:
        return Addressee(known.kind, known.name, known.id)
    if request.outside_id is not None or not name or len(name) > checking.LONGEST_NAME:
        raise Refusal(N_("Choose the organisation that is to receive the referral."), field="receiver")
    return Addressee(request.outside_kind or OUTSIDE, name, None)
