"""The log, for the data-protection officer."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from casework.accounts.queries import names
from casework.audit import queries
from casework.audit.operations import record
from casework.audit.verify import verify
from casework.oversight.forms import LogFilterForm
from casework.oversight.presenters import facts_of, kind_of, role_of
from casework.oversight.wording import event_label
from casework.refusal import N_
from casework.ui import context, navigation
from casework.ui.attempt import notice
from casework.ui.guard import permission
from casework.ui.language import _
from casework.ui.paging import Page, page_number

blueprint = Blueprint("oversight", __name__, url_prefix="/log")
navigation.add("oversight.log", N_("Log"), "audit:read", 80)
SIZE = 50


@blueprint.get("/")
@permission("audit:read")
def log() -> ResponseReturnValue:
    """Entries of the log, newest first."""
    session, form, number = context.session(), LogFilterForm(), page_number()
    form.offer()
    rows, total = queries.entries(session, context.actor(), form.request(), (number - 1) * SIZE, SIZE)
    staff = names(session, {row.actor_id for row in rows})
    page = Page(rows, number, SIZE, total)
    shown = {"event_label": event_label, "facts_of": facts_of, "kind_of": kind_of, "role_of": role_of}
    return render_template("oversight/log.html", page=page, filter_form=form, staff=staff, **shown)


@blueprint.post("/verify")
@permission("audit:verify")
def verified() -> ResponseReturnValue:
    """Recompute the whole log and say whether it is sound."""
    session = context.session()
    verdict = verify(session)
    sound = verdict.fault is None
    facts = {"size": verdict.size, "sound": sound}
    record(session, context.actor(), "audit.verified", kind="audit_entry", facts=facts, now=context.now())
    if sound:
        notice(_("The log is sound: %(size)s entries match their signed checkpoint.", size=verdict.size))
        return redirect(url_for(".log"), 303)
    return render_template("oversight/fault.html", verdict=verdict)
