"""What stands against making an organisation another kind: rooms above say what hangs on its kind."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from casework.access import AccessPolicy
from casework.providers.models import Provider

# Refuses where something on record would not fit an organisation of that kind, public or not.
Check = Callable[[Session, AccessPolicy, Provider, str, bool], None]

_checks: list[Check] = []


def add(check: Check) -> Check:
    """Add what is asked before the kind of an organisation, or whether it is public, changes."""
    if check not in _checks:
        _checks.append(check)
    return check


def check_change(session: Session, policy: AccessPolicy, provider: Provider, kind: str, public: bool) -> None:
    """Refuse the change where anything stands against it."""
    if (kind, public) != (provider.kind, provider.public):
        for check in _checks:
            check(session, policy, provider, kind, public)
