"""Keys of subjects in the database: made, found, swapped, erased, renewed."""

import os
import time
from threading import Thread
from typing import Any
from uuid import UUID

import pytest
import time_machine
from cryptography.hazmat.primitives.keywrap import aes_key_wrap
from sqlalchemy import Table, func, select, update
from sqlalchemy.orm import Session, sessionmaker

from casework.crypto import KeyFault, NoKey, Tampered, Vault, insert_rows, keyring, verify_row
from casework.crypto.cipher import SubjectCipher
from casework.crypto.epochs import _wrapping_key
from casework.crypto.keys import KeyfileRoot, Keys
from casework.crypto.models import KeyEpoch, SubjectKey
from casework.crypto.plans import Plan, plan_of
from casework.db import uuid7

from .conftest import File, fetch, make_file

SUBJECTS: Table = SubjectKey.__table__  # type: ignore[assignment]  # SQLAlchemy says FromClause


@pytest.fixture
def subject(session: Session) -> UUID:
    made = uuid7()
    session.info["vault"].new_subject(session, made)
    session.commit()
    return made


def test_a_text_sealed_by_hand_opens_where_it_was_sealed(
    session: Session, subject: UUID, vault: Vault
) -> None:
    row = uuid7()
    sealed = vault.seal(session, subject, "scan.name", row, "Hoà")
    assert vault.open(session, subject, "scan.name", row, sealed) == "Hoà"
    assert session.info["opened"] == {(subject, "scan.name"): 1}
    for elsewhere in (("scan.other", row), ("scan.name", uuid7())):
        with pytest.raises(Tampered, match=elsewhere[0]):
            vault.open(session, subject, *elsewhere, sealed)


def test_many_rows_open_without_objects(session: Session, vault: Vault) -> None:
    files = [make_file(session, name=f"Người {number}") for number in range(5)]
    with vault.quiet(session):
        opened = dict(
            vault.open_many(session, "file.name", [(file.id, file.id, file._name) for file in files])
        )
    assert opened == {file.id: f"Người {number}" for number, file in enumerate(files)}
    assert "opened" not in session.info
    assert session.info["opened_quietly"] == {"file.name": 5}


def test_keys_swapped_between_people_do_not_open(session: Session, vault: Vault) -> None:
    one, two = make_file(session), make_file(session)
    rows = {row.subject_id: row for row in session.execute(select(SUBJECTS))}
    for mine, other in ((one, two), (two, one)):
        values = {"wrapped_dek": rows[other.id].wrapped_dek, "check_value": rows[other.id].check_value}
        session.execute(update(SUBJECTS).where(SUBJECTS.c.subject_id == mine.id).values(**values))
    session.commit()
    swapped = fetch(session, one.id)
    with pytest.raises(Tampered, match="subject_key"):
        _ = swapped.name


def test_an_erased_subject_is_gone(session: Session, vault: Vault) -> None:
    file = make_file(session, name="Hoà")
    vault.prime(session, [file.id])
    vault.forget_subject(session, file.id)
    session.commit()
    again = fetch(session, file.id)
    with pytest.raises(NoKey):
        _ = again.name
    with pytest.raises(NoKey):  # nor is it kept in memory
        vault.seal(session, file.id, "scan.name", file.id, "Hoà")
    assert session.scalar(select(func.count()).select_from(SubjectKey)) == 0


def test_a_key_forgotten_before_it_was_stored_leaves_nothing(session: Session, vault: Vault) -> None:
    subject = uuid7()
    vault.new_subject(session, subject)
    vault.forget_subject(session, subject)
    session.commit()
    with pytest.raises(NoKey):
        vault.seal(session, subject, "scan.name", subject, "Hoà")


def test_forgetting_can_be_rolled_back(session: Session, vault: Vault) -> None:
    file = make_file(session, name="Hoà")
    vault.forget_subject(session, file.id)
    session.flush()
    session.rollback()
    assert file.name == "Hoà"


def test_a_key_that_was_rolled_back_seals_nothing(
    session: Session, sessions: sessionmaker[Any], vault: Vault
) -> None:
    subject = uuid7()
    vault.new_subject(session, subject)
    session.flush()
    with sessions() as other, pytest.raises(NoKey):  # nor for anybody else before the commit
        vault.seal(other, subject, "scan.name", subject, "Hoà")
    session.rollback()
    with pytest.raises(NoKey):
        vault.seal(session, subject, "scan.name", subject, "Hoà")


def test_an_epoch_that_was_rolled_back_wraps_nothing(session: Session, vault: Vault) -> None:
    vault.new_subject(session, uuid7())
    session.rollback()
    assert fetch(session, make_file(session, name="Hoà").id).name == "Hoà"
    session.begin_nested()
    session.rollback()
    assert make_file(session, name="Hoa").name == "Hoa"


def test_an_epoch_made_in_a_savepoint_that_fails_is_made_again(session: Session, vault: Vault) -> None:
    inner = session.begin_nested()
    vault.new_subject(session, uuid7())
    inner.rollback()
    assert fetch(session, make_file(session, name="Hoà").id).name == "Hoà"


def test_two_who_begin_a_month_at_once_share_its_epoch(session: Session, sessions: sessionmaker[Any]) -> None:
    second = uuid7()

    def begin() -> None:
        with sessions() as other:
            other.info["vault"].new_subject(other, second)
            other.add(File(id=second, name="Hoa"))
            other.commit()

    first = uuid7()
    session.info["vault"].new_subject(session, first)
    session.add(File(id=first, name="Hoà"))
    session.flush()
    thread = Thread(target=begin)
    thread.start()
    time.sleep(0.3)
    session.commit()
    thread.join(timeout=20)
    assert [fetch(session, each).name for each in (first, second)] == ["Hoà", "Hoa"]
    assert session.scalar(select(func.count()).select_from(KeyEpoch)) == 1


