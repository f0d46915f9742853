"""Pages on which a case is opened: one page to fill in, one to look again, and the drafts."""

from uuid import UUID

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError

from casework.db import uuid7
from casework.intake import operations, presenters, queries
from casework.intake.checking import Findings, findings
from casework.intake.drafts import INTAKE, typed_in
from casework.intake.expiry import keep_what_was_sent, kept_since
from casework.intake.forms import NEW, IntakeFields, SameForm, blank_form, draft_form, sent_form
from casework.refusal import N_
from casework.ui import context, navigation
from casework.ui.attempt import attempt, notice, undo
from casework.ui.guard import permission
from casework.ui.language import _

blueprint = Blueprint("intake", __name__, url_prefix="/cases")
blueprint.before_request(keep_what_was_sent)
navigation.add("intake.new", N_("Open a case"), "case:open", 20)


def _page(form: IntakeFields, draft_id: UUID) -> str:
    return render_template("intake/new.html", form=form, draft_id=draft_id)


def _address_of(opened: queries.Opened) -> str:
    if not opened.readable:
        return url_for("cases.listing")
    return url_for("cases.overview", reference=opened.reference)


def _keep(draft_id: UUID) -> bool:
    """Keep what was sent; whether there was anything to keep."""
    fields = request.form.to_dict(flat=False)
    return (
        operations.keep_draft(context.session(), context.actor(), fields, draft_id, context.now()) is not None
    )


@blueprint.get("/new")
@permission("case:open")
def new() -> ResponseReturnValue:
    """An empty page; nothing is kept until something is typed."""
    draft_id = uuid7()
    return _page(blank_form(draft_id), draft_id)


@blueprint.get("/drafts")
@permission("case:open")
def drafts() -> ResponseReturnValue:
    """One's own drafts, by the time they were saved: a name here would tell who is in there."""
    session, actor = context.session(), context.actor()
    operations.sweep(session, actor, kept_since(), context.now())
    return render_template("intake/drafts.html", drafts=queries.own_drafts(session, actor, kept_since()))


@blueprint.get("/drafts/<uuid:draft_id>")
@permission("case:open")
def resume(draft_id: UUID) -> ResponseReturnValue:
    """A draft, to go on with."""
    draft = queries.draft_of(
        context.session(), context.actor(), draft_id, form=INTAKE.name, since=kept_since()
    )
    return _page(draft_form(draft_id, typed_in(draft)), draft_id)


@blueprint.post("/drafts/<uuid:draft_id>")
@permission("case:open")
def send(draft_id: UUID) -> ResponseReturnValue:
    """Save the draft, or go on to opening the case; whatever happens, what was typed is kept."""
    opened = queries.opened_from(context.session(), context.actor(), draft_id)
    if opened is not None:
        return redirect(_address_of(opened), 303)
    if request.form.get("act") == "save":
        if _keep(draft_id):
            notice(_("The draft was saved. You find it under “Drafts”."))
        return redirect(url_for(".drafts"), 303)
    form = sent_form()
    if not form.validate():
        _keep(draft_id)
        return _page(form, draft_id)
    found = findings(context.session(), context.actor(), form.request())
    if found.any:
        _keep(draft_id)
        return redirect(url_for(".check", draft_id=draft_id), 303)
    return _open(form, found, draft_id) or _sent_back(form, draft_id)


def _sent_back(form: IntakeFields, draft_id: UUID) -> str:
    _keep(draft_id)
    return _page(form, draft_id)


@blueprint.post("/drafts/<uuid:draft_id>/save")
@permission("case:open")
def save(draft_id: UUID) -> ResponseReturnValue:
    """Where the page saves itself."""
    _keep(draft_id)
    return Response(status=204)


@blueprint.post("/drafts/<uuid:draft_id>/discard")
@permission("case:open")
def discard(draft_id: UUID) -> ResponseReturnValue:
    """Throw a draft away."""
    operations.discard_draft(context.session(), context.actor(), draft_id, context.now())
    notice(_("The draft was thrown away. It can't be read again."))
    return redirect(url_for(".drafts"), 303)


@blueprint.route("/drafts/<uuid:draft_id>/check", methods=["GET", "POST"])
@permission("case:open")
def check(draft_id: UUID) -> ResponseReturnValue:
    """Look again before the case is opened: who may be on record already, and what is odd."""
    session, actor = context.session(), context.actor()
    opened = queries.opened_from(session, actor, draft_id)
    if opened is not None:
        return redirect(_address_of(opened), 303)
    draft = queries.draft_of(session, actor, draft_id, form=INTAKE.name, since=kept_since())
    form = draft_form(draft_id, typed_in(draft), checked=True)
    if not form.validate():
        return redirect(url_for(".resume", draft_id=draft_id), 303)
    found = findings(session, actor, form.request())
    same = SameForm()
    same.same_as.choices = [
        *((person.reference, presenters.candidate(person)) for person in found.duplicates.visible),
        (NEW, _("None of them: the person is new here")),
    ]
    if not found.duplicates.visible:
        del same.same_as
    if same.validate_on_submit():
        chosen = same.same_as.data if "same_as" in same else NEW
        done = _open(form, found, draft_id, chosen, same)
        if done is not None:
            return done
    return render_template("intake/check.html", form=same, found=found, draft_id=draft_id)


def _open(
    form: IntakeFields,
    found: Findings,
    draft_id: UUID,
    chosen: str = NEW,
    refusable: IntakeFields | SameForm | None = None,
) -> ResponseReturnValue | None:
    """Open the case; None when an operation refused, which the form then says."""
    session, actor = context.session(), context.actor()
    wanted = found.settled(form.request(), None if chosen == NEW else chosen, draft_id, presenters.kept)
    with attempt(refusable or form):
        try:
            case = operations.open_case(session, actor, wanted, context.now(), units=context.policy().units)
            target = url_for("cases.overview", reference=case.reference)
        except IntegrityError:
            # The button was pressed twice, and the first time has just been done.
            undo()
            opened = queries.opened_from(session, actor, draft_id)
            if opened is None:
                raise
            target = _address_of(opened)
        notice(_("The case was opened."))
        return redirect(target, 303)
    return None
