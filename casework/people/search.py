"""Finding people: by whole values through index tokens, by parts of names in what the viewer may see anyway.

The search term is never kept: the log says by what kind of value was searched and how much was found.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from casework import clock
from casework.access import Actor, scope
from casework.audit.operations import record
from casework.people import rules, tokens
from casework.people.holdings import check_holdings
from casework.people.matching import Wanted, written
from casework.people.models import Person, PersonToken
from casework.vocabulary.folding import fold, sort_key

SCAN = 5_000
SHORTEST = 2
BY_PART = "part_of_name"


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
    capped, by, total = False, kind, 0
    with session.info["vault"].quiet(session):
        people = _exact(session, actor, kind, wanted, side) if wanted else []
        total = len(people)
        if wanted and kind == tokens.FULL_NAME and (widely or not people):
            ids, capped = _by_part(session, actor, wanted, side)
            people, by, total = _people(session, ids[:limit]), BY_PART, len(ids)
    check_holdings(session, actor, people[:limit])
    record(
        session,
        actor,
        "people.searched",
        kind=Person.__tablename__,
        facts={"by": by, "found": total},
        now=clock.now(),
    )
    return Found(tuple(people[:limit]), by, capped or total > limit)


def _kind_of(text: str) -> tuple[str, str]:
    """What sort of value was typed, and the value as it is indexed (a name as typed)."""
    bare = rules.citizen_digits(text)
    if bare.isascii() and bare.lstrip("+").isdigit():
        if len(bare) == rules.CITIZEN_DIGITS and not bare.startswith("+"):
            return tokens.CITIZEN_NUMBER, bare
        return tokens.PHONE, rules.phone_e164(bare)
    return tokens.FULL_NAME, text.strip()


@lru_cache(maxsize=256)
def _candidates(actor: Actor, _rule: str | None, side: str, kind: str) -> Select[Any]:
    """Who has a token and is in the actor's reach; made once for an actor, since making it takes as long as asking."""
    with_token = (PersonToken.kind == kind, PersonToken.index_version == bindparam("edition"))
    found = select(Person).join(PersonToken, PersonToken.person_id == Person.id)
    found = found.where(*with_token, PersonToken.token == bindparam("token"), Person.side == side)
    return scope(found, Person, actor, "person:search")


def _exact(session: Session, actor: Actor, kind: str, wanted: str, side: str) -> list[Person]:
    """Many share a token, so the candidates are opened and compared."""
    text = fold(wanted) if kind == tokens.FULL_NAME else wanted
    if not text:
        return []
    rule = actor.rules.get("person:search")
    asked = {"token": tokens.token_of(session, kind, text), "edition": tokens.edition_of(session, kind)}
    candidates = {each.id: each for each in session.scalars(_candidates(actor, rule, side, kind), asked)}
    sealed = ((key, key, getattr(each, f"_{kind}")) for key, each in candidates.items())
    values = session.info["vault"].open_many(session, f"person.{kind}", sealed)
    same = [(key, value) for key, value in values if tokens.comparable(kind, value) == text]
    if kind == tokens.FULL_NAME and len(same) > 1:
        typed = written(wanted)
        same.sort(key=lambda each: written(each[1]) != typed)
    return [candidates[key] for key, _ in same]


def _by_part(session: Session, actor: Actor, wanted: str, side: str) -> tuple[list[UUID], bool]:
    name = Wanted.of(wanted)
    if len(name.folded) < SHORTEST:
        return [], False
    names = select(Person.id, Person.id, Person._full_name)  # noqa: SLF001 - own room; opened many at once
    newest = scope(names.where(Person.side == side), Person, actor, "person:search")
    rows = session.execute(newest.order_by(Person.id.desc()).limit(SCAN + 1)).all()
    ranked = []
    for key, value in session.info["vault"].open_many(session, "person.full_name", rows[:SCAN]):
        rank = name.rank(value) if value else None
        if rank is not None:
            ranked.append((rank, sort_key(value), key))
    return [key for _, _, key in sorted(ranked)], len(rows) > SCAN


def _people(session: Session, ids: list[UUID]) -> list[Person]:
    found = {person.id: person for person in session.scalars(select(Person).where(Person.id.in_(ids)))}
    return [found[key] for key in ids]
