"""Keeping the records of facilities and organisations, and what they did against violence."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import clock
from casework.access import AccessPolicy, Actor, require, require_role
from casework.audit.operations import change, record
from casework.db import check_version, uuid7
from casework.providers.changes import check_change
from casework.providers.models import Activity, Provider
from casework.providers.queries import keeps
from casework.providers.rules import PROVINCE, REACHES
from casework.refusal import N_, Refusal


@dataclass(frozen=True)
class ProviderRequest:
    """What is kept of a provider; ``province_code`` is that of its commune, ``reach`` how far it serves."""

    name: str
    kind: str
    public: bool
    commune_code: str
    province_code: str
    active: bool = True
    reach: str = PROVINCE


@dataclass(frozen=True)
class ActivityRequest:
    """A dated activity: ``tro_giup``, ``phong_ngua`` or ``ung_pho``."""

    held_on: date
    kind: str


def record_provider(session: Session, actor: Actor, request: ProviderRequest, now: datetime) -> Provider:
    """Add a provider; refused where the actor keeps none, and for a second of the same name in a commune."""
    require_role(actor, "provider:edit")
    _check_place(session, actor, request)
    _check_reach(request)
    _refuse_twin(session, request, None)
    provider = Provider(id=uuid7(), created_at=now, **vars(request))
    session.add(provider)
    record(session, actor, "provider.recorded", kind="provider", row_id=provider.id, now=now)
    return provider


def edit_provider(
    session: Session,
    actor: Actor,
    provider: Provider,
    request: ProviderRequest,
    version: int,
    policy: AccessPolicy,
    now: datetime,
) -> None:
    """Change a provider's record; Stale if somebody else was faster.

    Refusal where staff with an account could not belong to an organisation of the new kind, and where it
    would move to a place in which the actor keeps none.
    """
    require(session, actor, "provider:edit", provider)
    check_version(provider, version)
    check_change(session, policy, provider, request.kind, request.public)
    _check_place(session, actor, request)
    _check_reach(request)
    _refuse_twin(session, request, provider)
    change(session, actor, provider, vars(request), event="provider.changed", now=now)


def _check_place(session: Session, actor: Actor, request: ProviderRequest) -> None:
    if not keeps(session, actor, "provider:edit", request.province_code):
        raise Refusal(
            N_("You keep the organisations of your own province. Ask an administrator about this one."),
            field="commune_code",
        )


def _check_reach(request: ProviderRequest) -> None:
    if request.reach not in REACHES:
        raise Refusal(N_("Say how far it serves."), field="reach")


def _refuse_twin(session: Session, request: ProviderRequest, but: Provider | None) -> None:
    same = select(Provider).where(
        Provider.name == request.name, Provider.commune_code == request.commune_code
    )
    if any(one is not but for one in session.scalars(same)):
        raise Refusal(N_("An organisation of this name is already recorded in this commune."), field="name")


def record_activity(
    session: Session, actor: Actor, provider: Provider, request: ActivityRequest, now: datetime
) -> Activity:
    """Record an activity of the actor's own facility."""
    require(session, actor, "activity:record", provider)
    _refuse_future(request, now)
    activity = Activity(id=uuid7(), provider_id=provider.id, created_at=now, **vars(request))
    session.add(activity)
    facts = {"kind": request.kind}
    record(session, actor, "activity.recorded", kind="activity", row_id=activity.id, facts=facts, now=now)
    return activity


def edit_activity(
    session: Session, actor: Actor, activity: Activity, request: ActivityRequest, version: int, now: datetime
) -> None:
    """Correct an activity; Stale if somebody else was faster."""
    require(session, actor, "activity:record", activity)
    check_version(activity, version)
    _refuse_future(request, now)
    change(session, actor, activity, vars(request), event="activity.changed", now=now)


def _refuse_future(request: ActivityRequest, now: datetime) -> None:
    if request.held_on > clock.local(now).date():
        raise Refusal(N_("The date can't be in the future."), field="held_on")
