"""What must be true of a person's particulars, and what staff are only warned of (pure)."""

import re
from collections.abc import Collection
from datetime import date

import phonenumbers

from casework.people import partialdates
from casework.refusal import N_, Refusal

SURVIVOR, PERPETRATOR = "survivor", "perpetrator"
FEMALE, MALE, SEX_UNKNOWN = "nu", "nam", "chua_ro"
OLDEST_BIRTH = 1900
CITIZEN_DIGITS = 12
_MOBILE = re.compile(r"0[35789]\d{8}")  # most of them: no need to ask what country they are of
_PHONE = re.compile(r"\+?\d[\d\s.()-]*")
_SEPARATORS = str.maketrans("", "", " .-\u00a0")

# The place codes of citizen numbers are those of the 63 provinces of before July 2025 and stay valid.
_PLACES = """
001 002 004 006 008 010 011 012 014 015 017 019 020 022 024 025 026 027 030 031 033 034 035 036 037 038 040 042 044
045 046 048 049 051 052 054 056 058 060 062 064 066 067 068 070 072 074 075 077 079 080 082 083 084 086 087 089 091
092 093 094 095 096
"""
PLACES = frozenset(_PLACES.split())


def citizen_digits(text: str) -> str:
    """A citizen number without the spaces, dots and hyphens with which it is written."""
    return text.translate(_SEPARATORS)


def check_citizen_number(text: str) -> None:
    """Refuse a citizen number that is not empty and not of twelve digits."""
    digits = citizen_digits(text)
    if digits and not (len(digits) == CITIZEN_DIGITS and digits.isascii() and digits.isdigit()):
        raise Refusal(
            N_("A citizen number has 12 digits. Check it, or leave it empty."), field="citizen_number"
        )


def citizen_warnings(text: str, sex: str, birth: str, places: Collection[str] = PLACES) -> tuple[str, ...]:
    """What looks odd about a citizen number: worth a second look, never a reason to refuse it."""
    digits = citizen_digits(text)
    if len(digits) != CITIZEN_DIGITS or not digits.isdigit():
        return ()
    found = []
    if digits[:3] not in places:
        found.append(N_("The first three digits of the citizen number are not the code of a province."))
    if sex in (FEMALE, MALE) and int(digits[3]) % 2 != (sex == FEMALE):
        found.append(N_("The fourth digit of the citizen number doesn't fit the sex."))
    century = 1900 + 100 * (int(digits[3]) // 2)
    born = partialdates.year(birth)
    if born is not None and born != century + int(digits[4:6]):
        found.append(N_("The year of birth in the citizen number isn't the one given."))
    return tuple(found)


def phone_e164(text: str) -> str:
    """The first phone number in the text as the world writes it, for comparing (``+84912345678``); empty if none."""
    if _MOBILE.fullmatch(text):
        return f"+84{text[1:]}"
    run = _PHONE.search(text)
    if run is None:
        return ""
    try:
        number = phonenumbers.parse(run[0], "VN")
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def check_phone(text: str, field: str = "phone") -> None:
    """Refuse a phone number that nobody could call; it is kept as typed, with whatever remark stands in it."""
    if text and not phone_e164(text):
        raise Refusal(N_("This isn't a phone number. Check the digits, or leave it empty."), field=field)


def check_birth(text: str, today: date) -> None:
    """Refuse a date of birth in the future, before 1900, or that is no date."""
    try:
        first = partialdates.earliest(text)
    except ValueError:
        raise Refusal(
            N_("Enter a date of birth such as 05/03/1987, 03/1987 or 1987."), field="birth"
        ) from None
    if first is not None and first > today:
        raise Refusal(N_("The date of birth is in the future."), field="birth")
    if first is not None and first.year < OLDEST_BIRTH:
        raise Refusal(N_("The year of birth is before 1900. Check the year."), field="birth")


def birth_year(text: str) -> int | None:
    """The year of birth out of a partial date, if it is known."""
    return partialdates.year(text)
