"""Signing in and out, and one's own account."""

from typing import cast

from flask import Blueprint, Flask, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from casework.access import Actor, NotFound
from casework.accounts import session_operations, signing
from casework.accounts.forms import PasswordForm, SignInForm
from casework.accounts.passwords import common_passwords
from casework.refusal import N_, Refusal
from casework.ui import context, language
from casework.ui.attempt import attempt, notice
from casework.ui.guard import public, signed_in
from casework.ui.language import _
from casework.ui.navigation import safe_next

blueprint = Blueprint("accounts", __name__)
blueprint.before_app_request(signing.identify)
blueprint.record_once(lambda state: signing.set_up(cast("Flask", state.app)))


@blueprint.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    """Sign in; whatever was wrong, the words are the same."""
    if context.actor_or_none() is not None:
        return redirect(url_for("ui.home"), 303)
    form = SignInForm()
    if request.method == "GET":
        form.next.data = request.args.get("next", "")
    if form.validate_on_submit():
        policy = context.policy().access
        opened = session_operations.sign_in(
            context.session(), policy, form.username.data or "", form.password.data or "", context.now()
        )
        if opened is not None:
            user, token = opened
            signing.renew_page(user)
            language.choose(language.chosen() or user.language)
            return signing.set_cookie(_welcome(form.next.data), token)
        form.refuse(
            Refusal(
                N_(
                    "The user name or the password is not right, or there were too many attempts: "
                    "check both, wait a minute and try again."
                ),
                field="username",
            )
        )
    return render_template("accounts/sign_in.html", form=form)


def _me() -> signing.SignedIn:
    found = signing.here()
    if found is None:
        raise NotFound("account", "User")
    return found


def _welcome(target: str | None) -> Response:
    return redirect(safe_next(target), 303)


@blueprint.post("/sign-out")
@signed_in
def sign_out() -> ResponseReturnValue:
    """Sign out here."""
    signing.end_here("signed_out")
    signing.renew_page(None)
    response = redirect(url_for(".sign_in"), 303)
    response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return signing.clear_cookie(response)


@blueprint.get("/account")
@signed_in
def account() -> ResponseReturnValue:
    """One's own account."""
    return render_template("accounts/account.html", user=_me().user)


@blueprint.post("/account/sign-out-everywhere")
@signed_in
def sign_out_everywhere() -> ResponseReturnValue:
    """End all other sessions of one's own account."""
    actor = context.actor()
    if actor.id is not None:
        here = _me().held.id
        session_operations.sign_out_everywhere(
            context.session(), actor, actor.id, "everywhere", context.now(), but=here
        )
    notice(_("You are signed out everywhere else."))
    return redirect(url_for(".account"), 303)


@blueprint.route("/account/password", methods=["GET", "POST"])
@signed_in
def password() -> ResponseReturnValue:
    """Change one's own password; all other sessions end."""
    form = PasswordForm()
    first = _me().user.must_change
    if form.validate_on_submit():
        with attempt(form):
            if form.password.data != form.again.data:
                raise Refusal(N_("The two passwords are not the same."), field="again")
            token = _change(context.actor(), form)
            notice(_("Your password was changed."))
            response = redirect(url_for("ui.home" if first else ".account"), 303)
            return signing.set_cookie(response, token)
    return render_template("accounts/password.html", form=form, first=first)


def _change(actor: Actor, form: PasswordForm) -> str:
    common = common_passwords(context.settings().policies / "common-passwords.txt")
    current, new = form.current.data or "", form.password.data or ""
    return session_operations.change_password(context.session(), actor, current, new, common, context.now())
