import os
import pickle
from importlib.metadata import version
from pathlib import Path

import pytest

from casework.crypto import KeyFault, Vault
from casework.crypto.keys import FILES, KeyfileRoot, Keys, create_keys, load_keys


@pytest.fixture
def made(tmp_path: Path) -> Path:
    create_keys(tmp_path)
    return tmp_path


def test_cryptography_is_recent_enough_for_all_that_we_ask_of_it() -> None:
    assert int(version("cryptography").split(".")[0]) >= 50


def test_keys_are_made_once_private_and_all_different(made: Path) -> None:
    files = sorted((made / "keys").iterdir())
    assert {file.name for file in files} == set(FILES.values())
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
    assert (made / "keys").stat().st_mode & 0o777 == 0o700
    assert len({file.read_text() for file in files}) == len(files)


def test_made_keys_load_and_are_the_same_twice(made: Path) -> None:
    one, two = load_keys(made), load_keys(made)
    assert two.root.unwrap(one.root.wrap(bytes(32))) == bytes(32)
    assert one.app_key("cookies") == two.app_key("cookies") != one.app_key("csrf")
    assert one.index_root.hex() in (made / "keys" / "index.key").read_text()


def test_keys_are_never_replaced(made: Path) -> None:
    before = {file: file.read_text() for file in (made / "keys").iterdir()}
    with pytest.raises(KeyFault, match="never replaced"):
        create_keys(made)
    assert {file: file.read_text() for file in (made / "keys").iterdir()} == before


@pytest.mark.parametrize("name", FILES.values())
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620])
def test_a_key_that_others_can_reach_is_refused(made: Path, name: str, mode: int) -> None:
    (made / "keys" / name).chmod(mode)
    with pytest.raises(KeyFault, match=rf"{name}: run 'chmod 600"):
        load_keys(made)


def test_a_folder_that_others_can_reach_is_refused(made: Path) -> None:
    (made / "keys").chmod(0o750)
    with pytest.raises(KeyFault, match="chmod 700"):
        load_keys(made)


@pytest.mark.parametrize("content", ["", "00" * 31, "00" * 33, "zz" * 32, "\xff" * 64])
def test_a_damaged_key_is_refused_without_being_shown(made: Path, content: str) -> None:
    (made / "keys" / "root.key").write_text(content, encoding="latin-1")
    with pytest.raises(KeyFault, match="restore it") as caught:
        load_keys(made)
    assert not content or content not in str(caught.value)


@pytest.mark.parametrize("name", FILES.values())
def test_a_missing_key_is_named(made: Path, name: str) -> None:
    (made / "keys" / name).unlink()
    with pytest.raises(KeyFault, match=f"{name} is missing"):
        load_keys(made)


def test_a_home_without_keys_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(KeyFault, match="casework init"):
        load_keys(tmp_path)


def test_another_root_key_does_not_open(keys: Keys) -> None:
    wrapped = keys.root.wrap(os.urandom(32))
    with pytest.raises(KeyFault, match="restore"):
        KeyfileRoot(bytes(32)).unwrap(wrapped)


def test_secrets_do_not_show(keys: Keys) -> None:
    shown = repr(keys) + str(keys) + repr(keys.root) + repr(Vault(keys)) + repr([keys])
    for secret in (bytes(range(32)), keys.index_root, keys.audit_mac, keys.audit_signing, keys.app_secret):
        assert secret.hex()[:8] not in shown
        assert repr(secret)[2:10] not in shown
    with pytest.raises(TypeError):
        pickle.dumps(keys)
