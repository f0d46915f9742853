"""What the events of the log are called on a page."""

from casework.refusal import N_
from casework.ui.language import _

EVENT_LABELS = {
    "sealed.opened": N_("Sealed data opened"),
    "people.searched": N_("People searched"),
    "figures.exact": N_("Exact figures read"),
    "figures.exported": N_("Figures taken for another system"),
    "release.proposed": N_("Release of figures proposed"),
    "release.calculated": N_("Release of figures calculated"),
    "release.approved": N_("Figures released"),
    "release.refused": N_("Release of figures refused"),
    "release.recheck_asked": N_("Guarantee of released figures to be recomputed"),
    "release.rechecked": N_("Guarantee of released figures recomputed"),
    "report.begun": N_("Report of a plan begun"),
    "report.written": N_("Report of a plan written on"),
    "report.submitted": N_("Report of a plan submitted"),
    "report.accepted": N_("Report of a plan accepted"),
    "report.returned": N_("Report of a plan returned"),
    "document.made": N_("Document made of figures"),
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
    "case.assigned": N_("Case worker assigned"),
    "note.written": N_("Note written"),
    "note.changed": N_("Note changed"),
    "person.registered": N_("Person registered"),
    "person.changed": N_("Person changed"),
    "relative.recorded": N_("Relative recorded"),
    "relative.changed": N_("Relative changed"),
    "consent.recorded": N_("Consent recorded"),
    "consent.printed": N_("Paper on consent made for her"),
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
    "programme.reported": N_("Counsellor’s report recorded"),
    "programme.withdrawn": N_("Counsellor’s report taken back"),
    "programme.read": N_("Counsellor’s report read"),
    "referral.sent": N_("Referral sent"),
    "referral.countersigned": N_("Referral countersigned"),
    "referral.revoked": N_("Referral taken back"),
    "referral.answered": N_("Question about a referral answered"),
    "referral.acknowledged": N_("Letter acknowledged"),
    "referral.printed": N_("Letter of a referral made to be printed"),
    "referral.received": N_("Envelope of a referral read"),
    "referral.asked": N_("Question about a referral asked"),
    "referral.accepted": N_("Referral accepted"),
    "referral.opened": N_("Person’s part of a referral opened"),
    "referral.case_opened": N_("Case opened from a referral"),
    "referral.compared": N_("People on record shown beside a referral"),
    "referral.declined": N_("Referral declined"),
    "referral.redirected": N_("Referral passed on"),
    "referral.attempted": N_("Attempt to reach the person recorded"),
    "referral.engaged": N_("Person met after a referral"),
    "referral.given_up": N_("Person not contactable"),
    "referral.unsafe": N_("Contact marked unsafe"),
    "referral.resumed": N_("Contact taken up again"),
    "referral.person_declined": N_("Person declined the referral"),
    "referral.closed": N_("Referral closed"),
    "risk.assessed": N_("Risk assessed"),
    "risk.answered": N_("Answers about danger kept"),
    "risk.questioned": N_("Something happened that asks for a new look at the risk"),
    "risk.lowering_proposed": N_("Lower risk proposed"),
    "risk.lowered": N_("Risk lowered by a second person"),
    "risk.lowering_declined": N_("Lower risk declined by a second person"),
    "order.requested": N_("No-contact order requested"),
    "order.decided": N_("Request for a no-contact order decided"),
    "order.sent": N_("No-contact order sent"),
    "order.cancelling_requested": N_("Cancellation of a no-contact order requested"),
    "order.cancelling_decided": N_("Cancellation of a no-contact order decided"),
    "order.contact_permitted": N_("Contact permitted under a no-contact order"),
    "order.breached": N_("Breach of a no-contact order recorded"),
    "order.corrected": N_("No-contact order corrected"),
    "order.printed": N_("Draft of a paper printed"),
    "provider.recorded": N_("Facility recorded"),
    "provider.changed": N_("Facility changed"),
    "activity.recorded": N_("Activity recorded"),
    "activity.changed": N_("Activity changed"),
    "duty.recorded": N_("Organisation put on duty"),
    "duty.changed": N_("Duty table changed"),
    "duty.removed": N_("Organisation taken off duty"),
    "tick.done": N_("Clocks looked at"),
    "reminder.set": N_("Reminders set"),
    "reminder.stopped": N_("Reminders stopped"),
    "calendar.linked": N_("Calendar link made"),
    "calendar.stopped": N_("Calendar link stopped"),
    "ledger.read": N_("Ledger read"),
    "ledger.stored": N_("Ledger stored"),
    "line.asked": N_("List of incidents asked for"),
    "line.agreed": N_("List of incidents agreed to"),
    "line.declined": N_("List of incidents declined"),
    "line.taken": N_("List of incidents taken"),
    "token.made": N_("Token for a program made"),
    "token.revoked": N_("Token for a program taken away"),
    "token.used": N_("Token used by a program, first time that day"),
    "facts.rebuilt": N_("Counting facts made anew"),
    "home.demonstration": N_("Demonstration data made"),
    "numbers.recorded": N_("Numbers of a member of staff recorded"),
    "conflicts.sought": N_("Conflicts of interest sought"),
    "conflict.found": N_("Conflict of interest found"),
    "conflict.dismissed": N_("Conflict of interest dismissed"),
    "notice.settled": N_("Notice settled"),
    "audit.verified": N_("Log verified"),
}

# What a notice is called, and what its officer should do.
NOTICES = {
    "conflict.found": N_("A member of staff has the number of somebody on record, and is walled off"),
    "conflict.worker": N_(
        "A member of staff is walled off from a case of her or his own: it needs another case worker"
    ),
    "referral.uncountersigned": N_("A referral under a danger to life was not countersigned in time"),
}
DETAILS = {
    "survivor": N_("As the survivor"),
    "perpetrator": N_("As the alleged perpetrator"),
    "relative": N_("As a relative or trusted person"),
    "referred": N_("As somebody named in a referral"),
}


def notice_label(kind: str) -> str:
    """What a notice says; a kind of a version to come is shown as it is."""
    label = NOTICES.get(kind)
    return kind if label is None else _(label)


def detail_label(detail: str) -> str:
    """What is said further; nothing for no detail."""
    label = DETAILS.get(detail)
    return detail if label is None else _(label)


def event_label(event: str) -> str:
    """What the event is called; a name of a version to come is shown as it is."""
    label = EVENT_LABELS.get(event)
    return event if label is None else _(label)
