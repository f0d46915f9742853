"""What the events of the log are called on a page."""

from casework.refusal import N_
from casework.ui.language import _

EVENT_LABELS = {
    "sealed.opened": N_("Sealed data opened"),
    "people.searched": N_("People searched"),
    "figures.exact": N_("Exact figures read"),
    "figures.shown": N_("Figures shown"),
    "funnel.shown": N_("Figures on referrals shown"),
    "access.refused": N_("Access refused"),
    "signin.refused": N_("Sign-in refused"),
    "request.refused": N_("Request refused"),
    "account.created": N_("Account made"),
    "account.disabled": N_("Account disabled"),
    "account.enabled": N_("Account enabled"),
    "account.reset": N_("One-time password given"),
    "password.changed": N_("Password changed"),
    "signin.opened": N_("Signed in"),
    "signin.closed": N_("Session ended"),
    "language.changed": N_("Language changed"),
    "case.opened": N_("Case opened"),
    "case.changed": N_("Case changed"),
    "case.moved": N_("Step of the case work changed"),
    "case.assigned": N_("Case worker changed"),
    "note.written": N_("Note written"),
    "note.changed": N_("Note changed"),
    "person.registered": N_("Person registered"),
    "person.changed": N_("Person changed"),
    "relative.recorded": N_("Relative recorded"),
    "relative.changed": N_("Relative changed"),
    "consent.recorded": N_("Consent recorded"),
    "safety.recorded": N_("Safe contact recorded"),
    "incident.recorded": N_("Incident recorded"),
    "incident.changed": N_("Incident changed"),
    "service.recorded": N_("Service recorded"),
    "service.changed": N_("Service changed"),
    "draft.saved": N_("Draft saved"),
    "draft.discarded": N_("Draft discarded"),
    "draft.expired": N_("Draft deleted after seven days"),
    "perpetrator.linked": N_("Perpetrator linked"),
    "perpetrator.unlinked": N_("Perpetrator unlinked"),
    "liability.recorded": N_("Liability recorded"),
    "liability.changed": N_("Liability changed"),
    "counselling.recorded": N_("Session recorded"),
    "counselling.changed": N_("Session changed"),
    "provider.recorded": N_("Facility recorded"),
    "provider.changed": N_("Facility changed"),
    "activity.recorded": N_("Activity recorded"),
    "activity.changed": N_("Activity changed"),
    "ledger.read": N_("Ledger read"),
    "ledger.stored": N_("Ledger stored"),
    "home.demonstration": N_("Demonstration data made"),
    "numbers.recorded": N_("Numbers of a member of staff recorded"),
    "conflicts.sought": N_("Conflicts of interest sought"),
    "conflict.found": N_("Conflict of interest found"),
    "conflict.dismissed": N_("Conflict of interest dismissed"),
    "notice.settled": N_("Notice settled"),
    "audit.verified": N_("Log verified"),
}


def event_label(event: str) -> str:
    """What the event is called; a name of a version to come is shown as it is."""
    label = EVENT_LABELS.get(event)
    return event if label is None else _(label)
