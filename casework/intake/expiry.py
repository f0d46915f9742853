"""How long drafts last; and a form sent after the session ran out: nobody is let in, but nothing typed is lost."""

from collections.abc import Callable, Collection
from datetime import datetime
from uuid import UUID

from flask import g, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from casework.access import Actor, may
from casework.accounts.models import User
from casework.accounts.signing import actor_of
from casework.intake.operations import keep_draft
from casework.ui import context
from casework.ui.forms import csrf
from casework.ui.origin import check_origin

KEPT = frozenset({"intake.send", "intake.save"})
Keep = Callable[[Session, Actor, UUID], object]


def kept_since() -> datetime:
    """The moment after which a draft must have been saved to be there still, as deadlines.toml has it."""
    return context.policy().deadlines.begun_by("draft", "", context.now())


def keep_for_later(endpoints: Collection[str], keep: Keep, back: Callable[[UUID], str]) -> Response | None:
    """Keep a form that was sent to one of these endpoints as a draft of whoever's session ran out; None: not such.

    ``keep`` writes the draft, ``back`` gives the address on which she finds it again once she has
    signed in. It runs before the edge, so it checks origin and token itself; nothing is shown, and
    only the owner finds the draft again.
    """
    user: User | None = g.get("expired_user")
    if (
        request.method != "POST"
        or request.endpoint not in endpoints
        or user is None
        or context.actor_or_none()
    ):
        return None
    check_origin()
    csrf.protect()
    actor, draft_id = actor_of(user), (request.view_args or {})["draft_id"]
    if not may(actor, "draft:keep"):
        return None
    with context.sessions()() as session:
        session.info["actor"] = actor
        keep(session, actor, draft_id)
        session.commit()
    return redirect(url_for("accounts.sign_in", next=back(draft_id)), 303)


def keep_what_was_sent() -> Response | None:
    """The same for the page on which a case is opened."""

    def keep(session: Session, actor: Actor, draft_id: UUID) -> None:
        keep_draft(session, actor, request.form.to_dict(flat=False), draft_id, context.now())

    return keep_for_later(KEPT, keep, lambda draft_id: url_for("intake.resume", draft_id=draft_id))
