"""Passwords and random words: Argon2id (RFC 9106), tokens, hashes of tokens."""

import hashlib
import os
import secrets
import unicodedata

from cryptography.exceptions import InvalidKey
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

# OWASP's first choice: 46 MiB, one pass, one lane.
MEMORY, PASSES, LANES = 47_104, 1, 1
SALT, LENGTH = 16, 32
READABLE = "abcdefghjkmnpqrstuvwxyz23456789"
DUMMY = "$argon2id$v=19$m=47104,t=1,p=1$Y2FzZXdvcmsgZHVtbXkhIQ$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"


def _spelled(password: str) -> bytes:
    """The same bytes, however the keyboard put diacritics together."""
    return unicodedata.normalize("NFC", password).encode()


def hash_password(password: str) -> str:
    """The PHC string of a password, with a fresh salt."""
    kdf = Argon2id(salt=os.urandom(SALT), length=LENGTH, iterations=PASSES, lanes=LANES, memory_cost=MEMORY)
    return kdf.derive_phc_encoded(_spelled(password))


def verify_password(password: str, phc: str) -> bool:
    """Whether the password is the one that was hashed."""
    try:
        Argon2id.verify_phc_encoded(_spelled(password), phc)
    except InvalidKey:
        return False
    return True


def verify_nobody(password: str) -> bool:
    """Always False, at the cost of a real verification: for a user who does not exist."""
    verify_password(password, DUMMY)
    return False


def needs_rehash(phc: str) -> bool:
    """Whether a hash was made at another cost than today's."""
    return not phc.startswith(f"$argon2id$v=19$m={MEMORY},t={PASSES},p={LANES}$")


def random_token() -> str:
    """A 256-bit token, safe in a cookie or a URL."""
    return secrets.token_urlsafe(32)


def random_password() -> str:
    """A one-time password that can be read out over the phone: four groups of four, 79 bits."""
    return "-".join("".join(secrets.choice(READABLE) for _ in range(4)) for _ in range(4))


def sha256(text: str) -> bytes:
    """The hash under which a random token is stored."""
    return hashlib.sha256(text.encode()).digest()
