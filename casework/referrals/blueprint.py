"""The facility's pages on referrals: how each of them finds its referral, and what happens when it has moved on."""

from collections.abc import Callable

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm.exc import StaleDataError

from casework.db import Stale
from casework.referrals.models import Referral
from casework.referrals.queries import referral_by_reference
from casework.referrals.states import RECEIVER, acts_from
from casework.ui import context
from casework.ui.attempt import attempt, notice, undo
from casework.ui.forms import Form
from casework.ui.language import _

blueprint = Blueprint("referrals", __name__, url_prefix="/referrals")


def found(reference: str, needed: str) -> Referral:
    """The referral, if the viewer may do this with it; else NotFound."""
    return referral_by_reference(context.session(), context.actor(), needed, reference)


def can(referral: Referral, act: str) -> bool:
    """Whether the receiver may do this in the state that the referral is in."""
    return act in acts_from(referral.state, RECEIVER)


def shown(reference: str) -> ResponseReturnValue:
    """Back to the page of the referral."""
    return redirect(url_for("referrals.show", reference=reference), 303)


def overtaken(reference: str) -> ResponseReturnValue:
    """Somebody else was faster, or the page is an old one: show how the referral stands."""
    notice(_("This can no longer be done. Nothing was saved: look how the referral stands now."), "message")
    return shown(reference)


def tried(form: Form, reference: str, act: Callable[[], ResponseReturnValue]) -> ResponseReturnValue | None:
    """Do it and return its answer; None when it was refused, which the form then says."""
    try:
        with attempt(form):
            answer = act()
            context.session().flush()
            return answer
    except (Stale, StaleDataError):
        undo()
        return overtaken(reference)
    return None
