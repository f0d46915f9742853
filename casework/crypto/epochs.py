"""The key-encryption keys of the epochs, one call to the root key per epoch and process."""

import os
from datetime import datetime
from uuid import UUID

from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap
from sqlalchemy import Connection, insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from casework import clock
from casework.crypto.cipher import SIXTEEN, TWO, SubjectCipher
from casework.crypto.derivation import Prf, joined
from casework.crypto.faults import KeyFault, Tampered
from casework.crypto.keys import RootKey
from casework.crypto.models import KeyEpoch

TABLE = KeyEpoch.__table__
DEK_WRAP = joined(b"dek-wrap")


def epoch_of(moment: datetime) -> int:
    """The epoch of a moment: year and month, in Viet Nam."""
    day = clock.local(moment)
    return day.year * 100 + day.month


class Epochs:
    """Wraps and unwraps data keys under the KEK of an epoch."""

    def __init__(self, root: RootKey) -> None:
        self._root = root
        self._unwrapped: dict[bytes, Prf] = {}

    def current(self, session: Session) -> tuple[int, Prf]:
        """The epoch of the month, made if this transaction does not see it yet.

        Read anew in every transaction: an epoch made by one that was rolled back must wrap nothing.
        """
        inside = session.get_nested_transaction() or session.get_transaction()
        epoch = epoch_of(clock.now())
        seen = session.info.get("epoch")
        if seen is not None and inside is not None and seen[0] is inside and seen[1] == epoch:
            return epoch, seen[2]
        stored = self._stored(session, epoch)
        if stored is None:
            self._make(session.connection(), epoch)
            stored = self._stored(session, epoch)
        if stored is None:
            raise KeyFault(f"key epoch {epoch} could not be made: look at the database's own log")
        kek = self.unwrapped(stored)
        session.info["epoch"] = (session.get_nested_transaction() or session.get_transaction(), epoch, kek)
        return epoch, kek

    def unwrapped(self, stored: bytes) -> Prf:
        """A stored KEK in use, as far as HKDF-Extract."""
        kek = self._unwrapped.get(stored)
        if kek is None:
            kek = self._unwrapped[stored] = Prf.extracted(self._root.unwrap(stored))
        return kek

    @staticmethod
    def _stored(session: Session, epoch: int) -> bytes | None:
        found: bytes | None = session.execute(
            select(TABLE.c.wrapped_kek).where(TABLE.c.epoch == epoch)
        ).scalar_one_or_none()
        return found

    def _make(self, connection: Connection, epoch: int) -> None:
        values = {
            "epoch": epoch,
            "wrapped_kek": self._root.wrap(os.urandom(32)),
            "root_key_id": self._root.key_id,
            "created_at": clock.now(),
        }
        # Two processes may be the first of a month at once: the second waits here and takes the first one's.
        if connection.dialect.name == "postgresql":
            connection.execute(postgresql.insert(KeyEpoch).values(values).on_conflict_do_nothing())
        elif connection.dialect.name == "sqlite":
            connection.execute(sqlite.insert(KeyEpoch).values(values).on_conflict_do_nothing())
        else:
            connection.execute(insert(KeyEpoch).values(values))


def _wrapping_key(kek: Prf, subject_id: UUID, generation: int) -> bytes:
    return kek.expand(DEK_WRAP + SIXTEEN + subject_id.bytes + TWO + generation.to_bytes(2, "big"))


def fresh_key(kek: Prf, subject_id: UUID, generation: int) -> tuple[SubjectCipher, bytes]:
    """A new random data key for a subject: in use, and wrapped."""
    dek = os.urandom(32)
    return SubjectCipher(subject_id, generation, dek), aes_key_wrap(
        _wrapping_key(kek, subject_id, generation), dek
    )


def unwrapped_key(
    kek: Prf, subject_id: UUID, generation: int, wrapped: bytes, check_value: bytes
) -> SubjectCipher:
    """A stored data key in use; Tampered if it is another subject's or generation's."""
    try:
        dek = aes_key_unwrap(_wrapping_key(kek, subject_id, generation), wrapped)
    except (InvalidUnwrap, ValueError):
        raise Tampered("subject_key", subject_id) from None
    cipher = SubjectCipher(subject_id, generation, dek)
    if cipher.check_value != check_value:
        raise Tampered("subject_key", subject_id)
    return cipher
