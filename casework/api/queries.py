"""Finding tokens."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Actor, NotFound, require_role
from casework.api.models import ApiToken
from casework.crypto.bearer import is_same, read_bearer
from casework.providers.models import Provider


def tokens(session: Session, actor: Actor) -> Sequence[ApiToken]:
    """All of them, those that were made last first."""
    require_role(actor, "token:list")
    return session.scalars(select(ApiToken).order_by(ApiToken.made_at.desc(), ApiToken.id.desc())).all()


def token(session: Session, actor: Actor, permission: str, token_id: UUID) -> ApiToken:
    """One of them, or NotFound."""
    require_role(actor, permission)
    found = session.get(ApiToken, token_id)
    if found is None:
        raise NotFound(permission, "ApiToken")
    return found


def organisations(session: Session) -> Sequence[Provider]:
    """To whom a token can be given: organisations that are there still."""
    return session.scalars(select(Provider).where(Provider.active).order_by(Provider.name, Provider.id)).all()


def held(session: Session, sent: str, now: datetime) -> ApiToken | None:
    """The token that a program sent; None where there is none, or it ended, or its organisation did."""
    bearer = read_bearer(sent)
    if bearer is None:
        return None
    kept = session.scalar(
        select(ApiToken)
        .join(Provider, Provider.id == ApiToken.provider_id)
        .where(ApiToken.public == bearer.public, Provider.active)
    )
    same = is_same(session.info["vault"].keys, bearer, kept.digest if kept else None)
    return kept if kept is not None and same and kept.holds(now) else None
