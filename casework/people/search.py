"""Finding people: by whole values through index tokens, by parts of names in what the viewer may see anyway.

The search term is never kept: the log says by what kind of value was searched and how much was found.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from casework import clock
from casework.access import Actor, scope
from casework.audit.operations import record
from casework.people import rules, tokens
from casework.people.matching import WHOLE, Wanted
from casework.people.models import Person, PersonToken
from casework.vocabulary.folding import sort_key

SCAN = 5_000
SHORTEST = 2
BY_PART = "part_of_name"
Row = tuple[UUID, bytes]


@dataclass(frozen=True)
class Found:
    """People who match, best first; ``by`` says through what they were found.

    ``capped``: more matched than are shown, or more people are held than a search by part looks through.
    """

    people: tuple[Person, ...]
    by: str
    capped: bool = False


def search(
    session: Session, actor: Actor, text: str, side: str, limit: int = 50, *, widely: bool = False
) -> Found:
    """People on one side whom the actor may find by a citizen number, a phone number or a name.

    A name that nobody has whole is looked for by its parts and near spellings, among the newest
    5,000 people in reach; ``widely`` does so even if somebody has it whole. Only people shown are
    noted as opened (their names, when the page reads them).
    """
    kind, wanted = _kind_of(text)
    capped = False
    with session.info["vault"].quiet(session):
        ids = _exact(session, actor, kind, wanted, side) if wanted else []
        by = kind
        if wanted and kind == tokens.FULL_NAME and (widely or not ids):
            ids, capped = _by_part(session, actor, wanted, side)
            by = BY_PART
    people = _people(session, ids[:limit])
    record(
        session,
        actor,
        "people.searched",
        kind=Person.__tablename__,
        facts={"by": by, "found": len(ids)},
        now=clock.now(),
    )
    return Found(people, by, capped or len(ids) > limit)


def _kind_of(text: str) -> tuple[str, str]:
    """What sort of value was typed, and the value as it is indexed (a name as typed)."""
    bare = rules.citizen_digits(text)
    if bare.isascii() and bare.lstrip("+").isdigit():
        if len(bare) == rules.CITIZEN_DIGITS and not bare.startswith("+"):
            return tokens.CITIZEN_NUMBER, bare
        return tokens.PHONE, rules.phone_e164(bare)
    return tokens.FULL_NAME, text.strip()


_COLUMN: dict[str, tuple[str, Any]] = {
    tokens.CITIZEN_NUMBER: ("person.citizen_number", Person._citizen_number),  # noqa: SLF001 - own room
    tokens.PHONE: ("person.phone", Person._phone),  # noqa: SLF001
    tokens.FULL_NAME: ("person.full_name", Person._full_name),  # noqa: SLF001
}


def reachable(actor: Actor, side: str, column: Any) -> Select[Any]:
    """Key and one sealed column of the people on a side whom the actor may find."""
    return scope(select(Person.id, column), Person, actor, "person:search").where(Person.side == side)


def opened(session: Session, domain: str, rows: Iterable[Row]) -> list[tuple[UUID, str]]:
    """The sealed values of rows; keys come in bulk."""
    wanted = ((key, key, sealed) for key, sealed in rows)
    return list(session.info["vault"].open_many(session, domain, wanted))


def _exact(session: Session, actor: Actor, kind: str, wanted: str, side: str) -> list[UUID]:
    """Many share a token, so the candidates are opened and compared."""
    name = Wanted.of(wanted)
    text = name.folded if kind == tokens.FULL_NAME else wanted
    if not text:
        return []
    domain, column = _COLUMN[kind]
    candidates = (
        reachable(actor, side, column)
        .join(PersonToken, PersonToken.person_id == Person.id)
        .where(tokens.matches(session, [(kind, text)]))
    )
    values = opened(session, domain, session.execute(candidates))
    if kind == tokens.CITIZEN_NUMBER:
        return [key for key, value in values if value == wanted]
    if kind == tokens.PHONE:
        return [key for key, value in values if rules.phone_e164(value) == wanted]
    ranked = ((name.rank(value), key) for key, value in values)
    return [
        key for _, key in sorted((rank, key) for rank, key in ranked if rank is not None and rank[0] in WHOLE)
    ]


def _by_part(session: Session, actor: Actor, wanted: str, side: str) -> tuple[list[UUID], bool]:
    name = Wanted.of(wanted)
    if len(name.folded) < SHORTEST:
        return [], False
    domain, column = _COLUMN[tokens.FULL_NAME]
    newest = reachable(actor, side, column).order_by(Person.id.desc()).limit(SCAN + 1)
    rows = session.execute(newest).all()
    ranked = []
    for key, value in opened(session, domain, rows[:SCAN]):
        rank = name.rank(value) if value else None
        if rank is not None:
            ranked.append((rank, sort_key(value), key))
    return [key for _, _, key in sorted(ranked)], len(rows) > SCAN


def _people(session: Session, ids: list[UUID]) -> tuple[Person, ...]:
    if not ids:
        return ()
    found = {person.id: person for person in session.scalars(select(Person).where(Person.id.in_(ids)))}
    session.info["vault"].prime(session, found)
    return tuple(found[key] for key in ids if key in found)
