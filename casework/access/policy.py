"""The policy table: role × permission → predicate, read from ``policies/access.toml``."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from uuid import UUID

from casework.access.identity import OPERATOR, Actor
from casework.access.permissions import PERMISSIONS
from casework.access.predicates import PREDICATES
from casework.vocabulary.policyfiles import PolicyError, read_toml


@dataclass(frozen=True)
class AccessPolicy:
    """Who may do what: for each role its permissions, each with the predicate that says on which rows."""

    table: Mapping[str, Mapping[str, str]]

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles that a member of staff can have, in the order of the file."""
        return tuple(role for role in self.table if role != OPERATOR)

    def actor(self, user_id: UUID | None, role: str, facility_id: UUID | None, name: str) -> Actor:
        """The actor for a user; an unknown role may do nothing."""
        return Actor(user_id, role, facility_id, name, self.table.get(role, MappingProxyType({})))

    def operator(self) -> Actor:
        """The operator at the command line of the server."""
        return self.actor(None, OPERATOR, None, OPERATOR)


def load_access(path: Path) -> AccessPolicy:
    """Read the table; an unknown permission or predicate raises PolicyError with the file and the word."""
    table: dict[str, Mapping[str, str]] = {}
    for role, rules in read_toml(path).items():
        if not isinstance(rules, dict):
            raise PolicyError(f"{path.name}: {role} is not a table of permissions")
        for permission, predicate in rules.items():
            if permission not in PERMISSIONS:
                raise PolicyError(f"{path.name}: {role}: unknown permission {permission!r}")
            if predicate not in PREDICATES:
                raise PolicyError(f"{path.name}: {role}: {permission}: unknown predicate {predicate!r}")
        table[role] = MappingProxyType(rules)
    return AccessPolicy(MappingProxyType(table))
