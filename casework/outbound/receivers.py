"""To whom a referral out of a case can go: those on duty, and whoever else is named."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.providers.models import Provider
from casework.routing.queries import OnDuty, on_duty
from casework.sharing import OUTSIDE, Grant, Sharing
from casework.vocabulary.units import Units


@dataclass(frozen=True)
class Receiver:
    """Who is asked: ``key`` where it is on record; ``inside`` where its staff receive referrals in this system."""

    key: UUID | None
    name: str
    kind: str
    inside: bool
    grant: Grant

    def addressed(self) -> Mapping[str, Any]:
        """How a referral is addressed to it."""
        if self.inside:
            return {"receiver_id": self.key}
        if self.key is not None:
            return {"outside_id": self.key}
        return {"outside": self.name, "outside_kind": "" if self.kind == OUTSIDE else self.kind}


def offers(
    session: Session, sharing: Sharing, units: Units, sender: Provider, services: Iterable[str], commune: str
) -> list[OnDuty]:
    """Those on duty who may be told anything by this sender, the first to be asked on top."""
    listed = on_duty(session, units, services, commune, but=sender.id)
    return [one for one in listed if sharing.grant(sender.kind, one.provider.kind) is not None]


def receiver_of(session: Session, sharing: Sharing, sender: Provider, key: UUID) -> Receiver | None:
    """An organisation on record as a receiver; None where it can't be one."""
    provider = session.get(Provider, key)
    if provider is None or not provider.active or provider.id == sender.id:
        return None
    grant = sharing.grant(sender.kind, provider.kind)
    if grant is None:
        return None
    return Receiver(provider.id, provider.name, provider.kind, provider.kind in sharing.inside, grant)


def named(session: Session, sharing: Sharing, sender: Provider, name: str, kind: str) -> Receiver | None:
    """An organisation by its name; one that is on record under it is that one. None where nothing may be told."""
    known = select(Provider.id).where(Provider.name == name, Provider.active, Provider.id != sender.id)
    key = session.scalars(known).first()
    if key is not None:
        return receiver_of(session, sharing, sender, key)
    grant = sharing.grant(sender.kind, kind or OUTSIDE)
    return Receiver(None, name, kind or OUTSIDE, inside=False, grant=grant) if grant else None


def name_of(session: Session, key: str) -> str:
    """The name of an organisation on record, whether or not it can be asked; "" where there is none."""
    try:
        found = session.get(Provider, UUID(key))
    except ValueError:
        return ""
    return found.name if found else ""
