"""What pages show of safe contact, in words; the number only where it was asked for."""

from flask import url_for
from flask.sansio.blueprints import BlueprintSetupState
from sqlalchemy.orm import Session

from casework.access import Actor
from casework.cases import panels
from casework.cases.models import Case
from casework.safety import queries, rules
from casework.safety.models import SafeContact
from casework.ui.labels import code_label
from casework.ui.language import _, show_date


def block(contact: SafeContact | None) -> tuple[tuple[str, str], ...]:
    """The block as pairs of label and value, without the number; none while nothing is known."""
    if contact is None or not _anything_known(contact):
        return ()
    return (
        (_("May be contacted"), code_label("yes_no", contact.may_contact)),
        (_("Safe channel"), code_label("contact_channel", contact.channel) or _("Not known")),
        (_("Safe hours"), contact.hours or _("Not known")),
        (_("Who may pick up"), contact.pickup or _("Not known")),
        (_("Voice message"), code_label("yes_no", contact.voicemail)),
        (_("Name the caller should use"), contact.caller_name or _("Not known")),
        (_("Code word"), contact.code_word or _("Not known")),
        (_("Confirmed with the person on"), show_date(contact.confirmed_on) or _("Not confirmed")),
    )


def _anything_known(contact: SafeContact) -> bool:
    words = contact.channel, contact.hours, contact.pickup, contact.caller_name, contact.code_word
    answers = {contact.may_contact, contact.voicemail}
    return any(words) or contact.confirmed_on is not None or bool(answers & {rules.YES, rules.NO})


def warning(contact: SafeContact | None) -> str:
    """What nobody may overlook before calling; "" when contact is allowed."""
    if contact is None:
        return _("Nobody has asked yet how this person can be reached safely. Do not call until it is known.")
    if not _anything_known(contact):
        return _("Nothing is known yet about how this person can be reached safely. Do not call until it is.")
    if contact.may_contact == rules.NO:
        return _("Do not contact this person.")
    if contact.may_contact != rules.YES:
        return _("It is not known whether this person can be contacted safely.")
    return ""


def panel(session: Session, actor: Actor, case: Case) -> panels.Panel:
    """The first card of the overview: the block, and a button behind which the number is."""
    contact = queries.of_person(session, actor, case.survivor_id)
    return panels.Panel(
        title=_("Safe contact"),
        rows=block(contact),
        link=url_for("safety.edit", reference=case.reference),
        link_text=_("Change safe contact") if contact else _("Record safe contact"),
        post=url_for("safety.reveal", reference=case.reference),
        post_text=_("Show the number"),
        warning=warning(contact),
    )


def offer_panel(state: BlueprintSetupState) -> None:
    """Give the card to the overview of the application in which the blueprint is registered."""
    panels.register(state.app, panel, order=10)
