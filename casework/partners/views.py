"""The officer's journey: a question a page, kept after each; the answers once more; sent once."""

from uuid import UUID

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as BaseResponse

from casework.access import Actor, NotFound
from casework.db import uuid7
from casework.intake import operations as drafts
from casework.intake.drafts import keep_part, typed_in
from casework.intake.expiry import keep_for_later, kept_since
from casework.intake.models import Draft
from casework.intake.queries import draft_of, own_drafts
from casework.partners import checking, operations, presenters, queries, steps
from casework.partners.drafts import REFERRAL
from casework.partners.forms import FORMS, Question, SendForm, own_names
from casework.partners.journey import Journey
from casework.refusal import N_
from casework.ui import context, navigation
from casework.ui.attempt import attempt, notice
from casework.ui.guard import permission
from casework.ui.language import _

blueprint = Blueprint("partners", __name__, url_prefix="/refer")
navigation.add("partners.start", N_("Refer somebody"), "referral:begin", 5)

TYPED = frozenset({"partners.answer", "partners.save"})
EXPIRED = TYPED | {"partners.send"}


@blueprint.before_request
def keep_what_was_sent() -> BaseResponse | None:
    """A page sent after the session ran out is kept, and found again after signing in."""
    step = (request.view_args or {}).get("step", "check")

    def keep(session: Session, actor: Actor, draft_id: UUID) -> None:
        if request.endpoint in TYPED and step in FORMS:
            fields = request.form.to_dict(flat=False)
            names = own_names(FORMS[step])
            keep_part(session, actor, draft_id, names, fields, context.now(), form=REFERRAL)

    def back(draft_id: UUID) -> str:
        return _address(draft_id, step if step in FORMS else None)

    return keep_for_later(EXPIRED, keep, back)


def _address(draft_id: UUID, step: str | None) -> str:
    """Where a question is asked; None: where all answers are shown."""
    if step is None:
        return url_for("partners.check", draft_id=draft_id)
    return url_for("partners.question", draft_id=draft_id, step=step)


def _journey(draft: Draft | None, draft_id: UUID) -> Journey:
    sender = queries.own_organisation(context.session(), context.actor())
    return Journey(draft_id, sender, typed_in(draft) if draft is not None else {})


def _draft(draft_id: UUID) -> Draft:
    return draft_of(context.session(), context.actor(), draft_id, form=REFERRAL.name, since=kept_since())


def _sent(draft_id: UUID) -> ResponseReturnValue | None:
    """To the receipt, where the draft has been sent already."""
    referral = queries.sent_from(context.session(), context.actor(), draft_id)
    return redirect(url_for("tracking.receipt", reference=referral.reference), 303) if referral else None


def _keep(draft_id: UUID, step: str, *, seen: bool = False) -> Draft | None:
    return keep_part(
        context.session(),
        context.actor(),
        draft_id,
        own_names(FORMS[step]),
        request.form.to_dict(flat=False),
        context.now(),
        form=REFERRAL,
        seen=step if seen else None,
    )


def _known(step: str) -> None:
    if step not in FORMS:
        raise NotFound("referral:begin", "question")


def _page(journey: Journey, step: str, form: Question) -> str:
    return render_template(
        "partners/question.html",
        form=form,
        step=step,
        number=steps.number(step),
        total=len(steps.STEPS),
        title=presenters.QUESTIONS[step],
        guide=presenters.GUIDES[step],
        draft_id=journey.draft_id,
        nobody=step == steps.FACILITY and not journey.offers,
    )


@blueprint.get("/")
@permission("referral:begin")
def start() -> ResponseReturnValue:
    """Where officers begin: refer somebody, or go on with what was begun, by the time it was saved."""
    session, actor = context.session(), context.actor()
    drafts.sweep(session, actor, kept_since(), context.now())
    sender = queries.own_organisation(session, actor)
    return render_template(
        "partners/start.html",
        drafts=own_drafts(session, actor, kept_since(), REFERRAL.name),
        able=bool(queries.grants_of(context.policy().sharing, sender.kind)),
    )


