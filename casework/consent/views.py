"""Pages of consent in a case file."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework.cases.models import Case
from casework.cases.queries import case_by_reference, workers_for
from casework.consent import operations, presenters, queries, slip_presenters
from casework.consent.forms import ConsentForm, PurposeForm, WithdrawForm, kinds_of, offer_staff
from casework.providers.models import Provider
from casework.ui import context
from casework.ui.attempt import attempt, notice
from casework.ui.guard import permission
from casework.ui.language import _, _n

blueprint = Blueprint("consent", __name__, url_prefix="/cases/<reference>/consent")
blueprint.record_once(presenters.offer_panel)


@blueprint.get("")
@permission("case:read")
def index(reference: str) -> ResponseReturnValue:
    """What the person agreed to, towards whom and until when, and every answer of before."""
    case = _case(reference, "case:read")
    recorded = queries.of_case(context.session(), context.actor(), case)
    return render_template(
        "consent/index.html",
        case=case,
        standings=presenters.standings(recorded, case, context.actor(), context.today()),
        unasked=presenters.unasked(recorded, case),
        answers=[presenters.answered(each) for each in recorded],
    )


@blueprint.route("/new", methods=["GET", "POST"])
@permission("consent:record")
def new(reference: str) -> ResponseReturnValue:
    """Record an answer: first the purpose, which says whom it can be about, then what was said."""
    case = _case(reference, "consent:record")
    purpose = request.form.get("purpose") or request.args.get("purpose", "")
    if purpose not in context.policy().vocabulary["consent_purpose"].codes:
        return render_template("consent/purpose.html", case=case, form=PurposeForm())
    form = ConsentForm(purpose=purpose, given_on=context.today())
    kinds = kinds_of(purpose)
    form.offer_recipients(kinds, queries.recipients(context.session(), case, kinds))
    offer_staff(form, context.actor(), workers_for(context.session(), case))
    if form.validate_on_submit():
        with attempt(form):
            told = operations.answer(context.session(), context.actor(), case, form.request(), context.now())
            _said(told)
            return redirect(url_for(".index", reference=reference), 303)
    return render_template("consent/new.html", case=case, form=form, purpose=purpose, kinds=kinds)


@blueprint.route("/<uuid:consent_id>/withdraw", methods=["GET", "POST"])
@permission("consent:withdraw")
def withdraw(reference: str, consent_id: UUID) -> ResponseReturnValue:
    """Take a consent back: at once for everything that nobody has opened yet."""
    case = _case(reference, "consent:withdraw")
    consent = queries.one(context.session(), context.actor(), "consent:withdraw", case, consent_id)
    form = WithdrawForm(given_on=context.today())
    offer_staff(form, context.actor(), workers_for(context.session(), case))
    if form.validate_on_submit():
        with attempt(form):
            told = operations.withdraw(
                context.session(), context.actor(), consent, form.request(), context.now()
            )
            _said(told)
            return redirect(url_for(".index", reference=reference), 303)
    recorded = queries.of_case(context.session(), context.actor(), case)
    shown = next(each for each in recorded if each.consent.id == consent_id)
    return render_template(
        "consent/withdraw.html",
        case=case,
        form=form,
        about=presenters.answered(shown),
    )


@blueprint.get("/slip")
@permission("case:read")
def slip(reference: str) -> ResponseReturnValue:
    """What she said, for her to take along on paper; named for her only if she wishes."""
    case = _case(reference, "case:read")
    session, actor = context.session(), context.actor()
    named = request.args.get("names") == "1"
    recorded = queries.of_case(session, actor, case)
    house = session.get_one(Provider, case.facility_id).name
    operations.note_printed(session, actor, case, context.now(), named=named)
    shown = slip_presenters.slip(recorded, house, context.today(), named=named)
    return render_template("consent/slip.html", case=case, slip=shown, named=named)


def _case(reference: str, needed: str) -> Case:
    return case_by_reference(context.session(), context.actor(), needed, reference)


def _said(told: operations.Answered) -> None:
    notice(_("The answer was recorded."))
    if told.taken_back:
        notice(
            _n(
                "%(num)d referral that nobody had opened was taken back.",
                "%(num)d referrals that nobody had opened were taken back.",
                told.taken_back,
            )
        )
