"""Index tokens of a person: which whole values they are made of, and writing them.

There are five kinds and no more: tokens of surnames or of parts of names would give the names
themselves away to whoever holds a copy of the database.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Final, cast
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, insert, or_, select
from sqlalchemy.orm import Session

from casework.crypto.index import Kind, bits_for
from casework.people import rules
from casework.people.models import PersonToken
from casework.vocabulary.folding import fold, given_name

CITIZEN_NUMBER: Final = "citizen_number"
PHONE: Final = "phone"
FULL_NAME: Final = "full_name"
FULL_NAME_BIRTH_YEAR: Final = "full_name_birth_year"
GIVEN_NAME_BIRTH_YEAR: Final = "given_name_birth_year"
VERSION = 1
KINDS: tuple[Kind, ...] = (CITIZEN_NUMBER, PHONE, FULL_NAME, FULL_NAME_BIRTH_YEAR, GIVEN_NAME_BIRTH_YEAR)


def indexed(values: Mapping[str, str]) -> dict[str, str]:
    """For each kind of token the text it is made of; what is not known has none.

    Names are folded and phones international, so that however a value was typed its token is the same.
    """
    name, year = fold(values.get("full_name", "")), rules.birth_year(values.get("birth", ""))
    found = {
        CITIZEN_NUMBER: rules.citizen_digits(values.get("citizen_number", "")),
        PHONE: rules.phone_e164(values.get("phone", "")),
        FULL_NAME: name,
    }
    if name and year is not None:
        found[FULL_NAME_BIRTH_YEAR] = f"{name}|{year}"
        found[GIVEN_NAME_BIRTH_YEAR] = f"{fold(given_name(name))}|{year}"
    return {kind: text for kind, text in found.items() if text}


def comparable(kind: str, value: str) -> str:
    """A citizen number, phone or full name as its index has it, however it was typed."""
    return _COMPARABLE[kind](value)


def token_of(session: Session, kind: str, text: str) -> int:
    """The token of a text in one index, as long as the number of people that the site expects makes it."""
    token: int = session.info["vault"].token(kind, text, session.info["expected_people"], VERSION)
    return token


def edition(kind: str, expected_people: int) -> int:
    """What marks the tokens of one index: its version, and the length that the expected people give them."""
    return VERSION * 100 + bits_for(cast("Kind", kind), expected_people)


def edition_of(session: Session, kind: str) -> int:
    """The edition that this session's site writes and asks for."""
    return edition(kind, session.info["expected_people"])


def foreign_edition(session: Session) -> str | None:
    """An index whose stored tokens are of another edition, so that nobody would be found in it; None: all are ours."""
    for kind in KINDS:
        ours = edition_of(session, kind)
        for other in (PersonToken.index_version < ours, PersonToken.index_version > ours):
            if session.scalar(select(PersonToken.kind).where(PersonToken.kind == kind, other).limit(1)):
                return kind
    return None


_COMPARABLE: Mapping[str, Callable[[str], str]] = {
    CITIZEN_NUMBER: rules.citizen_digits,
    PHONE: rules.phone_e164,
    FULL_NAME: fold,
}


def rows(session: Session, person_id: UUID, values: Mapping[str, str]) -> list[dict[str, object]]:
    """The token rows of a person, for one insert or many at once."""
    return [
        {
            "person_id": person_id,
            "kind": kind,
            "index_version": edition_of(session, kind),
            "token": token_of(session, kind, text),
        }
        for kind, text in indexed(values).items()
    ]


def write(session: Session, person_id: UUID, values: Mapping[str, str]) -> None:
    """Store the tokens of a person who has none."""
    found = rows(session, person_id, values)
    if found:
        session.execute(insert(PersonToken), found)


def rewrite(session: Session, person_id: UUID, values: Mapping[str, str]) -> None:
    """Store the tokens of what the person's record says now instead of those of before."""
    session.execute(delete(PersonToken).where(PersonToken.person_id == person_id))
    write(session, person_id, values)


def matches(session: Session, wanted: Iterable[tuple[str, str]]) -> ColumnElement[bool]:
    """Token rows that one of these (kind, text) pairs has; many people share a token, so verify the value."""
    return or_(
        *(
            and_(
                PersonToken.kind == kind,
                PersonToken.index_version == edition_of(session, kind),
                PersonToken.token == token_of(session, kind, text),
            )
            for kind, text in wanted
        )
    )
