"""Deriving keys: HKDF-SHA256 (RFC 5869) from a key that is set up once and used often."""

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC

_SHA256 = SHA256()
_NO_SALT = bytes(32)


def joined(*parts: bytes) -> bytes:
    """The parts with their lengths before them, so that no other parts give the same bytes."""
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)


class Prf:
    """HMAC-SHA256 under one key; HKDF-Expand to 32 bytes is one such HMAC.

    Copying a keyed HMAC costs a third of setting one up, which is what opening a list is made of.
    """

    __slots__ = ("_keyed",)

    def __init__(self, key: bytes) -> None:
        self._keyed = HMAC(key, _SHA256)

    def mac(self, message: bytes) -> bytes:
        """The 32-byte MAC of a message."""
        keyed = self._keyed.copy()
        keyed.update(message)
        return keyed.finalize()

    def expand(self, info: bytes) -> bytes:
        """HKDF-Expand of the key to 32 bytes."""
        return self.mac(info + b"\x01")

    @classmethod
    def extracted(cls, secret: bytes) -> "Prf":
        """HKDF-Extract without salt, ready to expand."""
        return cls(cls(_NO_SALT).mac(secret))
