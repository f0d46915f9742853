"""The names of the fields of a referral: what can travel at all."""

from typing import Final

# Stand in the referral itself, so that the receiver can sort and the clocks can run: in every grant.
CORE: Final = ("sender_unit", "commune_code", "risk", "services", "ground", "legal_ground")

# Read before acceptance; nothing here says who she is.
ENVELOPE: Final = (
    "sender_unit",
    "commune_code",
    "incident_on",
    "acts",
    "harms",
    "risk",
    "risk_signs",
    "age_band",
    "sex",
    "children_present",
    "interpreter",
    "access_needs",
    "contact_window",
    "services",
    "ground",
    "legal_ground",
)

# Opens on acceptance.
PERSON: Final = (
    "full_name",
    "birth",
    "citizen_number",
    "phone",
    "address",
    "ethnicity",
    "disability",
    "narrative",
    "relation",
    "perpetrator_name",
    "perpetrator_phone",
    "perpetrator_citizen_number",
    "may_contact",
    "channel",
    "number",
    "hours",
    "pickup",
    "voicemail",
    "caller_name",
    "code_word",
    "confirmed_on",
)
# Whoever gets any of it must get the answer that can save her: may she be contacted, and how.
SAFETY: Final = ("may_contact", "channel", "hours", "pickup", "voicemail", "caller_name", "code_word")
