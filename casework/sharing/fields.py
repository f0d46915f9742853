"""The names of the fields of a referral: what can travel at all."""

from collections.abc import Mapping
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

# Fields whose values are codes: of which list.
LISTS: Final[Mapping[str, str]] = {
    "acts": "act",
    "harms": "harm",
    "risk": "risk_level",
    "risk_signs": "risk_sign",
    "age_band": "age_band",
    "sex": "sex",
    "children_present": "yes_no",
    "services": "service_kind",
    "ground": "referral_ground",
    "legal_ground": "legal_ground",
    "relation": "relation",
    "may_contact": "yes_no",
    "channel": "contact_channel",
    "voicemail": "yes_no",
}
# Of these there may be several; all other values are one text.
MANY: Final = frozenset({"acts", "harms", "risk_signs", "services"})

# May stand on a request for a no-contact order: never an address, a telephone number or how to reach her.
ORDER: Final = (
    "full_name",
    "birth",
    "sex",
    "citizen_number",
    "relation",
    "acts",
    "incident_on",
    "perpetrator_name",
)
