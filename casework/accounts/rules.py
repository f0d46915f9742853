"""Rules of sign-in: what a password must be, how long to wait after failures, when a session ends."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from casework.refusal import N_, Refusal

MINIMUM_LENGTH = 12
MAXIMUM_LENGTH = 128
FREE_FAILURES = 3
LONGEST_DELAY = timedelta(seconds=60)
USERNAME = re.compile(r"[a-z0-9](?:[a-z0-9._-]{1,58})[a-z0-9]")


@dataclass(frozen=True)
class SessionLimits:
    """How long a session may idle, and how long it may last at all."""

    idle: timedelta
    absolute: timedelta

    def ended(self, created_at: datetime, last_seen_at: datetime, now: datetime) -> bool:
        """Whether the session has run out; at the limit to the second it has."""
        return now - last_seen_at >= self.idle or now - created_at >= self.absolute


def delay_after(failures: int) -> timedelta:
    """How long sign-in stays closed after so many failures in a row: grows, but never locks for good.

    A hard lock would let anyone shut a helpline out.
    """
    if failures < FREE_FAILURES:
        return timedelta(0)
    return min(timedelta(seconds=2 ** min(failures - FREE_FAILURES, 10)), LONGEST_DELAY)


def check_username(username: str) -> str:
    """The user name in its one spelling (lower case); Refusal where it isn't one."""
    name = username.strip().lower()
    if not USERNAME.fullmatch(name):
        raise Refusal(
            N_("Use 3 to 60 small letters without marks, digits, dots, hyphens or underscores."),
            field="username",
        )
    return name


def check_password(password: str, *, username: str, common: frozenset[str]) -> None:
    """Refuse a password that is short, common, or the user's own name; no rules of composition (NIST 800-63B)."""
    if len(password) < MINIMUM_LENGTH:
        raise Refusal(N_("Use at least %(least)s characters."), field="password", least=MINIMUM_LENGTH)
    if len(password) > MAXIMUM_LENGTH:
        raise Refusal(N_("Use at most %(most)s characters."), field="password", most=MAXIMUM_LENGTH)
    folded = password.casefold()
    if folded in common or folded.strip("0123456789!@#.") in common:
        raise Refusal(N_("Many people use this password. Choose another."), field="password")
    if username in folded or len(set(folded)) <= MINIMUM_LENGTH // 3:
        raise Refusal(N_("This password is too easy to guess. Choose another."), field="password")
