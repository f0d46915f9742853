"""What the data key of one subject seals and opens: the format of a sealed value.

version 1 | algorithm 1 | key generation 2 | nonce 12 | padded text | tag 16. The associated data
bind it to its domain, row, subject and generation: moved anywhere else it does not open.
"""

import os
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from casework.crypto.derivation import Prf, joined

FORMAT = b"casework.sealed.1"
VERSION, AES_256_GCM = 1, 1
PREFIX = 4
LEAST, COARSE = 32, 4096
SIXTEEN, TWO = (16).to_bytes(4, "big"), (2).to_bytes(4, "big")
CHECK = joined(b"check")


class Unopened(Exception):
    """A sealed value does not open here; the caller knows which row to name."""


class Domain(NamedTuple):
    """The stable name of a sealed column, with what it adds to key and associated data."""

    name: str
    info: bytes
    bound: bytes


@lru_cache(maxsize=1024)
def domain_of(name: str, compartment: str = "") -> Domain:
    """The domain of a name like ``person.full_name``; a compartment gives it a key of its own."""
    info = joined(b"column", name.encode(), compartment.encode())
    return Domain(name, info, joined(FORMAT, name.encode()) + SIXTEEN)


def padded(text: bytes) -> bytes:
    """The text behind its length, filled up to 32, 64, 128 … 4096 bytes, then to multiples of 4096."""
    size = PREFIX + len(text)
    bucket = LEAST
    while bucket < size and bucket < COARSE:
        bucket *= 2
    if size > COARSE:
        bucket = -(-size // COARSE) * COARSE
    return (len(text).to_bytes(PREFIX, "big") + text).ljust(bucket, b"\0")


class SubjectCipher:
    """The data key of one subject in use. Column keys are derived once and kept."""

    __slots__ = ("_columns", "_header", "_keys", "_seals", "check_value", "generation", "tail")

    def __init__(self, subject_id: UUID, generation: int, dek: bytes) -> None:
        self.generation = generation
        self._keys = Prf(dek)
        self.check_value = self._keys.expand(CHECK)[:16]
        marked = generation.to_bytes(2, "big")
        self._header = bytes((VERSION, AES_256_GCM)) + marked
        self.tail = SIXTEEN + subject_id.bytes + TWO + marked
        self._columns: dict[bytes, AESGCM] = {}
        self._seals: dict[bytes, Prf] = {}

    def _column(self, info: bytes) -> AESGCM:
        column = self._columns[info] = AESGCM(self._keys.expand(info))
        return column

    def seal(self, domain: Domain, place: bytes, text: bytes) -> bytes:
        """Seal a text for a place: the sixteen bytes of a row's id, and our ``tail``."""
        column = self._columns.get(domain.info) or self._column(domain.info)
        nonce = os.urandom(12)
        return self._header + nonce + column.encrypt(nonce, padded(text), domain.bound + place)

    def open(self, domain: Domain, place: bytes, sealed: bytes) -> bytes:
        """Open a text; Unopened unless it was sealed for just this place, under this generation."""
        if sealed[:4] != self._header:
            raise Unopened
        column = self._columns.get(domain.info) or self._column(domain.info)
        try:
            text = column.decrypt(sealed[4:16], sealed[16:], domain.bound + place)
        except (InvalidTag, ValueError):
            raise Unopened from None
        return text[PREFIX : PREFIX + int.from_bytes(text[:PREFIX], "big")]

    def row_seal(self, info: bytes, message: bytes) -> bytes:
        """The MAC over a row, under the key of its table (see Plan.seal_info)."""
        seals = self._seals.get(info)
        if seals is None:
            seals = self._seals[info] = Prf(self._keys.expand(info))
        return seals.mac(message)

    def __repr__(self) -> str:
        return f"SubjectCipher(generation={self.generation})"
