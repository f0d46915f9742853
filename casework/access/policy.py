"""The policy table: role × permission → predicate, and where each role belongs; ``policies/access.toml``."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from uuid import UUID

from casework.access.identity import OPERATOR, Actor
from casework.access.permissions import PERMISSIONS
from casework.access.predicates import OF_ORGANISATION, PREDICATES
from casework.vocabulary.policyfiles import PolicyError, Section, read_toml

AT, ONLY_PUBLIC = "at", "only_public"


@dataclass(frozen=True)
class Membership:
    """In which organisations somebody of a role can have an account: of these kinds; without kinds in none."""

    kinds: frozenset[str] = frozenset()
    only_public: bool = False

    def fits(self, kind: str, *, public: bool) -> bool:
        """Whether an organisation of this kind, public or not, can have somebody of the role."""
        return kind in self.kinds and (public or not self.only_public)


@dataclass(frozen=True)
class AccessPolicy:
    """Who may do what: for each role its permissions, each with the predicate that says on which rows.

    ``memberships`` says to which organisations those of a role belong.
    """

    table: Mapping[str, Mapping[str, str]]
    memberships: Mapping[str, Membership]

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles that a member of staff can have, in the order of the file."""
        return tuple(role for role in self.table if role != OPERATOR)

    def fits(self, role: str, kind: str, *, public: bool) -> bool:
        """Whether somebody of a role may belong to an organisation of this kind; nobody of an unknown role."""
        return self.memberships.get(role, Membership()).fits(kind, public=public)

    def actor(self, user_id: UUID | None, role: str, facility_id: UUID | None, name: str) -> Actor:
        """The actor for a user; an unknown role may do nothing."""
        return Actor(user_id, role, facility_id, name, self.table.get(role, MappingProxyType({})))

    def operator(self) -> Actor:
        """The operator at the command line of the server."""
        return self.actor(None, OPERATOR, None, OPERATOR)


def load_access(path: Path, kinds: Collection[str]) -> AccessPolicy:
    """Read the table; ``kinds`` are the kinds of organisation that there are.

    An unknown permission, predicate or kind raises PolicyError with the file and the word.
    """
    table: dict[str, Mapping[str, str]] = {}
    memberships: dict[str, Membership] = {}
    for role, said in read_toml(path).items():
        if not isinstance(said, dict):
            raise PolicyError(f"{path.name}: {role} is not a table of permissions")
        about = {name: value for name, value in said.items() if name in (AT, ONLY_PUBLIC)}
        memberships[role] = _membership(Section(path, role, about), kinds)
        rules = {name: value for name, value in said.items() if name not in about}
        for permission, predicate in rules.items():
            if permission not in PERMISSIONS:
                raise PolicyError(f"{path.name}: {role}: unknown permission {permission!r}")
            if predicate not in PREDICATES:
                raise PolicyError(f"{path.name}: {role}: {permission}: unknown predicate {predicate!r}")
        if not memberships[role].kinds and OF_ORGANISATION & set(rules.values()):
            raise PolicyError(
                f"{path.name}: {role}.{AT}: is missing, but {role} may do things in an organisation"
            )
        table[role] = MappingProxyType(rules)
    return AccessPolicy(MappingProxyType(table), MappingProxyType(memberships))


def _membership(part: Section, kinds: Collection[str]) -> Membership:
    if AT not in part:
        part.close()
        return Membership()
    return Membership(
        frozenset(part.some_of(AT, kinds)), part.boolean(ONLY_PUBLIC) if ONLY_PUBLIC in part else False
    )
