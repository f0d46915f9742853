"""What is checked of a referral before it may be sent: codes, words, and what the sharing table lets through."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from casework.incidents.rules import check_occurred
from casework.people import partialdates
from casework.people.requests import PersonRequest
from casework.people.rules import check_citizen_number, check_phone
from casework.policies import Policies
from casework.referrals import rules
from casework.referrals.requests import ReferralRequest
from casework.refusal import N_, Refusal
from casework.safety.rules import check_block
from casework.sharing import CORE, ENVELOPE, LISTS, MANY, PERSON, Grant, surplus

LONGEST, LONGEST_NAME, LONGEST_STORY = 300, 200, 8000
Values = dict[str, Any]


def check_request(request: ReferralRequest, policies: Policies) -> None:
    """Refuse a referral whose services, place, risk or ground are no codes of ours."""
    words = policies.vocabulary
    if not request.services or any(code not in words["service_kind"] for code in request.services):
        raise Refusal(N_("Choose at least one service."), field="services")
    if policies.units.commune(request.commune_code) is None:
        raise Refusal(N_("Choose a commune from the list."), field="commune_code")
    if request.risk not in words["risk_level"]:
        raise Refusal(N_("Choose the level of risk."), field="risk")
    if request.ground not in words["referral_ground"]:
        raise Refusal(N_("Say on what the referral rests."), field="ground")
    if request.ground == rules.DANGER and request.legal_ground not in words["legal_ground"]:
        raise Refusal(
            N_("Without consent a referral needs its legal ground. Choose it."), field="legal_ground"
        )
    if request.ground != rules.DANGER and request.legal_ground:
        raise Refusal(N_("A legal ground is given only under a danger to life."), field="legal_ground")


def checked_envelope(request: ReferralRequest, grant: Grant, policies: Policies, today: date) -> Values:
    """The envelope beside what stands in the referral itself, as it will be sealed."""
    told = _told({name: value for name, value in request.envelope.items() if name not in CORE}, ENVELOPE)
    _granted(grant, "envelope", told)
    _codes(told, policies)
    _incident(told, today)
    for name, value in told.items():
        if name not in LISTS and name != "incident_on":
            rules.check_unnamed(value, name)
    return told


def checked_person(request: ReferralRequest, grant: Grant, policies: Policies, today: date) -> Values:
    """The person's part, as it will be sealed; it always says whether and how she may be contacted."""
    told = _told(request.person, PERSON)
    _granted(grant, "person", told)
    _codes(told, policies)
    PersonRequest(
        birth=told.get("birth", ""),
        citizen_number=told.get("citizen_number", ""),
        phone=told.get("phone", ""),
    ).check(today)
    check_phone(told.get("perpetrator_phone", ""), "perpetrator_phone")
    _perpetrator_number(told.get("perpetrator_citizen_number", ""))
    confirmed = _day(told.get("confirmed_on", ""))
    check_block(told.get("may_contact", ""), told.get("channel", ""), confirmed, today)
    return told


def _told(values: Mapping[str, Any], names: tuple[str, ...]) -> Values:
    """What says something, tidied; a name that is no field of ours is a slip of the program."""
    unknown = set(values) - set(names)
    if unknown:
        raise ValueError(f"not fields of this part: {', '.join(sorted(unknown))}")
    told = {name: _tidy(name, value) for name, value in values.items()}
    return {name: value for name, value in told.items() if value}


def _tidy(name: str, value: Any) -> Any:
    if name in MANY:
        return sorted({str(code) for code in value or ()})
    text = "" if value is None else str(value).strip()
    if len(text) > (LONGEST_STORY if name == "narrative" else LONGEST):
        raise Refusal(N_("This text is too long. Shorten it."), field=name)
    return text


def _granted(grant: Grant, part: Any, told: Values) -> None:
    for name in surplus(grant, part, told):
        raise Refusal(N_("This may not be told to the organisation chosen. Leave it empty."), field=name)


def _codes(told: Values, policies: Policies) -> None:
    for name, listed in LISTS.items():
        value = told.get(name, [])
        for code in value if name in MANY else [value] if value else []:
            if code not in policies.vocabulary[listed]:
                raise Refusal(N_("Choose from the list."), field=name)


def _incident(told: Values, today: date) -> None:
    occurred = told.get("incident_on", "")
    try:
        partialdates.parts(occurred)
        check_occurred(occurred, today)
    except (ValueError, Refusal):
        raise Refusal(
            N_("Enter the date of the incident as far as it is known, not later than today."),
            field="incident_on",
        ) from None


def _perpetrator_number(text: str) -> None:
    try:
        check_citizen_number(text)
    except Refusal as refusal:
        raise Refusal(refusal.message, field="perpetrator_citizen_number") from None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Refusal(N_("Enter a date such as 05/03/2026."), field="confirmed_on") from None
