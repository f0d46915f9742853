"""Reading facilities, organisations and their activities."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from casework.access import Actor, find, scope
from casework.providers.models import Activity, Provider
from casework.vocabulary.folding import fold


@dataclass(frozen=True)
class ProviderFilter:
    """Which providers to list; None: whichever. Each word of ``name`` is in the name, diacritics aside."""

    name: str = ""
    kind: str | None = None
    province_code: str | None = None


def listing(
    session: Session, actor: Actor, wanted: ProviderFilter, offset: int, limit: int
) -> tuple[Sequence[Provider], int]:
    """A page of providers by name, those that have closed last, and how many there are."""
    statement = scope(select(Provider), Provider, actor, "provider:list")
    if wanted.kind:
        statement = statement.where(Provider.kind == wanted.kind)
    if wanted.province_code:
        statement = statement.where(Provider.province_code == wanted.province_code)
    if wanted.name.strip():
        statement = statement.where(Provider.id.in_(_named(session, statement, wanted.name)))
    total = session.scalar(select(func.count()).select_from(statement.subquery())) or 0
    page = statement.order_by(Provider.active.desc(), Provider.name, Provider.id)
    return session.scalars(page.offset(offset).limit(limit)).all(), total


def _named(session: Session, statement: Select[Provider], name: str) -> list[UUID]:
    """Those of the statement in whose names all the words are; a country has some thousands, and none is secret."""
    words = fold(name).split()
    rows = session.execute(statement.with_only_columns(Provider.id, Provider.name))
    return [row.id for row in rows if all(word in fold(row.name) for word in words)]


def choices(session: Session, actor: Actor, chosen: UUID | None = None) -> list[tuple[UUID, str]]:
    """Active providers, and the one chosen before even if it has closed, as key and name, by name."""
    statement = scope(select(Provider.id, Provider.name), Provider, actor, "provider:list")
    offered = statement.where(or_(Provider.active, Provider.id == chosen))
    return [(row.id, row.name) for row in session.execute(offered.order_by(Provider.name))]


def facilities(session: Session) -> list[tuple[UUID, str, str]]:
    """All active providers as key, name and kind, for giving somebody an account of her organisation."""
    statement = select(Provider.id, Provider.name, Provider.kind).where(Provider.active)
    return [(row.id, row.name, row.kind) for row in session.execute(statement.order_by(Provider.name))]


def names(session: Session, provider_ids: set[UUID]) -> dict[UUID, str]:
    """The names of these providers, by key."""
    rows = session.execute(select(Provider.id, Provider.name).where(Provider.id.in_(provider_ids)))
    return {row.id: row.name for row in rows}


def province_kept(session: Session, actor: Actor, permission: str) -> str | None:
    """The one province in which the actor may write under this permission ("": in none); None: in all, and for all."""
    rule = actor.rules.get(permission)
    if rule == "any":
        return None
    own = select(Provider.province_code).where(Provider.id == actor.facility_id)
    return (session.scalar(own) or "") if rule == "own_province" else ""


def keeps(session: Session, actor: Actor, permission: str, province_code: str) -> bool:
    """Whether the actor may make what concerns this province ("": the whole country), or move something there.

    For records about to be written: of those that exist ``access`` decides, by the same words of the policy.
    """
    kept = province_kept(session, actor, permission)
    return kept is None or kept == province_code != ""


def provider(session: Session, actor: Actor, permission: str, provider_id: UUID) -> Provider:
    """One provider, if the actor may do this with it; else NotFound."""
    return find(session, actor, permission, Provider, Provider.id == provider_id)


def activities(session: Session, provider_id: UUID) -> Sequence[Activity]:
    """The activities of a provider, newest first; the caller has found the provider through access."""
    statement = select(Activity).where(Activity.provider_id == provider_id)
    return session.scalars(statement.order_by(Activity.held_on.desc(), Activity.id)).all()


def activity(session: Session, actor: Actor, provider_id: UUID, activity_id: UUID) -> Activity:
    """One activity of a provider that the actor may record activities for."""
    return find(
        session,
        actor,
        "activity:record",
        Activity,
        Activity.id == activity_id,
        Activity.provider_id == provider_id,
    )
