"""``require`` for one record and ``scope`` for a list say the same, for every role, kind of rule and record."""

from dataclasses import dataclass
from itertools import product
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import clock
from casework.access import (
    Actor,
    NotFound,
    find,
    load_access,
    may,
    require,
    require_here,
    require_role,
    scope,
)
from casework.access.permissions import PERMISSIONS
from casework.db import uuid7
from casework.intake.models import Draft
from casework.people.rules import PERPETRATOR
from casework.providers.models import Provider
from casework.vocabulary.policyfiles import PolicyError
from tests.factories.cases import make_case, make_incident
from tests.factories.people import access_policy, make_house, make_person, make_staff

POLICY = access_policy()
ROLES = (*POLICY.roles, "operator", "nobody")
OWN = pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)


@dataclass(frozen=True)
class World:
    """Two facilities with the same things in each, and their keys."""

    houses: tuple[Provider, Provider]
    records: tuple[dict[str, Any], dict[str, Any]]
    staff: tuple[Actor, Actor]


def things(session: Session, house: Provider, actor: Actor) -> dict[str, Any]:
    case = make_case(session, actor)
    draft = Draft(id=uuid7(), owner_id=actor.id, form="intake", saved_at=clock.now())
    session.info["vault"].new_subject(session, draft.id)
    session.add(draft)
    draft.body = "{}"
    perpetrator = make_person(session, actor, house.id, PERPETRATOR)
    incident = make_incident(session, actor, case)
    session.flush()
    return {
        "house": house,
        "case": case,
        "survivor": case.survivor,
        "perpetrator": perpetrator,
        "incident": incident,
        "draft": draft,
    }


@pytest.fixture
def world(session: Session) -> World:
    houses = make_house(session), make_house(session, "Cơ sở Hai")
    staff = make_staff(session, houses[0]), make_staff(session, houses[1])
    first, second = (things(session, house, actor) for house, actor in zip(houses, staff, strict=True))
    session.commit()
    return World(houses, (first, second), staff)


def allowed(session: Session, actor: Actor, permission: str, record: Any) -> bool:
    try:
        require(session, actor, permission, record)
    except NotFound:
        return False
    return True


def listed(session: Session, actor: Actor, permission: str, record: Any) -> bool:
    model = type(record)
    return record.id in set(session.scalars(scope(select(model.id), model, actor, permission)))


def found(session: Session, actor: Actor, permission: str, record: Any) -> bool:
    model = type(record)
    try:
        return find(session, actor, permission, model, model.id == record.id) is record
    except NotFound:
        return False


def expected(actor: Actor, permission: str, world: World, place: int, name: str) -> bool | None:
    """What the words of the policy file say, worked out without any SQL; None: the rule fits no such record."""
    own = world.houses[place].id == actor.facility_id
    wanted: bool | None = None  # of referrals ("own_sent", "own_province") see their own tests
    match POLICY.table.get(actor.role, {}).get(permission):
        case None:
            wanted = False
        case "any":
            wanted = True
        case "own_facility":
            wanted = None if name == "draft" else own
        case "own_facility_perpetrators":
            wanted = name == "perpetrator" and own if name in {"survivor", "perpetrator"} else None
        case "own":
            wanted = world.records[place]["draft"].owner_id == actor.id if name == "draft" else None
        case "own_sent" | "own_province":
            pass
        case other:
            raise AssertionError(other)
    return wanted


