"""Pages on which a supervisor brings a case ledger in."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from casework.exchange import jobs, presenters, queries
from casework.exchange.forms import STORE, LedgerForm
from casework.exchange.ledger import Ledger
from casework.exchange.problems import problems_csv
from casework.exchange.template import make_ledger
from casework.refusal import N_, Refusal
from casework.ui import context, navigation
from casework.ui.attempt import attempt
from casework.ui.guard import permission
from casework.ui.language import _

blueprint = Blueprint("exchange", __name__, url_prefix="/ledger")
navigation.add("exchange.ledger", N_("Ledger"), "ledger:import", 50)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.route("", methods=["GET", "POST"])
@permission("ledger:import")
def ledger() -> ResponseReturnValue:
    """Send a workbook; the newest runs stand below."""
    session, actor, site = context.session(), context.actor(), context.wiring()
    form = LedgerForm()
    if form.validate_on_submit():
        with attempt(form):
            workbook = form.workbook.data.read()
            if len(workbook) > site.settings.upload_megabytes * 1024 * 1024:
                most = site.settings.upload_megabytes
                raise Refusal(N_("The file is larger than %(most)s MB."), field="workbook", most=most)
            store = form.purpose.data == STORE
            run_id = jobs.begin(session, site, actor, workbook, dry_run=not store, now=context.now())
            return redirect(url_for(".run", run_id=run_id), 303)
    runs = [
        (run, presenters.label(jobs.state(site, run, context.now())))
        for run in queries.own_runs(session, actor)
    ]
    return render_template("exchange/ledger.html", form=form, runs=runs)


@blueprint.get("/<uuid:run_id>")
@permission("ledger:import")
def run(run_id: UUID) -> ResponseReturnValue:
    """How far a run is, or what came of it."""
    found = queries.own_run(context.session(), context.actor(), run_id)
    state = jobs.state(context.wiring(), found, context.now())
    problems = jobs.findings(found)
    return render_template(
        "exchange/run.html",
        run=found,
        label=presenters.label(state),
        progress_at=jobs.progress(context.wiring(), run_id) if state == jobs.RUNNING else None,
        running=state == jobs.RUNNING,
        problems=[(one, one.text(_)) for one in problems[: presenters.SHOWN]],
        problem_count=len(problems),
        counts=presenters.counts(found),
        changes=presenters.changes(found),
        stored=state == jobs.STORED,
    )


@blueprint.get("/<uuid:run_id>/findings.csv")
@permission("ledger:import")
def findings(run_id: UUID) -> ResponseReturnValue:
    """All findings of a run as a list to work through."""
    found = queries.own_run(context.session(), context.actor(), run_id)
    return context.download(problems_csv(jobs.findings(found), _), "findings.csv", "text/csv")


@blueprint.get("/empty.xlsx")
@permission("ledger:import")
def empty() -> ResponseReturnValue:
    """An empty ledger with the right headings."""
    return context.download(make_ledger(Ledger()), "so-theo-doi.xlsx", XLSX)
