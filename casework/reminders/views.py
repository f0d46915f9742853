"""One's own reminders and calendar, and the calendar itself."""

from hashlib import sha256

from flask import Blueprint, Response, abort, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from casework.refusal import N_, Refusal
from casework.reminders import operations, queries
from casework.reminders.calendar import calendar
from casework.reminders.forms import ReminderForm
from casework.reminders.words import EVENT, said
from casework.ui import context
from casework.ui.attempt import attempt, notice
from casework.ui.guard import permission, public
from casework.ui.language import _

blueprint = Blueprint("reminders", __name__)


@blueprint.route("/work/reminders", methods=["GET", "POST"])
@permission("reminder:set")
def settings() -> ResponseReturnValue:
    """Where one is reminded, and whether one has a calendar."""
    form = ReminderForm()
    if form.validate_on_submit():
        with attempt(form):
            _refuse_without_mail()
            address, every = form.address.data or "", form.every.data or ""
            operations.set_reminders(context.session(), context.actor(), address, every, context.now())
            notice(_("Your reminders are set."))
            return redirect(url_for(".settings"), 303)
    session, actor = context.session(), context.actor()
    return render_template(
        "reminders/settings.html",
        form=form,
        held=queries.address_of(session, actor),
        link=queries.link_of(session, actor),
        mail=bool(context.settings().smtp_host),
    )


@blueprint.post("/work/reminders/stop")
@permission("reminder:set")
def stop() -> ResponseReturnValue:
    """Be reminded no more."""
    operations.stop_reminders(context.session(), context.actor(), context.now())
    notice(_("You get no more reminders, and your address was deleted."))
    return redirect(url_for(".settings"), 303)


@blueprint.post("/work/reminders/calendar")
@permission("reminder:set")
def link() -> ResponseReturnValue:
    """A new link for one's calendar, shown once."""
    token = operations.make_link(context.session(), context.actor(), context.now())
    address = url_for(".feed", token=token, _external=True)
    return render_template("reminders/link.html", address=address)


@blueprint.post("/work/reminders/calendar/stop")
@permission("reminder:set")
def stop_link() -> ResponseReturnValue:
    """Let the link lead nowhere."""
    operations.stop_link(context.session(), context.actor(), context.now())
    notice(_("The link of your calendar leads nowhere any more."))
    return redirect(url_for(".settings"), 303)


@blueprint.get("/calendar/<token>.ics")
@public
def feed(token: str) -> Response:
    """The due times of whoever made the link, for her calendar program; it opens nothing that is sealed."""
    policy = context.policy()
    found = queries.reader_of(context.session(), policy.access, token)
    if found is None:
        abort(404)
    actor, user = found
    items = queries.hers(context.session(), actor, policy.deadlines, context.now())
    secret = sha256(context.vault().keys.app_key("calendar") + token.encode()).digest()
    response = make_response(calendar(items, said(EVENT, user.language), secret, context.now()))
    response.headers["Content-Type"] = "text/calendar; charset=utf-8"
    return response


def _refuse_without_mail() -> None:
    if not context.settings().smtp_host:
        raise Refusal(N_("This site sends no mail."), field="address")
