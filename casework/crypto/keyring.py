"""Finding the data keys of subjects: those just made, those in use of late, those in the database."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import bindparam, insert, select
from sqlalchemy.orm import Session

from casework.crypto.book import book_of
from casework.crypto.cache import Cache
from casework.crypto.cipher import SubjectCipher
from casework.crypto.epochs import Epochs, fresh_key, unwrapped_key
from casework.crypto.faults import NoKey
from casework.crypto.keys import RootKey
from casework.crypto.models import KeyEpoch, SubjectKey
from casework.crypto.plans import plan_of

KEYS, EPOCHS = SubjectKey.__table__, KeyEpoch.__table__
OF_SUBJECTS = (
    select(KEYS.c.subject_id, KEYS.c.generation, KEYS.c.wrapped_dek, KEYS.c.check_value, EPOCHS.c.wrapped_kek)
    .join_from(KEYS, EPOCHS, KEYS.c.epoch == EPOCHS.c.epoch)
    .where(KEYS.c.subject_id.in_(bindparam("subjects", expanding=True)))
)
CHUNK = 1000
GENERATION = 1


class Keyring:
    """Data keys by subject. Nothing is cached that another transaction could not see too."""

    def __init__(self, root: RootKey, capacity: int, seconds: float) -> None:
        self._epochs = Epochs(root)
        self._cache: Cache[SubjectCipher] = Cache(capacity, seconds)

    def create(self, session: Session, subject_ids: Iterable[UUID], *, at_once: bool = False) -> None:
        """New keys for new subjects, stored with the next flush or in one statement at once."""
        epoch, kek = self._epochs.current(session)
        rows = []
        for subject_id in subject_ids:
            cipher, wrapped = fresh_key(kek, subject_id, GENERATION)
            book_of(session).fresh[subject_id] = cipher
            rows.append(
                {
                    "subject_id": subject_id,
                    "epoch": epoch,
                    "generation": GENERATION,
                    "wrapped_dek": wrapped,
                    "check_value": cipher.check_value,
                }
            )
        if at_once and rows:
            session.connection().execute(insert(SubjectKey), rows)
        else:
            session.add_all(SubjectKey(**row) for row in rows)

    def forget(self, session: Session, subject_id: UUID) -> None:
        """Delete a subject's key with the next flush: what it sealed is gone with the commit."""
        book_of(session).fresh.pop(subject_id, None)
        self._cache.drop(subject_id)
        for row in session.new:
            if isinstance(row, SubjectKey) and row.subject_id == subject_id:
                session.expunge(row)
                return
        stored = session.get(SubjectKey, subject_id)
        if stored is not None:
            session.delete(stored)

    def find(self, session: Session, subject_id: UUID) -> SubjectCipher:
        """The key of a subject; the first one missing brings those of all rows the session has loaded."""
        fresh = book_of(session).fresh
        cipher = (fresh.get(subject_id) if fresh else None) or self._cache.get(subject_id)
        if cipher is not None:
            return cipher
        loaded = self._load(session, {subject_id, *self._awaited(session)})
        if subject_id not in loaded:
            raise NoKey(subject_id)
        return loaded[subject_id]

    def drop(self, subject_id: UUID) -> None:
        """Forget the key in use, so that the next look finds what the database holds now."""
        self._cache.drop(subject_id)

    def find_many(self, session: Session, subject_ids: Iterable[UUID]) -> dict[UUID, SubjectCipher]:
        """The keys of many subjects, in as few statements as can be; those without a key are left out."""
        fresh = book_of(session).fresh
        found: dict[UUID, SubjectCipher] = {}
        missing = set[UUID]()
        for subject_id in subject_ids:
            cipher = (fresh.get(subject_id) if fresh else None) or self._cache.get(subject_id)
            if cipher is None:
                missing.add(subject_id)
            else:
                found[subject_id] = cipher
        return found | self._load(session, missing) if missing else found

    def _load(self, session: Session, wanted: set[UUID]) -> dict[UUID, SubjectCipher]:
        found: dict[UUID, SubjectCipher] = {}
        ids, connection = list(wanted), session.connection()
        for at in range(0, len(ids), CHUNK):
            chunk = connection.execute(OF_SUBJECTS, {"subjects": ids[at : at + CHUNK]}).all()
            for subject_id, generation, wrapped, check, wrapped_kek in chunk:
                kek = self._epochs.unwrapped(wrapped_kek)
                found[subject_id] = unwrapped_key(kek, subject_id, generation, wrapped, check)
                self._cache.put(subject_id, found[subject_id])
        return found

    def _awaited(self, session: Session) -> list[UUID]:
        """The subjects of loaded rows whose keys are still missing.

        Looking through them costs by the row, so that in a large session several single
        fetches pay for one look; a look that finds many pays for the next.
        """
        book = book_of(session)
        states = session.identity_map.all_states()
        book.credit += 1
        if book.credit * 256 < len(states):
            return []
        missing = []
        for state in states:
            if plan_of(state.class_) is None or state.expired_attributes:
                continue
            instance = state.obj()
            if instance is not None:
                subject_id: UUID = instance.subject_id
                if subject_id not in book.fresh and self._cache.get(subject_id) is None:
                    missing.append(subject_id)
        book.credit = len(missing) - 1
        return missing
