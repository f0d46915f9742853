"""The pages on which a referral out of a case is written: each kept as a draft, sent once."""

from uuid import UUID

from flask import Response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as BaseResponse

from casework.access import Actor, NotFound
from casework.cases.models import Case
from casework.cases.queries import case_by_reference
from casework.db import uuid7
from casework.intake import operations as drafts
from casework.intake.drafts import keep_part, typed_in
from casework.intake.expiry import keep_for_later, kept_since
from casework.intake.models import Draft
from casework.intake.queries import draft_of
from casework.outbound import operations, queries
from casework.outbound.blueprint import blueprint, shown
from casework.outbound.drafts import OUTBOUND
from casework.outbound.forms import NeedQuestion, TellForm
from casework.outbound.journey import Journey
from casework.outbound.journey_pages import page
from casework.outbound.steps import NEED, STEPS, TELL, WHOM, before, on_page
from casework.providers.models import Provider
from casework.referrals.models import Referral
from casework.ui import context
from casework.ui.attempt import attempt, notice
from casework.ui.guard import permission
from casework.ui.language import _

KEPT = frozenset({"outbound.answer", "outbound.save"})


@blueprint.before_request
def keep_what_was_sent() -> BaseResponse | None:
    """A page sent after the session ran out is kept, and found again after signing in."""
    given = request.view_args or {}
    reference, step = given.get("reference", ""), given.get("step", NEED)

    def keep(session: Session, actor: Actor, draft_id: UUID) -> None:
        case = case_by_reference(session, actor, "referral:send", reference)
        _known(step)
        _keep_for(session, actor, case, draft_id, step)

    return keep_for_later(KEPT, keep, lambda draft_id: _address(reference, draft_id, step))


def _address(reference: str, draft_id: UUID, step: str) -> str:
    return url_for("outbound.question", reference=reference, draft_id=draft_id, step=step)


def _to(case: Case, draft_id: UUID, step: str) -> ResponseReturnValue:
    return redirect(_address(case.reference, draft_id, step), 303)


def _index(case: Case) -> ResponseReturnValue:
    return redirect(url_for(".index", reference=case.reference), 303)


def _known(step: str) -> None:
    if step not in STEPS:
        raise NotFound("referral:send", "page")


def _case(reference: str) -> Case:
    return case_by_reference(context.session(), context.actor(), "referral:send", reference)


def _journey(case: Case, draft_id: UUID, draft: Draft | None) -> Journey:
    sender = context.session().get_one(Provider, context.actor().facility_id)
    return Journey(case, sender, draft_id, typed_in(draft) if draft is not None else {})


def _keep_for(
    session: Session, actor: Actor, case: Case, draft_id: UUID, step: str, *, seen: bool = False
) -> Draft | None:
    return keep_part(
        session,
        actor,
        draft_id,
        on_page(step, request.form.get("asked_here", "")),
        request.form.to_dict(flat=False),
        context.now(),
        form=OUTBOUND,
        seen=step if seen else None,
        case_id=case.id,
    )


def _keep(case: Case, draft_id: UUID, step: str, *, seen: bool = False) -> Draft | None:
    return _keep_for(context.session(), context.actor(), case, draft_id, step, seen=seen)


def _draft(case: Case, draft_id: UUID) -> Draft:
    session, actor = context.session(), context.actor()
    return draft_of(session, actor, draft_id, form=OUTBOUND.name, since=kept_since(), case_id=case.id)


def _sent(case: Case, draft_id: UUID) -> ResponseReturnValue | None:
    """To the referral, where the draft has been sent already."""
    made = queries.sent_by_key(context.session(), context.actor(), case, draft_id)
    return shown(case.reference, made.reference) if made else None


@blueprint.get("/new")
@permission("referral:send")
def new(reference: str) -> ResponseReturnValue:
    """The first page of a new referral; nothing is kept until something is typed.

    ``after`` names one that was declined: the same is needed still, of somebody else.
    """
    case, draft_id = _case(reference), uuid7()
    after = request.args.get("after", "")
    if not after:
        return _to(case, draft_id, NEED)
    declined = queries.sent_from(context.session(), context.actor(), "referral:track", case, after)
    form = NeedQuestion(formdata=None)
    form.services.data = list(declined.services)
    form.commune_code.data = declined.commune_code
    return page(_journey(case, draft_id, None), NEED, form)


