"""Pages of the referrals of a case: the list, a new one in three pages, one with its letter."""

from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from casework.access import may
from casework.cases.models import Case
from casework.cases.queries import case_by_reference
from casework.consent.queries import covers
from casework.db import uuid7
from casework.outbound import acknowledge_views, letter_views, operations, presenters, queries, receivers
from casework.outbound.blueprint import blueprint, found, shown
from casework.outbound.forms import OTHER, NeedForm, TellForm, WhomForm
from casework.outbound.receivers import Receiver
from casework.partners.presenters import TAGS, unsigned
from casework.providers.models import Provider
from casework.providers.queries import names
from casework.referrals import queries as referrals
from casework.referrals.states import SENDER, acts_from
from casework.ui import context
from casework.ui.attempt import attempt, notice
from casework.ui.guard import permission
from casework.ui.language import _

__all__ = ["acknowledge_views", "blueprint", "letter_views"]

blueprint.record_once(presenters.offer_panel)


@blueprint.get("")
@permission("case:read")
def index(reference: str) -> ResponseReturnValue:
    """The referrals of a case: those sent from it, and the one it came from."""
    session, actor = context.session(), context.actor()
    case = case_by_reference(session, actor, "case:read", reference)
    lines = presenters.lines(session, case, referrals.of_case(session, actor, case))
    return render_template("outbound/index.html", case=case, lines=lines)


def _case(reference: str) -> tuple[Case, Provider]:
    session, actor = context.session(), context.actor()
    case = case_by_reference(session, actor, "referral:send", reference)
    return case, session.get_one(Provider, actor.facility_id)


def _again(reference: str) -> ResponseReturnValue:
    """To the first page: what was sent makes no sense, or is a page opened anew."""
    return redirect(url_for(".new", reference=reference), 303)


@blueprint.route("/new", methods=["GET", "POST"])
@permission("referral:send")
def new(reference: str) -> ResponseReturnValue:
    """What is needed, and where; then who is on duty for it."""
    case, sender = _case(reference)
    form = NeedForm()
    if not form.is_submitted():
        form.commune_code.data = case.commune_code
    if form.validate_on_submit():
        whom = WhomForm(formdata=None)
        whom.needed.data = " ".join(form.services.data or ())
        whom.where.data = form.commune_code.data
        return _whom(case, sender, whom)
    return render_template("outbound/need.html", case=case, form=form)


def _offer(sender: Provider, form: WhomForm) -> bool:
    """Offer those on duty; False where what is needed and where are no codes of ours."""
    policies = context.policy()
    needed, where = (form.needed.data or "").split(), form.where.data or ""
    known = policies.vocabulary["service_kind"]
    if not needed or any(code not in known for code in needed) or policies.units.commune(where) is None:
        return False
    session, sharing = context.session(), policies.sharing
    offered = receivers.offers(session, sharing, policies.units, sender, needed, where)
    form.offer(presenters.choices(offered, sharing))
    return True


def _whom(case: Case, sender: Provider, form: WhomForm) -> ResponseReturnValue:
    if not form.receiver.choices and not _offer(sender, form):
        return _again(case.reference)
    return render_template(
        "outbound/whom.html",
        case=case,
        form=form,
        other=OTHER,
        needed=(form.needed.data or "").split(),
        where=form.where.data,
    )


@blueprint.route("/new/receiver", methods=["GET", "POST"])
@permission("referral:send")
def whom(reference: str) -> ResponseReturnValue:
    """Who is asked; then what is told."""
    case, sender = _case(reference)
    form = WhomForm()
    if not form.is_submitted() or not _offer(sender, form):
        return _again(reference)
    if form.validate() & form.says_who():
        receiver = _receiver(sender, form)
        if receiver is not None:
            tell = TellForm(formdata=None)
            for name in ("needed", "where", "receiver", "outside", "outside_kind"):
                tell[name].data = form[name].data
            return _tell(case, receiver, tell)
        form.outside.errors = [_("Nothing may be told to this kind of organisation.")]
    return _whom(case, sender, form)


