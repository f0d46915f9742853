"""Who acts: a member of staff, the operator at the command line, or nobody."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from uuid import UUID

OPERATOR = "operator"


@dataclass(frozen=True)
class Actor:
    """The person (or the operator at the command line) in whose name something is read or written.

    ``rules`` are the role's lines of the policy table: permission → predicate name; what is
    not listed is denied.
    """

    id: UUID | None
    role: str
    facility_id: UUID | None
    name: str = field(repr=False)
    rules: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), repr=False, compare=False)


class NotFound(Exception):
    """The record is missing, or not for this actor: the two are never told apart."""

    def __init__(self, permission: str, kind: str) -> None:
        super().__init__(f"{permission} refused on {kind}, or it does not exist")
        self.permission = permission
        self.kind = kind
