"""Tokens for programs: a public part to find one by, and a secret of which only a keyed digest is kept."""

import hmac
import re
import secrets
from typing import NamedTuple

from casework.crypto.keys import Keys

PREFIX = "cwk"
_PUBLIC = "abcdefghijkmnpqrstuvwxyz23456789"
_SIGNS = 10
_SHAPE = re.compile(rf"{PREFIX}_([{_PUBLIC}]{{{_SIGNS}}})_([A-Za-z0-9_-]{{43}})")


class Bearer(NamedTuple):
    """A token in its parts; the secret is 256 random bits."""

    public: str
    secret: str

    @property
    def token(self) -> str:
        """As its holder gets it."""
        return f"{PREFIX}_{self.public}_{self.secret}"

    def __repr__(self) -> str:
        return f"Bearer({self.public})"


def new_bearer() -> Bearer:
    """A fresh one."""
    public = "".join(secrets.choice(_PUBLIC) for _ in range(_SIGNS))
    return Bearer(public, secrets.token_urlsafe(32))


def read_bearer(text: str) -> Bearer | None:
    """The parts of what somebody sent; None where it has another shape."""
    match = _SHAPE.fullmatch(text)
    return Bearer(match[1], match[2]) if match else None


def digest_of(keys: Keys, bearer: Bearer) -> bytes:
    """What is kept of it: of no use to whoever has the database alone."""
    return hmac.digest(keys.app_key("bearer"), f"{bearer.public}.{bearer.secret}".encode(), "sha256")


def is_same(keys: Keys, bearer: Bearer, kept: bytes | None) -> bool:
    """Whether this is the token of which ``kept`` is kept; takes as long where there is none."""
    return hmac.compare_digest(digest_of(keys, bearer), kept or bytes(32))
