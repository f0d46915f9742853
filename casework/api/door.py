"""Who may ask: a token in the header, for what it was given, not too often. Cookies open nothing here."""

from flask import Response, request

from casework.access import Actor
from casework.api import operations, queries
from casework.api.policy import interface_of
from casework.api.problems import problem
from casework.api.rules import wait_of
from casework.ui import context

SCHEME = "bearer"
CHALLENGE = 'Bearer realm="casework"'


def knock(scope: str) -> Response | None:
    """The answer that turns a request away; None lets it in, in the name of the token's organisation.

    A missing token, an unknown one and one that has ended get the same answer.
    """
    context.sign_in_as(None)
    scheme, _space, sent = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != SCHEME or not sent:
        return problem(401, WWW_Authenticate=CHALLENGE)
    now = context.now()
    with context.sessions()() as session:
        token = queries.held(session, sent.strip(), now)
        if token is None:
            return problem(401, WWW_Authenticate=f'{CHALLENGE}, error="invalid_token"')
        if scope not in token.scopes:
            refused = f'{CHALLENGE}, error="insufficient_scope", scope="{scope}"'
            return problem(403, WWW_Authenticate=refused)
        actor = Actor(None, "nobody", token.provider_id, "")
        session.info["actor"] = actor
        asked = operations.count(session, actor, token, now)
        session.commit()
    if asked > interface_of(context.settings().policies).requests_a_minute:
        return problem(429, Retry_After=str(wait_of(now.timestamp())))
    context.sign_in_as(actor)
    return None
