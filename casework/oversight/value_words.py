"""What codes among the values of facts say, by event and fact: those of code lists, and the program's own."""

from casework.refusal import N_

# The code lists from which values come.
CODES = {
    ("account.created", "role"): "role",
    ("activity.recorded", "kind"): "activity_kind",
    ("case.moved", "from"): "case_status",
    ("case.moved", "to"): "case_status",
    ("consent.recorded", "answer"): "consent_answer",
    ("consent.recorded", "purpose"): "consent_purpose",
    ("counselling.recorded", "kind"): "counselling_kind",
    ("duty.recorded", "service"): "service_kind",
    ("duty.removed", "service"): "service_kind",
    ("liability.recorded", "status"): "liability_status",
    ("order.cancelling_decided", "decision"): "order_cancelling",
    ("order.cancelling_requested", "requester"): "order_requester",
    ("order.contact_permitted", "ground"): "permitted_ground",
    ("order.decided", "decision"): "order_decision",
    ("order.requested", "basis"): "order_basis",
    ("order.requested", "kind"): "order_kind",
    ("order.requested", "requester"): "order_requester",
    ("order.sent", "to"): "order_recipient",
    ("programme.read", "kind"): "programme_event",
    ("programme.reported", "kind"): "programme_event",
    ("programme.withdrawn", "kind"): "programme_event",
    ("referral.asked", "question"): "info_question",
    ("referral.attempted", "channel"): "contact_channel",
    ("referral.attempted", "result"): "contact_result",
    ("referral.closed", "reason"): "close_reason",
    ("referral.declined", "reason"): "decline_reason",
    ("referral.redirected", "reason"): "decline_reason",
    ("referral.revoked", "reason"): "revoke_reason",
    ("referral.sent", "ground"): "referral_ground",
    ("referral.sent", "risk"): "risk_level",
    ("risk.assessed", "level"): "risk_level",
    ("risk.assessed", "source"): "risk_source",
    ("risk.lowered", "level"): "risk_level",
    ("risk.lowering_declined", "level"): "risk_level",
    ("risk.lowering_proposed", "level"): "risk_level",
    ("risk.lowering_proposed", "source"): "risk_source",
    ("risk.questioned", "source"): "risk_source",
    ("service.recorded", "status"): "service_status",
}

# Codes that the program itself sets.
WORDS = {
    ("figures.exported", "form"): {
        "dhis2-json": N_("for DHIS2, JSON"),
        "dhis2-csv": N_("for DHIS2, CSV"),
        "adx": N_("as ADX"),
        "csvw": N_("as open tables"),
    },
    ("line.asked", "reason"): {
        "agreement": N_("Reporting under an information-sharing agreement"),
        "review": N_("Review of the facility's own work"),
        "request": N_("A competent authority has asked for it in writing"),
    },
    ("document.made", "document"): {
        "report": N_("report of a plan"),
        "statistics": N_("statistics tables"),
        "tables": N_("tables of a release"),
    },
    ("document.made", "form"): {
        "docx": N_("as a Word file"),
        "pdf": N_("as a PDF file"),
        "xlsx": N_("as a workbook"),
    },
    ("order.printed", "form"): {
        "request": N_("request for a no-contact order"),
        "form_09": N_("notice of contact (form 09)"),
    },
    ("people.searched", "by"): {
        "citizen_number": N_("by citizen number"),
        "phone": N_("by phone number"),
        "full_name": N_("by name"),
        "part_of_name": N_("by a part of the name"),
        "duplicates": N_("possible duplicates"),
        "duplicates_elsewhere": N_("possible duplicates, also at other facilities"),
    },
    ("person.registered", "side"): {
        "survivor": N_("a survivor"),
        "perpetrator": N_("a perpetrator"),
    },
    ("reminder.set", "every"): {"hour": N_("an hour"), "day": N_("a day")},
    ("request.refused", "reason"): {
        "token": N_("the form’s one-time mark was missing or old"),
        "origin": N_("it came from another site"),
    },
    ("signin.closed", "reason"): {
        "signed_out": N_("signed out"),
        "exit": N_("quick exit"),
        "everywhere": N_("signed out everywhere"),
        "disabled": N_("account disabled"),
        "password": N_("password changed"),
        "reset": N_("one-time password given"),
    },
    ("signin.refused", "reason"): {
        "unknown": N_("no such account"),
        "closed": N_("account disabled, or told to wait"),
        "password": N_("wrong password"),
    },
}
