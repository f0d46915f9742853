"""Pages on which a facility decides on a referral: accept, decline, pass on, ask."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from casework import clock
from casework.intake.presenters import candidate
from casework.people.queries import Duplicates
from casework.providers.models import Provider
from casework.referrals import operations, presenters, queries
from casework.referrals.blueprint import blueprint, can, found, overtaken, shown, tried
from casework.referrals.forms import NEW, AcceptForm, AskForm, DeclineForm, PassOnForm
from casework.referrals.known_queries import cases_of
from casework.referrals.models import Referral
from casework.referrals.requests import Acceptance
from casework.referrals.rules import source_of
from casework.routing.queries import on_duty
from casework.ui import context
from casework.ui.attempt import notice
from casework.ui.guard import permission
from casework.ui.labels import code_label
from casework.ui.language import _, show_date

CASE, PERSON = "case:", "person:"
FACTS = ("kind", "trafficking_status", "detected_on", "commune_code", "source", "need", "acts", "harms")


@blueprint.route("/<reference>/accept", methods=["GET", "POST"])
@permission("referral:decide")
def accept(reference: str) -> ResponseReturnValue:
    """Take the referral on: first the facts of the case, then, if anybody on record may be the same, who it is."""
    referral = found(reference, "referral:decide")
    if not can(referral, "accept"):
        return overtaken(reference)
    envelope = queries.envelope_of(context.session(), context.actor(), referral, policies=context.policy())
    form = AcceptForm(obj=referral)
    form.ask_what_is_missing(envelope)
    if not form.is_submitted():
        form.detected_on.data = clock.local(referral.sent_at).date()
        form.source.data = source_of(context.session().get_one(Provider, referral.sender_id).kind)
    known = _known(referral, form) if form.looked.data else None
    if form.validate_on_submit():
        known = known or _known(referral, form)
        if not known.any or form.says_who():
            done = tried(form, reference, lambda: _accept(referral, form, known))
            if done is not None:
                return done
        else:
            return _check(referral, form, known, envelope)
    if known is not None and known.any:
        return _check(referral, form, known, envelope)
    return render_template("referrals/accept.html", referral=referral, form=form)


def _known(referral: Referral, form: AcceptForm) -> Duplicates:
    """Who may be the same; the form then offers them."""
    known = queries.duplicates_for(context.session(), context.actor(), referral, policies=context.policy())
    form.offer(_choices(known))
    return known


def _choices(known: Duplicates) -> list[tuple[str, str]]:
    cases = cases_of(context.session(), context.actor(), [person.id for person in known.visible])
    offered = []
    for person in known.visible:
        offered.append((PERSON + person.reference, _("A new case of %(who)s", who=candidate(person))))
        offered += [
            (
                CASE + case.reference,
                _(
                    "Her case %(reference)s: %(kind)s, detected %(day)s, %(step)s",
                    reference=case.reference,
                    kind=code_label("case_kind", case.kind),
                    day=show_date(case.detected_on),
                    step=code_label("case_status", case.status),
                ),
            )
            for case in cases
            if case.survivor_id == person.id
        ]
    return offered


def _check(
    referral: Referral, form: AcceptForm, known: Duplicates, envelope: Mapping[str, Any]
) -> ResponseReturnValue:
    return render_template(
        "referrals/same.html",
        referral=referral,
        form=form,
        known=known,
        compared=[presenters.compared(person, envelope) for person in known.visible],
        kept=[(name, text) for name in FACTS for text in request.form.getlist(name)],
    )


def _accept(referral: Referral, form: AcceptForm, known: Duplicates) -> ResponseReturnValue:
    chosen = form.same.data if form.same.data != NEW else ""
    acceptance = Acceptance(
        case=form.facts(),
        same_as=chosen.removeprefix(PERSON) if chosen.startswith(PERSON) else None,
        acts=form.chosen("acts"),
        harms=form.chosen("harms"),
        link_to=chosen.removeprefix(CASE) if chosen.startswith(CASE) else None,
        duplicates_shown=len(known.visible),
    )
    operations.accept(
        context.session(),
        context.actor(),
        referral,
        acceptance,
        form.version.data or 0,
        context.now(),
        policies=context.policy(),
    )
    notice(_("The referral was accepted. Look at the safe contact first."))
    return shown(referral.reference)


@blueprint.route("/<reference>/decline", methods=["GET", "POST"])
@permission("referral:decide")
def decline(reference: str) -> ResponseReturnValue:
    """Say no, with the reason from the list."""
    referral = found(reference, "referral:decide")
    if not can(referral, "decline"):
        return overtaken(reference)
    form = DeclineForm(obj=referral)
    form.reason.data = form.reason.data if form.is_submitted() else ""

    def act() -> ResponseReturnValue:
        operations.decline(
            context.session(),
            context.actor(),
            referral,
            form.reason.data or "",
            form.version.data or 0,
            context.now(),
        )
        notice(_("The referral was declined. The sender is told."))
        return shown(reference)

    done = tried(form, reference, act) if form.validate_on_submit() else None
    return done or render_template("referrals/decline.html", referral=referral, form=form)


@blueprint.route("/<reference>/redirect", methods=["GET", "POST"])
@permission("referral:decide")
def pass_on(reference: str) -> ResponseReturnValue:
    """Pass the referral on to another facility on duty; its clocks start anew there."""
    referral = found(reference, "referral:decide")
    if not can(referral, "redirect"):
        return overtaken(reference)
    form = PassOnForm(obj=referral)
    form.reason.data = form.reason.data if form.is_submitted() else ""
    form.receiver.choices = _receivers(referral)

    def act() -> ResponseReturnValue:
        operations.redirect(
            context.session(),
            context.actor(),
            referral,
            UUID(form.receiver.data),
            form.reason.data or "",
            form.version.data or 0,
            context.now(),
            policies=context.policy(),
        )
        notice(_("The referral was passed on. The sender is told."))
        return shown(reference)

    done = tried(form, reference, act) if form.validate_on_submit() else None
    return done or render_template("referrals/redirect.html", referral=referral, form=form)


def _receivers(referral: Referral) -> list[tuple[str, str]]:
    """Who else is on duty for what is asked, in the order of the duty table: name and kind, never an address."""
    session, policies = context.session(), context.policy()
    sender = session.get_one(Provider, referral.sender_id)
    listed = on_duty(
        session, policies.units, referral.services, referral.commune_code, but=referral.receiver_id
    )
    return [
        (str(one.provider.id), f"{one.provider.name} · {code_label('provider_kind', one.provider.kind)}")
        for one in listed
        if one.provider.id != sender.id and queries.can_receive(policies, sender.kind, one.provider)
    ]


@blueprint.route("/<reference>/ask", methods=["GET", "POST"])
@permission("referral:decide")
def ask(reference: str) -> ResponseReturnValue:
    """Ask the sender something from the list."""
    referral = found(reference, "referral:decide")
    if not can(referral, "ask"):
        return overtaken(reference)
    form = AskForm(obj=referral)

    def act() -> ResponseReturnValue:
        operations.ask(
            context.session(),
            context.actor(),
            referral,
            form.question.data or "",
            form.version.data or 0,
            context.now(),
        )
        notice(_("The question was sent."))
        return shown(reference)

    done = tried(form, reference, act) if form.validate_on_submit() else None
    return done or render_template("referrals/ask.html", referral=referral, form=form)
