"""Pages on which a facility decides on a referral: accept, decline, pass on, ask."""

from uuid import UUID

from flask.typing import ResponseReturnValue

from casework.providers.models import Provider
from casework.referrals import operations, part_presenters, queries
from casework.referrals.blueprint import act_on, blueprint, found
from casework.referrals.forms import AskForm, DeclineForm, PassOnForm, StepForm
from casework.referrals.models import Referral
from casework.routing.queries import on_duty
from casework.ui import context
from casework.ui.guard import permission
from casework.ui.labels import code_label
from casework.ui.language import _


@blueprint.route("/<reference>/accept", methods=["GET", "POST"])
@permission("referral:decide")
def accept(reference: str) -> ResponseReturnValue:
    """Take the referral on: the envelope once more, and what accepting means."""
    session, actor, policies = context.session(), context.actor(), context.policy()
    referral = found(reference, "referral:decide")
    form = StepForm(version=referral.version)

    def do() -> None:
        operations.accept(session, actor, referral, form.version.data or 0, context.now(), policies=policies)

    return act_on(
        referral,
        "accept",
        form,
        do,
        said=_("The referral was accepted. Look at the safe contact first."),
        page="referrals/accept.html",
        envelope=part_presenters.envelope(queries.envelope_of(session, actor, referral, policies=policies)),
    )


@blueprint.route("/<reference>/decline", methods=["GET", "POST"])
@permission("referral:decide")
def decline(reference: str) -> ResponseReturnValue:
    """Say no, with the reason from the list."""
    referral = found(reference, "referral:decide")
    form = DeclineForm(version=referral.version)

    def do() -> None:
        who, seen = (context.session(), context.actor()), form.version.data or 0
        operations.decline(*who, referral, form.reason.data or "", seen, context.now())

    said = _("The referral was declined. The sender is told.")
    return act_on(referral, "decline", form, do, said=said, page="referrals/decline.html")


@blueprint.route("/<reference>/redirect", methods=["GET", "POST"])
@permission("referral:decide")
def pass_on(reference: str) -> ResponseReturnValue:
    """Pass the referral on to another facility on duty; its clocks start anew there."""
    referral = found(reference, "referral:decide")
    form = PassOnForm(version=referral.version)
    form.receiver.choices = _receivers(referral)

    def do() -> None:
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

    said = _("The referral was passed on. The sender is told.")
    return act_on(referral, "redirect", form, do, said=said, page="referrals/redirect.html")


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
    form = AskForm(version=referral.version)

    def do() -> None:
        who, seen = (context.session(), context.actor()), form.version.data or 0
        operations.ask(*who, referral, form.question.data or "", seen, context.now())

    return act_on(referral, "ask", form, do, said=_("The question was sent."), page="referrals/ask.html")
