"""A form sent after the session ran out: nobody is let in, but nothing typed is lost."""

from flask import g, redirect, request, url_for
from werkzeug.wrappers import Response

from casework.access import may
from casework.accounts.models import User
from casework.accounts.signing import actor_of
from casework.intake.operations import keep_draft
from casework.ui import context
from casework.ui.forms import csrf
from casework.ui.origin import check_origin

KEPT = frozenset({"intake.send", "intake.save"})


def keep_what_was_sent() -> Response | None:
    """Keep the form as a draft of whoever's session ran out, then ask her to sign in; None: not such a request.

    It runs before the edge, so it checks origin and token itself; nothing is read or shown, and
    only the owner finds the draft again.
    """
    user: User | None = g.get("expired_user")
    if request.method != "POST" or request.endpoint not in KEPT or user is None or context.actor_or_none():
        return None
    check_origin()
    csrf.protect()
    actor, draft_id = actor_of(user), (request.view_args or {})["draft_id"]
    if not may(actor, "draft:keep"):
        return None
    with context.sessions()() as session:
        session.info["actor"] = actor
        keep_draft(session, actor, request.form.to_dict(flat=False), draft_id, context.now())
        session.commit()
    return redirect(url_for("accounts.sign_in", next=url_for("intake.resume", draft_id=draft_id)), 303)