@pytest.mark.parametrize("role", ROLES)
def test_one_record_and_a_list_are_decided_alike(session: Session, world: World, role: str) -> None:
    keys = world.staff[0].id
    seen = {True: 0, False: 0}
    # Decisions hang on the rule alone: of the permissions under one rule, one stands for all.
    one_of_each = {
        POLICY.table.get(role, {}).get(permission): permission for permission in sorted(PERMISSIONS)
    }
    for facility in (world.houses[0].id, None):
        actor = POLICY.actor(keys, role, facility, "Ai")
        for permission, place in product(one_of_each.values(), (0, 1)):
            for name, record in world.records[place].items():
                wanted = expected(actor, permission, world, place, name)
                if wanted is None:
                    continue
                why = (role, permission, name, place, facility)
                assert allowed(session, actor, permission, record) is wanted, why
                assert listed(session, actor, permission, record) is wanted, why
                assert found(session, actor, permission, record) is wanted, why
                seen[wanted] += 1
    assert seen[False] > len(world.records[0])
    assert (seen[True] > 0) is bool(POLICY.table.get(role, {}))


@OWN
def test_somebody_without_an_account_owns_nothing(session: Session, world: World) -> None:
    nobody = POLICY.actor(None, "facility_worker", world.houses[0].id, "")
    assert not listed(session, nobody, "draft:keep", world.records[0]["draft"])


@OWN
@pytest.mark.parametrize(
    ("role", "permission", "here", "elsewhere", "nowhere"),
    [
        ("facility_worker", "case:open", True, False, False),
        ("facility_supervisor", "ledger:import", True, True, True),
        ("perpetrator_counsellor", "counselling:record", False, False, False),
        ("manager", "case:open", False, False, False),
        ("nobody", "case:open", False, False, False),
    ],
)
def test_a_record_is_begun_only_where_one_works(
    session: Session, world: World, role: str, permission: str, here: bool, elsewhere: bool, nowhere: bool
) -> None:
    actor = POLICY.actor(None, role, world.houses[0].id, "")

    def begins(facility: Any) -> bool:
        try:
            require_here(actor, permission, facility)
        except NotFound:
            return False
        return True

    places = (world.houses[0].id, world.houses[1].id, None)
    assert [begins(place) for place in places] == [here, elsewhere, nowhere]


@pytest.mark.parametrize("role", ROLES)
def test_acts_without_a_record_are_decided_by_the_role(role: str) -> None:
    actor = POLICY.actor(None, role, None, "")
    for permission in PERMISSIONS:
        given = permission in POLICY.table.get(role, {})
        assert may(actor, permission) is given
        if given:
            require_role(actor, permission)
        else:
            with pytest.raises(NotFound):
                require_role(actor, permission)


def test_missing_and_forbidden_say_the_same() -> None:
    actor = POLICY.actor(None, "manager", None, "")
    with pytest.raises(NotFound) as refused:
        require_here(actor, "case:open", None)
    assert str(refused.value) == "case:open refused on new record, or it does not exist"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[manager]\n"case:rob" = "any"', "unknown permission 'case:rob'"),
        ('[manager]\n"case:read" = "all"', "unknown predicate 'all'"),
        ('[manager]\nat = ["toa_an"]', "manager.at: does not know the word “toa_an”"),
        ("[manager]\nat = []", "manager.at: must not be empty"),
        ('[manager]\nat = "cong_an"', "manager.at: must be a list"),
        ('[manager]\nat = ["cong_an"]\nonly_public = "yes"', "manager.only_public: must be true or false"),
        ("[manager]\nonly_public = true", "manager.only_public: is not a word"),
        ('[manager]\n"case:read" = "own_facility"', "manager.at: is missing"),
        ('manager = "any"', "not a table"),
        ("[manager", "access.toml"),
    ],
)
def test_a_wrong_word_in_the_table_stops_the_start(tmp_path: Any, text: str, words: str) -> None:
    (tmp_path / "access.toml").write_text(text)
    with pytest.raises(PolicyError, match=words):
        load_access(tmp_path / "access.toml", ("cong_an",))


def test_an_unknown_role_may_nothing() -> None:
    assert dict(POLICY.actor(None, "superuser", None, "").rules) == {}


def test_a_role_cannot_be_widened_while_the_program_runs() -> None:
    actor = POLICY.actor(None, "manager", None, "")
    with pytest.raises(TypeError):
        actor.rules["case:read"] = "any"  # type: ignore[index]  # what must be refused
