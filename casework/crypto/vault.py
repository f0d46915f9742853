"""The vault: the one door to the keys of an installation."""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from uuid import UUID

from sqlalchemy.orm import Session

from casework.crypto import index, signing
from casework.crypto.book import note, quietly
from casework.crypto.cipher import Domain, Unopened, domain_of
from casework.crypto.faults import NoKey, Tampered
from casework.crypto.keyring import Keyring
from casework.crypto.keys import Keys

CAPACITY = 32_768
SECONDS = 60.0


class Vault:
    """Seals and opens under the keys of subjects; signs for the audit log; makes index tokens.

    A session carries it in ``session.info["vault"]``. Keys in use are forgotten after a minute.
    """

    def __init__(self, keys: Keys, *, capacity: int = CAPACITY, seconds: float = SECONDS) -> None:
        self.keys = keys
        self.keyring = Keyring(keys.root, capacity, seconds)
        self._signed: tuple[str, signing.Checkpoint] | None = None

    def new_subject(self, session: Session, subject_id: UUID) -> None:
        """Make the key of a new subject; it is stored with the session's next flush."""
        self.keyring.create(session, (subject_id,))

    def new_subjects(self, session: Session, subject_ids: Iterable[UUID]) -> None:
        """Make the keys of many new subjects, stored at once in one statement."""
        self.keyring.create(session, subject_ids, at_once=True)

    def forget_subject(self, session: Session, subject_id: UUID) -> None:
        """Delete a subject's key: what it sealed is unreadable once the session commits (elsewhere within a minute)."""
        self.keyring.forget(session, subject_id)

    def prime(self, session: Session, subject_ids: Iterable[UUID]) -> None:
        """Fetch the keys of many subjects in one statement, before opening much of them."""
        self.keyring.find_many(session, subject_ids)

    def quiet(self, session: Session) -> AbstractContextManager[None]:
        """Count openings inside instead of listing them (searching and comparing, nothing is shown)."""
        return quietly(session)

    def seal(self, session: Session, subject_id: UUID, domain: str, row_id: UUID, text: str) -> bytes:
        """Seal a text for one row; models do it themselves through SealedText."""
        cipher = self.keyring.find(session, subject_id)
        return cipher.seal(domain_of(domain), row_id.bytes + cipher.tail, text.encode())

    def open(self, session: Session, subject_id: UUID, domain: str, row_id: UUID, sealed: bytes) -> str:
        """Open a text of one row, noting it; Tampered if it was not sealed there."""
        return next(self.open_many(session, domain, ((subject_id, row_id, sealed),)))[1]

    def open_many(
        self, session: Session, domain: str, rows: Iterable[tuple[UUID, UUID, bytes]]
    ) -> Iterator[tuple[UUID, str]]:
        """Open one field of many rows (subject, row, sealed) without making objects; gives row and text.

        The seal of the rows is not looked at: use it to find rows, then read those through their model.
        """
        wanted, named = list(rows), domain_of(domain)
        ciphers = self.keyring.find_many(session, {subject_id for subject_id, _, _ in wanted})
        for subject_id, row_id, sealed in wanted:
            cipher = ciphers.get(subject_id)
            if cipher is None:
                raise NoKey(subject_id)
            try:
                text = cipher.open(named, row_id.bytes + cipher.tail, sealed)
            except Unopened:
                text = self._again(session, subject_id, named, row_id, sealed)
            note(session.info, subject_id, domain)
            yield row_id, text.decode()

    def _again(
        self, session: Session, subject_id: UUID, domain: Domain, row_id: UUID, sealed: bytes
    ) -> bytes:
        """Perhaps another process has given the subject a new key meanwhile."""
        self.keyring.drop(subject_id)
        renewed = self.keyring.find(session, subject_id)
        try:
            return renewed.open(domain, row_id.bytes + renewed.tail, sealed)
        except Unopened:
            raise Tampered(domain.name, row_id) from None

    def token(self, kind: index.Kind, folded: str, expected_people: int, version: int = 1) -> int:
        """The truncated keyed token of a folded value, in an index for so many people."""
        return index.token(self.keys, kind, version, folded, index.bits_for(kind, expected_people))

    def sign_checkpoint(self, origin: str, size: int, root: bytes) -> str:
        """A signed checkpoint of the audit log (C2SP)."""
        text = signing.sign_checkpoint(self.keys, origin, size, root)
        self._signed = (text, signing.Checkpoint(origin, size, root))
        return text

    def read_checkpoint(self, text: str) -> signing.Checkpoint | None:
        """What a checkpoint says; None unless this installation signed it."""
        last = self._signed
        if last is not None and last[0] == text:  # every commit asks for the one before it
            return last[1]
        return signing.read_checkpoint(self.keys, text)

    def __repr__(self) -> str:
        return f"Vault({self.keys!r})"
