"""The facility's pages on referrals: how each of them finds its referral, and what happens when it has moved on."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm.exc import StaleDataError

from casework.db import Stale
from casework.referrals.models import Referral
from casework.referrals.queries import has_ended, referral_by_reference
from casework.referrals.states import RECEIVER, acts_from
from casework.ui import context
from casework.ui.attempt import attempt, notice, undo
from casework.ui.forms import Form
from casework.ui.language import _

blueprint = Blueprint("referrals", __name__, url_prefix="/referrals")


def found(reference: str, needed: str) -> Referral:
    """The referral, if the viewer may do this with it; else NotFound."""
    return referral_by_reference(context.session(), context.actor(), needed, reference)


def ended(referral: Referral) -> bool:
    """Whether nothing of it may be read today, because the consent on which it came has ended."""
    return has_ended(context.session(), referral, context.today())


def can(referral: Referral, act: str) -> bool:
    """Whether the receiver may do this as the referral stands: unread, because consent has ended, only decline."""
    if act == "open_case":
        return referral.lacks_case
    return act in acts_from(referral.state, RECEIVER) and (act == "decline" or not ended(referral))


def shown(reference: str) -> ResponseReturnValue:
    """Back to the page of the referral."""
    return redirect(url_for("referrals.show", reference=reference), 303)


def overtaken(reference: str) -> ResponseReturnValue:
    """Somebody else was faster, or the page is an old one: show how the referral stands."""
    notice(_("This can no longer be done. Nothing was saved: look how the referral stands now."), "message")
    return shown(reference)


def act_on(
    referral: Referral, act: str, form: Form, do: Callable[[], object], *, said: str, page: str, **shown: Any
) -> ResponseReturnValue:
    """The page of an act: shown until its form is right, then it is done and ``said``, and the referral is shown.

    Whoever comes too late, from an old page or after a colleague, is led to how the referral stands instead.
    """
    if not can(referral, act):
        return overtaken(referral.reference)
    done = tried(form, referral.reference, do, said) if form.validate_on_submit() else None
    return done or render_template(page, referral=referral, form=form, **shown)


def tried(form: Form, reference: str, do: Callable[[], object], said: str) -> ResponseReturnValue | None:
    """Do it, say so and show the referral; None when it was refused, which the form then says."""
    try:
        with attempt(form):
            do()
            context.session().flush()
            notice(said)
            return shown(reference)
    except (Stale, StaleDataError):
        undo()
        return overtaken(reference)
    return None
