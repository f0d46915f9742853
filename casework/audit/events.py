"""Every event that the log knows, with the facts it must carry: no more, no fewer.

Facts are counts, codes and field names; never a value that a person typed. An entry about
one record names it by kind and key. Rooms above add their events here, so that the officer
who reads the log has one list to read.
"""

FIELDS = frozenset({"fields"})
NONE: frozenset[str] = frozenset()
REPORT = frozenset({"plan", "report", "year"})

EVENTS: dict[str, frozenset[str]] = {
    # reading
    "sealed.opened": frozenset({"fields", "subjects", "people"}),
    "people.searched": frozenset({"by", "found"}),
    "figures.exact": frozenset({"from", "to", "cut_off", "area"}),
    "figures.exported": frozenset({"release", "form"}),
    "funnel.shown": frozenset({"from", "to"}),
    # refusals
    "access.refused": frozenset({"permission"}),
    "signin.refused": frozenset({"reason"}),
    "request.refused": frozenset({"reason"}),
    # accounts
    "account.created": frozenset({"role"}),
    "account.disabled": NONE,
    "account.enabled": NONE,
    "account.reset": NONE,
    "password.changed": NONE,
    "signin.opened": NONE,
    "signin.closed": frozenset({"reason"}),
    "language.changed": NONE,
    # the case
    "case.opened": frozenset({"possible_duplicates"}),
    "case.changed": FIELDS,
    "case.moved": frozenset({"from", "to"}),
    "case.assigned": NONE,
    "note.written": NONE,
    "note.changed": FIELDS,
    "person.registered": frozenset({"side"}),
    "person.changed": FIELDS,
    "relative.recorded": NONE,
    "relative.changed": FIELDS,
    "consent.recorded": frozenset({"purpose", "answer"}),
    "consent.printed": frozenset({"named"}),
    "safety.recorded": FIELDS,
    "incident.recorded": NONE,
    "incident.changed": FIELDS,
    "service.recorded": frozenset({"status"}),
    "service.changed": FIELDS,
    "draft.saved": NONE,
    "draft.discarded": NONE,
    "draft.expired": NONE,
    # perpetrators
    "perpetrator.linked": NONE,
    "perpetrator.unlinked": NONE,
    "liability.recorded": frozenset({"status"}),
    "liability.changed": FIELDS,
    "counselling.recorded": frozenset({"kind"}),
    "counselling.changed": FIELDS,
    "programme.reported": frozenset({"kind"}),
    "programme.withdrawn": frozenset({"kind"}),
    "programme.read": frozenset({"kind"}),
    # referrals
    "referral.sent": frozenset({"ground", "risk", "inside"}),
    "referral.countersigned": NONE,
    "referral.revoked": frozenset({"reason"}),
    "referral.answered": NONE,
    "referral.acknowledged": NONE,
    "referral.printed": frozenset({"link"}),
    "referral.received": NONE,
    "referral.asked": frozenset({"question"}),
    "referral.accepted": NONE,
    "referral.opened": NONE,
    "referral.case_opened": frozenset({"linked", "possible_duplicates"}),
    "referral.compared": frozenset({"found"}),
    "referral.declined": frozenset({"reason"}),
    "referral.redirected": frozenset({"reason"}),
    "referral.attempted": frozenset({"channel", "result", "safe"}),
    "referral.engaged": NONE,
    "referral.given_up": NONE,
    "referral.unsafe": NONE,
    "referral.resumed": NONE,
    "referral.person_declined": NONE,
    "referral.closed": frozenset({"reason"}),
    # risk
    "risk.assessed": frozenset({"level", "source"}),
    "risk.answered": NONE,
    "risk.questioned": frozenset({"source"}),
    "risk.lowering_proposed": frozenset({"level", "source"}),
    "risk.lowered": frozenset({"level"}),
    "risk.lowering_declined": frozenset({"level"}),
    # no-contact orders
    "order.requested": frozenset({"kind", "requester", "basis", "renewal"}),
    "order.decided": frozenset({"decision"}),
    "order.sent": frozenset({"to"}),
    "order.cancelling_requested": frozenset({"requester"}),
    "order.cancelling_decided": frozenset({"decision"}),
    "order.contact_permitted": frozenset({"ground"}),
    "order.breached": NONE,
    "order.corrected": FIELDS,
    "order.printed": frozenset({"form"}),
    # facilities
    "provider.recorded": NONE,
    "provider.changed": FIELDS,
    "activity.recorded": frozenset({"kind"}),
    "activity.changed": FIELDS,
    # who is on duty
    "duty.recorded": frozenset({"service", "area"}),
    "duty.changed": FIELDS,
    "duty.removed": frozenset({"service", "area"}),
    # clocks and reminders
    "tick.done": frozenset({"drafts", "supervisor", "coordinator", "officer", "reminders"}),
    "reminder.set": frozenset({"every"}),
    "reminder.stopped": NONE,
    "calendar.linked": NONE,
    "calendar.stopped": NONE,
    # the ledger
    "ledger.read": frozenset({"digest", "dry_run", "problems"}),
    "ledger.stored": frozenset({"digest", "created", "changed", "unchanged"}),
    # tokens for programs
    "token.made": frozenset({"scopes"}),
    "token.revoked": NONE,
    "token.used": NONE,
    # lists of incidents that leave the house
    "line.asked": frozenset({"from", "to", "reason"}),
    "line.agreed": NONE,
    "line.declined": NONE,
    "line.taken": frozenset({"incidents"}),
    # counting
    "release.proposed": frozenset({"cut_off"}),
    "release.calculated": NONE,
    "release.approved": frozenset({"cut_off"}),
    "release.refused": frozenset({"cut_off"}),
    "release.recheck_asked": NONE,
    "release.rechecked": frozenset({"sound"}),
    # the plans' reports
    "report.begun": REPORT,
    "report.written": REPORT,
    "report.submitted": REPORT | {"number", "release"},
    "report.accepted": REPORT | {"station"},
    "report.returned": REPORT | {"station"},
    "document.made": frozenset({"document", "form", "release"}),
    "facts.rebuilt": frozenset({"cases", "perpetrators"}),
    # the home
    "home.demonstration": frozenset({"cases"}),
    # conflicts of interest
    "numbers.recorded": FIELDS,
    "conflicts.sought": frozenset({"compared", "found"}),
    "conflict.found": frozenset({"role", "matched"}),
    "conflict.dismissed": NONE,
    "notice.settled": frozenset({"about"}),
    "audit.verified": frozenset({"size", "sound"}),
}