def _receiver(sender: Provider, form: WhomForm | TellForm) -> Receiver | None:
    session, sharing = context.session(), context.policy().sharing
    if form.receiver.data == OTHER:
        name, kind = (form.outside.data or "").strip(), form.outside_kind.data or ""
        return receivers.named(session, sharing, sender, name, kind) if name else None
    key = _key(form.receiver.data)
    return receivers.receiver_of(session, sharing, sender, key) if key else None


def _key(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None


def _tell(case: Case, receiver: Receiver, form: TellForm, known: queries.Known | None = None) -> str:
    """What can be told this receiver; ``known`` where the form has been sent and tailored already."""
    session, policies = context.session(), context.policy()
    consent = covers(
        session,
        case.id,
        policies.sharing.purpose(receiver.kind),
        receiver.key,
        context.today(),
        recipient_kind=receiver.kind,
    )
    if known is None:
        known = _tailor(case, receiver, form)
        form.prefill(known.risk, uuid7())
    return render_template(
        "outbound/tell.html",
        case=case,
        form=form,
        receiver=receiver,
        kind=presenters.kind_words(receiver),
        consent=presenters.consent_words(consent),
        purpose=policies.sharing.purpose(receiver.kind),
        block=presenters.block(known.values),
        narrative=known.values.get("narrative", "") if "narrative" in form else "",
    )


def _tailor(case: Case, receiver: Receiver, form: TellForm) -> queries.Known:
    """Let the form offer what the case knows and this receiver may be told."""
    session, policies = context.session(), context.policy()
    known = queries.known_of(session, context.actor(), case, context.today())
    consent = covers(
        session,
        case.id,
        policies.sharing.purpose(receiver.kind),
        receiver.key,
        context.today(),
        recipient_kind=receiver.kind,
    )
    form.narrow(receiver.grant)
    form.offer(presenters.told(known.values), receiver.grant, known.risk, presenters.grounds(consent))
    return known


@blueprint.route("/new/send", methods=["GET", "POST"])
@permission("referral:send")
def send(reference: str) -> ResponseReturnValue:
    """Send it, once."""
    case, sender = _case(reference)
    form = TellForm()
    receiver = _receiver(sender, form) if form.is_submitted() and _key(form.key.data) else None
    if receiver is None:
        return _again(reference)
    known = _tailor(case, receiver, form)
    if form.validate() & form.sound():
        policies = context.policy()
        with attempt(form):
            request = form.request(known.values, receiver.grant, case.id, receiver.addressed())
            made = operations.refer(
                context.session(), context.actor(), case, request, context.now(), policies=policies
            )
            notice(
                _("The referral was sent.")
                if made.receiver_id
                else _("The referral was recorded. Print its letter and hand it over.")
            )
            return shown(reference, made.reference)
        case, sender = _case(reference)
    return _tell(case, receiver, form, known)


@blueprint.get("/<sent>")
@permission("referral:track")
def show(reference: str, sent: str) -> ResponseReturnValue:
    """One referral that was sent from the case: how far it is, and what its sender may do."""
    session, actor = context.session(), context.actor()
    case, referral = found(reference, sent, "referral:track")
    receiver = presenters.told_of(referral)
    known = names(session, {receiver}) if receiver else {}
    letter = referral.receiver_id is None and may(actor, "referral:letter")
    until = queries.link_until(session, actor, referral) if letter else None
    return render_template(
        "outbound/show.html",
        case=case,
        referral=referral,
        facts=presenters.facts(referral, presenters.receiver(referral, known)),
        steps=referrals.progress(session, actor, referral),
        questions=referrals.questions_of(session, actor, referral),
        acts=acts_from(referral.state, SENDER),
        unsigned=unsigned(referral),
        sign_by=presenters.sign_by(referral),
        own=referral.sent_by_id == actor.id,
        tags=TAGS,
        prints=letter and referral.state in operations.PRINTED,
        letter=letter,
        replies=presenters.replies(referral, queries.replies_of(session, actor, referral)) if letter else (),
        link_until=until,
        link_over=until is not None and until <= context.now(),
    )
