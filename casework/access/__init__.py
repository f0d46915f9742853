"""Who may do what: identity, the policy table, and its predicates as WHERE clauses."""

from casework.access.decisions import (
    allowed,
    clause,
    find,
    may,
    open_to,
    require,
    require_here,
    require_role,
    scope,
)
from casework.access.identity import Actor, NotFound
from casework.access.policy import AccessPolicy, load_access

__all__ = [
    "AccessPolicy",
    "Actor",
    "NotFound",
    "allowed",
    "clause",
    "find",
    "load_access",
    "may",
    "open_to",
    "require",
    "require_here",
    "require_role",
    "scope",
]
