"""What the officer's pages read: own organisation, whom it may ask, what became of a draft."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from casework.access import Actor, NotFound, clause, require_role
from casework.crypto import verify_row
from casework.providers.models import Provider
from casework.referrals.models import Referral
from casework.routing.queries import on_duty
from casework.sharing import Grant, Sharing
from casework.vocabulary.units import Units


@dataclass(frozen=True)
class Offer:
    """A facility that may be asked, and what may be told to it; never where it is."""

    id: UUID
    name: str
    kind: str
    grant: Grant


def own_organisation(session: Session, actor: Actor) -> Provider:
    """The organisation in whose name the actor refers; NotFound for somebody of none."""
    own = session.get(Provider, actor.facility_id) if actor.facility_id else None
    if own is None:
        raise NotFound("referral:begin", Provider.__name__)
    return own


def offers(
    session: Session,
    sharing: Sharing,
    units: Units,
    sender: Provider,
    services: Iterable[str],
    commune_code: str,
) -> list[Offer]:
    """The facilities on duty for these services in this commune, in order, of those whom the sender may tell."""
    found = []
    for one in on_duty(session, units, services, commune_code, but=sender.id):
        grant = sharing.grant(sender.kind, one.provider.kind)
        if grant is not None and one.provider.kind in sharing.inside:
            found.append(Offer(one.provider.id, one.provider.name, one.provider.kind, grant))
    return found


def grants_of(sharing: Sharing, sender_kind: str) -> list[Grant]:
    """What an organisation of this kind may tell to any kind that receives referrals here."""
    granted = (sharing.grant(sender_kind, kind) for kind in sorted(sharing.inside))
    return [grant for grant in granted if grant is not None]


@dataclass(frozen=True)
class Receipt:
    """A referral that was sent; ``open``: the viewer may follow it, not only keep its number."""

    referral: Referral
    open: bool


def sent_from(session: Session, actor: Actor, draft_id: UUID) -> Referral | None:
    """The referral that was sent from a draft, by the actor or her organisation: for a form that was sent twice."""
    return session.scalars(select(Referral).where(_receipts(actor), Referral.id == draft_id)).one_or_none()


def receipt_of(session: Session, actor: Actor, reference: str) -> Receipt:
    """The receipt of what one's organisation sent (``referral:track``), its row seal checked; else NotFound.

    Whoever sent it herself keeps it also where a wall stands before the referral: a number that is refused the
    moment after it was sent would say that there is one. It says nothing that she didn't know then.
    """
    require_role(actor, "referral:track")
    followed = clause(Referral, actor, "referral:track")
    found = select(Referral, followed).where(_receipts(actor), Referral.reference == reference)
    row = session.execute(found).one_or_none()
    if row is None:
        raise NotFound("referral:track", Referral.__name__)
    verify_row(row[0])
    return Receipt(row[0], bool(row[1]))


def _receipts(actor: Actor) -> ColumnElement[bool]:
    followed = clause(Referral, actor, "referral:track")
    if actor.id is None or actor.facility_id is None:
        return followed
    return or_(followed, and_(Referral.sent_by_id == actor.id, Referral.sender_id == actor.facility_id))
