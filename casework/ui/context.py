"""What a view needs to know about its request: who, when, with which session and policies."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from flask import Response, current_app, g, make_response
from sqlalchemy.orm import Session, sessionmaker

from casework import clock
from casework.access import AccessPolicy, Actor
from casework.config import Settings
from casework.crypto import Vault
from casework.db import WorkSession
from casework.policies import Policies
from casework.vocabulary import Vocabulary
from casework.vocabulary.units import Units

EXTENSION = "casework"


@dataclass(frozen=True)
class Wiring:
    """What the factory hands to every request."""

    settings: Settings
    policies: Policies
    vault: Vault
    sessions: sessionmaker[WorkSession]
    figures: sessionmaker[Session]

    def disconnect(self) -> None:
        """Close the connections that are open: before a fork, or at an end."""
        for maker in (self.sessions, self.figures):
            maker.kw["bind"].dispose()


def wiring() -> Wiring:
    """The parts that the running application was made from."""
    return cast(Wiring, current_app.extensions[EXTENSION])


def settings() -> Settings:
    """The settings of this site."""
    return wiring().settings


def policy() -> Policies:
    """The policies of this site."""
    return wiring().policies


def vocabulary() -> Vocabulary:
    """The code lists."""
    return policy().vocabulary


def units() -> Units:
    """The provinces and communes."""
    return policy().units


def access_policy() -> AccessPolicy:
    """The policy table."""
    return policy().access


def vault() -> Vault:
    """The keys."""
    return wiring().vault


def sessions() -> sessionmaker[WorkSession]:
    """Maker of database sessions outside the request's own (audited refusals, background work)."""
    return wiring().sessions


def session() -> WorkSession:
    """The request's database session; the request edge commits or rolls it back, views never do."""
    if "session" not in g:
        g.session = sessions()()
        g.session.info["actor"] = actor_or_none()
    return cast(WorkSession, g.session)


def figures() -> Session:
    """A session that can read releases and nothing else, for pages and answers about figures; writes are refused."""
    if "figures" not in g:
        g.figures = wiring().figures()
    return cast(Session, g.figures)


def sign_in_as(actor: Actor | None) -> None:
    """Say who makes this request; called once by the accounts room before the view runs."""
    g.actor = actor
    if "session" in g:
        g.session.info["actor"] = actor


def actor_or_none() -> Actor | None:
    """Who makes this request, or None when nobody has signed in."""
    return cast("Actor | None", g.get("actor"))


def actor() -> Actor:
    """Who makes this request; only for views marked with a permission or ``signed_in``."""
    found = actor_or_none()
    if found is None:
        raise RuntimeError("this view is public, so nobody may be acting; use actor_or_none()")
    return found


def now() -> datetime:
    """The moment of this request, the same however often it is asked."""
    if "now" not in g:
        g.now = clock.now()
    return cast(datetime, g.now)


def today() -> date:
    """The day of this request in Viet Nam."""
    return clock.local(now()).date()


def download(data: bytes, filename: str, mimetype: str) -> Response:
    """A file for the user to keep; the name must hold nothing personal."""
    response = make_response(data)
    response.mimetype = mimetype
    response.headers.set("Content-Disposition", "attachment", filename=filename)
    return response
