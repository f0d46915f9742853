"""The page on which the case of an accepted referral is opened: its facts, and who on record may be the same."""

from flask.typing import ResponseReturnValue

from casework import clock
from casework.intake.presenters import candidate
from casework.people.queries import Duplicates
from casework.providers.models import Provider
from casework.referrals import operations, queries
from casework.referrals.blueprint import act_on, blueprint, can, found, overtaken
from casework.referrals.known_queries import cases_of
from casework.referrals.opening_forms import CASE, PERSON, OpeningForm
from casework.referrals.part_presenters import compared
from casework.referrals.rules import source_of
from casework.ui import context
from casework.ui.guard import permission
from casework.ui.labels import code_label
from casework.ui.language import _, show_date


@blueprint.route("/<reference>/case", methods=["GET", "POST"])
@permission("referral:decide")
def open_case(reference: str) -> ResponseReturnValue:
    """Open the case, for somebody new or on record, or say to which of her cases the referral belongs."""
    session, actor, policies = context.session(), context.actor(), context.policy()
    referral = found(reference, "referral:decide")
    if not can(referral, "open_case"):
        return overtaken(reference)
    told = queries.told_of(session, actor, referral, policies=policies)
    known = queries.duplicates_for(session, actor, referral, told)
    form = OpeningForm()
    form.offer(_choices(known))
    if not form.is_submitted():
        sender = session.get_one(Provider, referral.sender_id)
        form.prefill(told, clock.local(referral.sent_at).date(), source_of(sender.kind))

    def do() -> None:
        opening = form.opening(len(known.visible))
        operations.open_case(session, actor, referral, opening, context.now(), policies=policies)

    return act_on(
        referral,
        "open_case",
        form,
        do,
        said=_("The case is open. What was sent stands in it now."),
        page="referrals/open.html",
        known=known,
        compared=[compared(person, told) for person in known.visible],
    )


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
