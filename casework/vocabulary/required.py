"""The codes that the program itself reckons with, and that stored cases hold."""

from casework.vocabulary.ledger_codes import LEDGER
from casework.vocabulary.referral_codes import REFERRALS

REQUIRED: dict[str, tuple[str, ...]] = {
    **LEDGER,
    **REFERRALS,
    "programme_event": ("start", "absences", "drop_out", "ended", "risk_raised"),
    "programme_reason": (
        "threats",
        "weapon",
        "seeking_contact",
        "jealousy",
        "suicide",
        "substances",
        "crisis",
        "other_signs",
    ),
    "yes_no": ("co", "khong", "chua_ro"),
    "consent_purpose": ("case_work",),
    "consent_answer": ("given", "refused", "withdrawn"),
    "consent_manner": ("spoken", "telephone", "interpreter", "written", "guardian", "referral"),
    "contact_channel": ("phone_call", "do_not_contact"),
    "trafficking_status": ("being_identified", "identified"),
    "case_status": ("engaged", "assessing", "planning", "acting", "following_up"),
    "risk_level": ("extreme", "high", "medium", "low"),
    "risk_sign": (
        "escalation",
        "strangulation",
        "weapon",
        "threat_to_kill",
        "separation",
        "pregnancy",
        "stalking",
        "forced_sex",
        "suicide_threat",
        "threat_to_children",
        "substance_abuse",
        "breach_of_order",
        "great_fear",
    ),
    "risk_source": (
        "assessment",
        "told",
        "referral",
        "new_incident",
        "breach",
        "separation",
        "release",
        "drop_out",
        "counsellor",
    ),
    "order_kind": ("chair", "court"),
    "order_requester": ("survivor", "guardian", "agency", "chair_alone"),
    "order_basis": ("consent", "danger"),
    "order_state": ("requested", "refused", "withdrawn", "ahead", "in_force", "ended", "cancelled"),
    "order_decision": ("granted", "refused", "withdrawn"),
    "order_cancelling": ("cancelled", "kept"),
    "order_recipient": ("perpetrator", "survivor", "police_chief", "hamlet_head"),
    "permitted_ground": ("wedding_funeral", "accident_illness", "disaster"),
    "age_group": ("0_15", "16_17", "18_59", "60_up", "unknown"),
    "role": (
        "facility_worker",
        "facility_supervisor",
        "perpetrator_counsellor",
        "police_officer",
        "justice_officer",
        "partner_officer",
        "coordinator",
        "manager",
        "data_protection_officer",
        "administrator",
        "operator",
    ),
}

# To these a site may add codes of its own; the others are closed, because rules and figures depend on them.
OPEN = frozenset(
    {
        "source",
        "relation",
        "service_kind",
        "provider_kind",
        "consent_purpose",
        "contact_channel",
        "legal_ground",
    }
)
