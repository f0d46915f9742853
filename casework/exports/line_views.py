"""Lists of incidents for the GBVIMS: asked for by one, agreed to by another, taken once."""

from typing import cast
from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from casework.accounts.queries import names
from casework.exports import line_operations, line_presenters, line_queries, states
from casework.exports.forms import DecideForm, LineForm
from casework.exports.gbvims import COLUMNS, FILLED
from casework.exports.linemap import LineMap
from casework.exports.linesheet import XLSX
from casework.exports.models import LineExport
from casework.exports.site import exchange_of
from casework.indicators.policies import SitePolicies
from casework.providers.queries import names as facility_names
from casework.refusal import N_
from casework.ui import context, navigation
from casework.ui.attempt import attempt, notice
from casework.ui.guard import permission
from casework.ui.language import _

blueprint = Blueprint("lines", __name__, url_prefix="/lines")
navigation.add("lines.listing", N_("Lists of incidents"), "line:list", 52)


def _words() -> LineMap:
    policies = cast(SitePolicies, context.policy())
    return exchange_of(context.settings().policies, policies).linemap


@blueprint.get("")
@permission("line:list")
def listing() -> ResponseReturnValue:
    """The requests: those of one's own facility, or all of them for the officer."""
    session, now, words = context.session(), context.now(), _words()
    found = [
        (one, line_operations.state_of(one, words, now))
        for one in line_queries.exports(session, context.actor())
    ]
    return render_template(
        "exports/lines.html",
        found=found,
        facilities=facility_names(session, {one.facility_id for one, _state in found}),
        staff=names(session, {one.asked_by_id for one, _state in found}),
        show=line_presenters,
    )


@blueprint.route("/new", methods=["GET", "POST"])
@permission("line:request")
def ask() -> ResponseReturnValue:
    """Ask for a list."""
    form = LineForm()
    if form.validate_on_submit():
        with attempt(form):
            asked = line_operations.ask(context.session(), context.actor(), form.request(), context.now())
            notice(_("The request waits for somebody else to agree."))
            return redirect(url_for(".show", line_id=asked.id), 303)
    return render_template("exports/ask.html", form=form, words=_words())


@blueprint.get("/<uuid:line_id>")
@permission("line:list")
def show(line_id: UUID) -> ResponseReturnValue:
    """One request: who asked for what, and what may be done with it now."""
    asked = line_queries.export(context.session(), context.actor(), "line:list", line_id)
    return _page(asked, DecideForm(obj=asked))


@blueprint.post("/<uuid:line_id>/agree")
@permission("line:approve")
def agree(line_id: UUID) -> ResponseReturnValue:
    """The second person's yes."""
    return _decide(line_id, agreed=True)


@blueprint.post("/<uuid:line_id>/decline")
@permission("line:approve")
def decline(line_id: UUID) -> ResponseReturnValue:
    """The second person's no."""
    return _decide(line_id, agreed=False)


@blueprint.post("/<uuid:line_id>/file")
@permission("line:request")
def take(line_id: UUID) -> ResponseReturnValue:
    """The sheet itself, once, for the one who asked."""
    session, actor, now = context.session(), context.actor(), context.now()
    asked = line_queries.export(session, actor, "line:request", line_id)
    form = DecideForm(obj=asked)
    if form.validate_on_submit():
        with attempt(form, lambda: DecideForm(obj=asked)):
            data = line_operations.take(session, actor, asked, _words(), form.version.data or 0, now)
            return context.download(data, f"gbvims-{asked.first}-{asked.last}.xlsx", XLSX)
    return _page(line_queries.export(session, actor, "line:request", line_id), form)


def _decide(line_id: UUID, *, agreed: bool) -> ResponseReturnValue:
    session, actor, now = context.session(), context.actor(), context.now()
    asked = line_queries.export(session, actor, "line:approve", line_id)
    form = DecideForm(obj=asked)
    if form.validate_on_submit():
        with attempt(form, lambda: DecideForm(obj=asked)):
            version = form.version.data or 0
            line_operations.decide(session, actor, asked, _words(), version, now, agreed=agreed)
            notice(
                _("You agreed to the request.") if agreed else _("You declined the request."),
            )
            return redirect(url_for(".show", line_id=line_id), 303)
    return _page(line_queries.export(session, actor, "line:approve", line_id), form)


def _page(asked: LineExport, form: DecideForm) -> str:
    session, actor, words = context.session(), context.actor(), _words()
    staff = names(session, {asked.asked_by_id, asked.decided_by_id})
    state, own = line_operations.state_of(asked, words, context.now()), asked.asked_by_id == actor.id
    return render_template(
        "exports/line.html",
        form=form,
        asked=asked,
        state=state,
        staff=staff,
        facility=facility_names(session, {asked.facility_id})[asked.facility_id],
        own=own,
        waiting=state == states.ASKED,
        ready=state == states.AGREED and own,
        until=asked.decided_at + words.to_take if asked.decided_at else None,
        filled=[name for name in COLUMNS if name in FILLED],
        blank=[name for name in COLUMNS if name not in FILLED],
        show=line_presenters,
    )
