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
FINE, COARSE = (32, 64, 128, 256, 512, 1024, 2048, 4096), 4096
ROW = (16).to_bytes(4, "big")


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
    return Domain(name, info, joined(FORMAT, name.encode()) + ROW)


def padded(text: bytes) -> bytes:
    """The text behind its length, filled up to 32, 64, 128 … 4096 bytes, then to multiples of 4096."""
    size = PREFIX + len(text)
    bucket = next((step for step in FINE if size <= step), -(-size // COARSE) * COARSE)
    return (len(text).to_bytes(PREFIX, "big") + text).ljust(bucket, b"\0")


class SubjectCipher:
    """The data key of one subject in use. Column keys are derived once and kept."""

    __slots__ = ("_columns", "_header", "_keys", "_seals", "_tail", "check_value", "generation")

    def __init__(self, subject_id: UUID, generation: int, dek: bytes) -> None:
        self.generation = generation
        self._keys = Prf(dek)
        self.check_value = self._keys.expand(joined(b"check"))[:16]
        marked = generation.to_bytes(2, "big")
        self._header = bytes((VERSION, AES_256_GCM)) + marked
        self._tail = joined(subject_id.bytes, marked)
        self._columns: dict[bytes, AESGCM] = {}
        self._seals: dict[bytes, Prf] = {}

    def _column(self, info: bytes) -> AESGCM:
        column = self._columns[info] = AESGCM(self._keys.expand(info))
        return column

    def seal(self, domain: Domain, row: bytes, text: bytes) -> bytes:
        """Seal a text for the row with these sixteen bytes as id."""
        column = self._columns.get(domain.info) or self._column(domain.info)
        nonce = os.urandom(12)
        return self._header + nonce + column.encrypt(nonce, padded(text), domain.bound + row + self._tail)

    def open(self, domain: Domain, row: bytes, sealed: bytes) -> bytes:
        """Open a text; Unopened unless it was sealed just here, under this generation."""
        if sealed[:4] != self._header:
            raise Unopened
        column = self._columns.get(domain.info) or self._column(domain.info)
        try:
            text = column.decrypt(sealed[4:16], sealed[16:], domain.bound + row + self._tail)
        except (InvalidTag, ValueError):
            raise Unopened from None
        return text[PREFIX : PREFIX + int.from_bytes(text[:PREFIX], "big")]

    def row_seal(self, table: bytes, message: bytes) -> bytes:
        """The MAC over a row of a table."""
        seals = self._seals.get(table)
        if seals is None:
            seals = self._seals[table] = Prf(self._keys.expand(joined(b"row-seal", table)))
        return seals.mac(message)

    def __repr__(self) -> str:
        return f"SubjectCipher(generation={self.generation})"