@blueprint.get("/new")
@permission("referral:begin")
def new() -> ResponseReturnValue:
    """The first question of a new referral; nothing is kept until something is typed."""
    return redirect(_address(uuid7(), steps.STEPS[0]), 303)


@blueprint.get("/<uuid:draft_id>/<step>")
@permission("referral:begin")
def question(draft_id: UUID, step: str) -> ResponseReturnValue:
    """One question, with what was answered before."""
    _known(step)
    done = _sent(draft_id)
    if done is not None:
        return done
    untouched = step == steps.STEPS[0] and context.session().get(Draft, draft_id) is None
    journey = _journey(None if untouched else _draft(draft_id), draft_id)
    return _page(journey, step, journey.question(step))


@blueprint.post("/<uuid:draft_id>/<step>")
@permission("referral:begin")
def answer(draft_id: UUID, step: str) -> ResponseReturnValue:
    """Keep the answer, whatever it is, and go on, back, or away."""
    _known(step)
    done = _sent(draft_id)
    if done is not None:
        return done
    act = request.form.get("act", "")
    draft = _keep(draft_id, step)
    if act == "back":
        before = steps.before(step)
        return redirect(_address(draft_id, before) if before and draft else url_for(".start"), 303)
    if act == "save":
        if draft is not None:
            notice(_("What you typed is kept. Go on with it below."))
        return redirect(url_for(".start"), 303)
    journey = _journey(draft, draft_id)
    form = journey.question(step, request.form)
    if not form.validate():
        return _page(journey, step, form)
    journey = _journey(_keep(draft_id, step, seen=True), draft_id)
    return redirect(_address(draft_id, journey.open_step), 303)


@blueprint.post("/<uuid:draft_id>/<step>/save")
@permission("referral:begin")
def save(draft_id: UUID, step: str) -> ResponseReturnValue:
    """Where a page saves itself."""
    _known(step)
    _keep(draft_id, step)
    return Response(status=204)


@blueprint.post("/<uuid:draft_id>/discard")
@permission("referral:begin")
def discard(draft_id: UUID) -> ResponseReturnValue:
    """Throw a draft away."""
    drafts.discard_draft(context.session(), context.actor(), draft_id, context.now())
    notice(_("The draft was thrown away. It can't be read again."))
    return redirect(url_for(".start"), 303)


def _checked(draft_id: UUID, form: SendForm, journey: Journey) -> str:
    return render_template(
        "partners/check.html",
        form=form,
        draft_id=draft_id,
        parts=[(step, presenters.QUESTIONS[step], checking.answers(journey, step)) for step in steps.STEPS],
        left_out=checking.left_out(journey),
        danger=checking.in_danger(journey),
    )


@blueprint.get("/<uuid:draft_id>/check")
@permission("referral:begin")
def check(draft_id: UUID) -> ResponseReturnValue:
    """All answers once more, before they are sent."""
    done = _sent(draft_id)
    if done is not None:
        return done
    journey = _journey(_draft(draft_id), draft_id)
    if journey.open_step is not None:
        return redirect(_address(draft_id, journey.open_step), 303)
    return _checked(draft_id, SendForm(), journey)


@blueprint.post("/<uuid:draft_id>/check")
@permission("referral:begin")
def send(draft_id: UUID) -> ResponseReturnValue:
    """Send it, once."""
    done = _sent(draft_id)
    if done is not None:
        return done
    try:
        journey = _journey(_draft(draft_id), draft_id)
    except NotFound:  # perhaps the other press of the button was faster by a moment
        done = _sent(draft_id)
        if done is None:
            raise
        return done
    if journey.open_step is not None:
        return redirect(_address(draft_id, journey.open_step), 303)
    form = SendForm()
    with attempt(form):
        referral = operations.send_draft(
            context.session(),
            context.actor(),
            journey.request(),
            draft_id,
            context.now(),
            policies=context.policy(),
        )
        return redirect(url_for("tracking.receipt", reference=referral.reference), 303)
    return _checked(draft_id, form, _journey(_draft(draft_id), draft_id))