def test_each_month_has_its_epoch(session: Session) -> None:
    with time_machine.travel("2026-11-30T16:59:00+00:00", tick=False):
        first = make_file(session, name="Hoà")
    with time_machine.travel("2026-11-30T17:00:00+00:00", tick=False):  # midnight in Viet Nam
        second = make_file(session, name="Hoa")
    epochs = dict(session.execute(select(SUBJECTS.c.subject_id, SUBJECTS.c.epoch)).all())
    assert (epochs[first.id], epochs[second.id]) == (202611, 202612)
    assert session.scalar(select(func.count()).select_from(KeyEpoch)) == 2
    assert (first.name, second.name) == ("Hoà", "Hoa")


def test_another_root_key_says_what_to_do(session: Session, vault: Vault) -> None:
    file = make_file(session, name="Hoà")
    keys = vault.keys
    stranger = Keys(
        KeyfileRoot(bytes(32)), keys.index_root, keys.audit_mac, keys.audit_signing, keys.app_secret
    )
    session.info["vault"] = Vault(stranger)
    read = fetch(session, file.id)
    with pytest.raises(KeyFault, match="restore"):
        _ = read.name


def test_a_key_is_asked_for_again_after_its_time(session: Session, vault: Vault) -> None:
    file = fetch(session, make_file(session, name="Hoà").id, seconds=-1.0)
    assert file.name == "Hoà"
    assert session.info["vault"].keyring._cache.get(file.id) is None


def test_the_least_used_keys_are_pushed_out(session: Session, vault: Vault) -> None:
    ids = [make_file(session, name=f"Người {number}").id for number in range(6)]
    fetch(session, ids[0], capacity=3)
    assert [session.get_one(File, each).name for each in ids] == [f"Người {number}" for number in range(6)]
    assert list(session.info["vault"].keyring._cache._kept) == ids[3:]


def test_a_key_renewed_by_another_process_is_found(session: Session, vault: Vault) -> None:
    file = make_file(session, name="Hoà")
    assert file.name == "Hoà"
    session.commit()
    dek = os.urandom(32)
    cipher = SubjectCipher(file.id, 2, dek)
    _, kek = vault.keyring._epochs.current(session)
    wrapped = aes_key_wrap(_wrapping_key(kek, file.id, 2), dek)
    values = {"generation": 2, "wrapped_dek": wrapped, "check_value": cipher.check_value}
    with session.no_autoflush:  # what a rotation does, in one transaction
        name, phone = file.name, file.phone
        session.execute(update(SUBJECTS).where(SUBJECTS.c.subject_id == file.id).values(**values))
        vault.keyring.drop(file.id)
        session.expire_all()
        rotated = File(id=file.id, name=name, phone=phone)
        session.expunge_all()
        table: Table = File.__table__  # type: ignore[assignment]  # as above
        session.execute(table.delete())
        session.add(rotated)
        session.commit()
    vault.keyring._cache.put(
        file.id, SubjectCipher(file.id, 1, os.urandom(32))
    )  # as another process still has it
    session.expunge_all()
    again = session.get_one(File, file.id)
    assert again.name == "Hoà"
    assert again._name[2:4] == b"\0\2"
    vault.keyring._cache.put(file.id, SubjectCipher(file.id, 1, os.urandom(32)))
    assert vault.open(session, file.id, "file.name", file.id, again._name) == "Hoà"


def test_rows_stored_in_bulk_are_like_flushed_ones(session: Session, vault: Vault) -> None:
    ids = [uuid7() for _ in range(30)]
    vault.new_subjects(session, ids)
    insert_rows(
        session,
        File,
        ({"id": each, "name": f"Người {at}", "acts": ["b", "a"]} for at, each in enumerate(ids)),
    )
    session.commit()
    files = session.scalars(select(File).order_by(File.id)).all()
    assert sorted(file.name for file in files) == sorted(f"Người {number}" for number in range(30))
    for file in files:
        verify_row(file)
        assert (file.version, file.may_call, file.acts, file.phone) == (1, "khong", ("a", "b"), "")
    files[0].may_call = "co"
    session.commit()
    assert files[0].version == 2


def test_a_large_session_is_looked_through_seldom(
    session: Session, vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [uuid7() for _ in range(600)]
    vault.new_subjects(session, ids)
    insert_rows(session, File, ({"id": each, "name": "x"} for each in ids))
    session.commit()
    session.info["vault"] = cold = Vault(vault.keys)
    loads = list[int]()
    load = cold.keyring._load

    def counted(session: Session, wanted: set[UUID]) -> dict[UUID, SubjectCipher]:
        loads.append(len(wanted))
        return load(session, wanted)

    cold.keyring._load = counted  # type: ignore[method-assign]  # to count its calls
    looks = list[type]()

    def looked(owner: type) -> Plan | None:
        looks.append(owner)
        return plan_of(owner)

    monkeypatch.setattr(keyring, "plan_of", looked)
    kept = []
    for each in ids:  # one at a time: looking through all loaded rows each time would cost by the square
        kept.append(session.get_one(File, each))
        assert kept[-1].name == "x"
    assert len(loads) == 600
    assert len(looks) < 600 * 600 / 2 * 0.6
    loads.clear()
    session.expunge_all()
    for each in ids:
        cold.keyring.drop(each)
    assert {file.name for file in session.scalars(select(File)).all()} == {"x"}
    assert sum(loads) == 600
    assert len(loads) <= 4
