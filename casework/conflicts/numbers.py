"""The phone and citizen numbers that stand in a record, spelled alike so that they can be compared."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from casework.conflicts.models import StaffIdentity
from casework.people import rules, tokens
from casework.people.models import Person
from casework.referrals.models import ReferralPerson
from casework.relatives.models import Relative
from casework.safety.models import SafeContact

Number = tuple[str, str]  # its kind, and its spelling in the index
STAFF, RELATIVE, CONTACT, REFERRAL = "staff", "relative", "contact", "referral"
SOURCES: Mapping[type[Any], str] = {
    StaffIdentity: STAFF,
    Relative: RELATIVE,
    SafeContact: CONTACT,
    ReferralPerson: REFERRAL,
}
# Several numbers may be typed where one is asked for.
_BETWEEN = re.compile(r"[,;/\n]|\s(?:hoặc|và|or|and)\s", re.IGNORECASE)
_PHONES = ("phone", "number", "perpetrator_phone")
_CITIZEN_NUMBERS = ("citizen_number", "perpetrator_citizen_number")


def numbers_in(row: Any) -> frozenset[Number]:
    """The numbers of a record of one of the sorts that are compared; reading them opens them."""
    return _READ[type(row)](row)


def token_rows(session: Session, row: Any, holder_id: UUID) -> list[dict[str, object]]:
    """The rows of ``number_token`` for a record that is no person's."""
    made = {(kind, tokens.token_of(session, kind, text)) for kind, text in numbers_in(row)}
    return [
        {
            "row_id": row.id,
            "kind": kind,
            "index_version": tokens.edition_of(session, kind),
            "token": token,
            "source": SOURCES[type(row)],
            "holder_id": holder_id,
        }
        for kind, token in made
    ]


def _numbers(phones: Iterable[str], citizen_numbers: Iterable[str]) -> frozenset[Number]:
    said = [(tokens.PHONE, rules.phone_e164(one)) for text in phones for one in _BETWEEN.split(text)]
    said += [(tokens.CITIZEN_NUMBER, rules.citizen_digits(text)) for text in citizen_numbers]
    return frozenset((kind, text) for kind, text in said if text)


def _of_somebody(row: Person | Relative | StaffIdentity) -> frozenset[Number]:
    return _numbers([row.phone], [row.citizen_number])


def _of_contact(row: SafeContact) -> frozenset[Number]:
    return _numbers([row.number], [])


def _of_referral(row: ReferralPerson) -> frozenset[Number]:
    def told(names: Iterable[str]) -> list[str]:
        return [str(row.body.get(name) or "") for name in names]

    return _numbers(told(_PHONES), told(_CITIZEN_NUMBERS))


_READ: Mapping[type[Any], Callable[[Any], frozenset[Number]]] = {
    Person: _of_somebody,
    Relative: _of_somebody,
    StaffIdentity: _of_somebody,
    SafeContact: _of_contact,
    ReferralPerson: _of_referral,
}
