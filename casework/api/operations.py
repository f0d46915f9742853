"""Giving an organisation a token, taking it away, and counting how often one is used."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import case, select, update
from sqlalchemy.orm import Session

from casework import clock
from casework.access import Actor, require_role
from casework.api import queries
from casework.api.models import ApiToken
from casework.api.policy import Interface
from casework.api.rules import LONGEST_NAME, SCOPES, minute_of
from casework.audit.operations import record
from casework.crypto.bearer import digest_of, new_bearer
from casework.db import uuid7
from casework.providers.models import Provider
from casework.refusal import N_, Refusal


@dataclass(frozen=True)
class TokenRequest:
    """Whose token, for which program, what it may read, for how long."""

    provider_id: UUID | None
    name: str
    scopes: tuple[str, ...]
    days: int


def make(
    session: Session, actor: Actor, request: TokenRequest, limits: Interface, now: datetime
) -> tuple[ApiToken, str]:
    """The token's record and the token itself, which is kept nowhere and shown once."""
    require_role(actor, "token:create")
    name = " ".join(request.name.split())
    if not name or len(name) > LONGEST_NAME:
        raise Refusal(
            N_("Say in at most %(most)s signs which program it is for."), field="name", most=LONGEST_NAME
        )
    provider = session.get(Provider, request.provider_id) if request.provider_id else None
    if provider is None or not provider.active:
        raise Refusal(N_("Choose one of the organisations."), field="provider")
    if not request.scopes or not set(request.scopes) <= set(SCOPES):
        raise Refusal(N_("Choose what it may read."), field="scopes")
    if request.days not in limits.days:
        raise Refusal(N_("Choose how long it holds."), field="days")
    if actor.id is None:
        raise Refusal(N_("Only an administrator can make a token."))
    bearer = new_bearer()
    made = ApiToken(
        id=uuid7(),
        provider_id=provider.id,
        name=name,
        public=bearer.public,
        digest=digest_of(session.info["vault"].keys, bearer),
        scopes=tuple(sorted(request.scopes)),
        made_by_id=actor.id,
        made_at=now,
        expires_at=now + timedelta(days=request.days),
    )
    session.add(made)
    session.flush()
    facts = {"scopes": len(made.scopes)}
    record(session, actor, "token.made", kind="api_token", row_id=made.id, facts=facts, now=now)
    return made, bearer.token


def revoke(session: Session, actor: Actor, token_id: UUID, now: datetime) -> None:
    """Let it open nothing any more, from this moment on."""
    found = queries.token(session, actor, "token:revoke", token_id)
    if found.revoked_at is None:
        found.revoked_at = now
        record(session, actor, "token.revoked", kind="api_token", row_id=found.id, now=now)


def count(session: Session, actor: Actor, token: ApiToken, now: datetime) -> int:
    """Count a request; how many there were in this minute. The first of a day is noted. The caller commits."""
    minute = minute_of(now.timestamp())
    session.execute(
        update(ApiToken)
        .where(ApiToken.id == token.id)
        .values(minute=minute, requests=case((ApiToken.minute == minute, ApiToken.requests + 1), else_=1))
        .execution_options(synchronize_session=False)
    )
    today = clock.local(now).date()
    if token.used_on != today:
        token.used_on = today
        record(session, actor, "token.used", kind="api_token", row_id=token.id, now=now)
    return session.scalar(select(ApiToken.requests).where(ApiToken.id == token.id)) or 0