@blueprint.get("/drafts/<uuid:draft_id>")
@permission("referral:send")
def resume(reference: str, draft_id: UUID) -> ResponseReturnValue:
    """A draft taken up again: at the first page that has to be answered, still or anew."""
    case = _case(reference)
    done = _sent(case, draft_id)
    if done is not None:
        return done
    return _to(case, draft_id, _journey(case, draft_id, _draft(case, draft_id)).open_step)


@blueprint.get("/drafts/<uuid:draft_id>/<step>")
@permission("referral:send")
def question(reference: str, draft_id: UUID, step: str) -> ResponseReturnValue:
    """One page, with what was typed before."""
    _known(step)
    case = _case(reference)
    done = _sent(case, draft_id)
    if done is not None:
        return done
    untouched = step == NEED and context.session().get(Draft, draft_id) is None
    journey = _journey(case, draft_id, None if untouched else _draft(case, draft_id))
    if not journey.reached(step):
        return _to(case, draft_id, journey.open_step)
    return page(journey, step, journey.form(step))


@blueprint.post("/drafts/<uuid:draft_id>/<step>")
@permission("referral:send")
def answer(reference: str, draft_id: UUID, step: str) -> ResponseReturnValue:
    """Keep the page, whatever is on it, and go on, back, or away; from the last page the referral is sent."""
    _known(step)
    case = _case(reference)
    return _sent(case, draft_id) or _away(case, draft_id, step) or _onward(case, draft_id, step)


def _away(case: Case, draft_id: UUID, step: str) -> ResponseReturnValue | None:
    """Back or out, where one of those buttons was pressed; what was typed is kept, right or wrong."""
    act = request.form.get("act")
    if act not in ("back", "save"):
        return None
    draft, earlier = _keep(case, draft_id, step), before(step)
    if act == "back" and earlier and draft:
        return _to(case, draft_id, earlier)
    if act == "save" and draft:
        notice(_("What you typed is kept. Go on with it below."))
    return _index(case)


def _onward(case: Case, draft_id: UUID, step: str) -> ResponseReturnValue:
    journey = _journey(case, draft_id, _keep(case, draft_id, step))
    if not journey.reached(step):
        return _to(case, draft_id, journey.open_step)
    form = journey.form(step, request.form)
    if not form.validate():
        return page(journey, step, form)
    if isinstance(form, TellForm):
        return _send(journey, form)
    journey = _journey(case, draft_id, _keep(case, draft_id, step, seen=True))
    if step == WHOM and journey.receiver is None:
        form["outside"].errors = [_("Nothing may be told to this kind of organisation.")]
        return page(journey, step, form)
    return _to(case, draft_id, STEPS[STEPS.index(step) + 1])


def _send(journey: Journey, form: TellForm) -> ResponseReturnValue:
    case, policies = journey.case, context.policy()
    with attempt(form):
        made = operations.refer(
            context.session(), context.actor(), case, journey.request(form), context.now(), policies=policies
        )
        notice(_said(made))
        return shown(case.reference, made.reference)
    case = _case(case.reference)  # what was kept before the refusal went with it
    return page(_journey(case, journey.draft_id, _keep(case, journey.draft_id, TELL)), TELL, form)


def _said(made: Referral) -> str:
    if made.receiver_id:
        return _("The referral was sent.")
    return _("The referral was recorded. Print its letter and hand it over.")


@blueprint.post("/drafts/<uuid:draft_id>/<step>/save")
@permission("referral:send")
def save(reference: str, draft_id: UUID, step: str) -> ResponseReturnValue:
    """Where a page saves itself."""
    _known(step)
    _keep(_case(reference), draft_id, step)
    return Response(status=204)


@blueprint.post("/drafts/<uuid:draft_id>/discard")
@permission("referral:send")
def discard(reference: str, draft_id: UUID) -> ResponseReturnValue:
    """Throw a draft away."""
    case, session, actor = _case(reference), context.session(), context.actor()
    draft_of(session, actor, draft_id, form=OUTBOUND.name, case_id=case.id)
    drafts.discard_draft(session, actor, draft_id, context.now())
    notice(_("The draft was thrown away. It can't be read again."))
    return _index(case)
