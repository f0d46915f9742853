import base64

import pytest

from casework.crypto import Vault
from casework.crypto.keys import Keys
from casework.crypto.signing import (
    Checkpoint,
    audit_mac,
    sign_checkpoint,
    signed_body,
    verifier_key,
    verify_checkpoint,
)

ROOT = bytes(range(32))


def test_a_checkpoint_is_a_signed_note(keys: Keys) -> None:
    text = sign_checkpoint(keys, "casework/audit", 42, ROOT)
    body, signature = text.split("\n\n")
    assert body.split("\n") == ["casework/audit", "42", base64.b64encode(ROOT).decode()]
    assert signature.startswith("\N{EM DASH} casework/audit ")
    assert signature.endswith("\n")
    assert len(base64.b64decode(signature.split()[-1])) == 4 + 64


def test_known_answers(keys: Keys) -> None:
    assert (
        verifier_key(keys, "casework/audit")
        == "casework/audit+c22da40a+ARdFU7RW3d/GkI7KscEB/mqyHiuqBhd5W31DpjSCmT/V"
    )
    assert sign_checkpoint(keys, "casework/audit", 42, ROOT).splitlines()[-1].split()[-1] == (
        "wi2kCnafAY/HHcThjE4Pj7G/KPb98OSB7qWpiCHfbc1gEJY/HrQDurL+HbU+QeOQOQkKQaPUgVENVvLW2sNm4A497AA="
    )


def test_the_published_example_of_a_signed_note_verifies() -> None:
    """From the documentation of golang.org/x/mod/sumdb/note."""
    verifier = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    signature = "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
    body = (
        "If you think cryptography is the answer to your problem,\n"
        "then you don't know what your problem is.\n"
    )
    note = f"{body}\n\N{EM DASH} PeterNeumann {signature}\n"
    assert signed_body(verifier, note) == body
    assert signed_body(verifier, note.replace("answer", "Answer")) is None
    assert verify_checkpoint(verifier, note) is None  # well signed, and no checkpoint


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("42", "41"),
        ("casework/audit\n", "elsewhere\n"),
        ("AAEC", "AAED"),
        ("\n\n", "\n"),
        ("\N{EM DASH} ", "- "),
    ],
)
def test_any_edit_shows(keys: Keys, old: str, new: str) -> None:
    text = sign_checkpoint(keys, "casework/audit", 42, ROOT)
    assert Vault(keys).read_checkpoint(text) == Checkpoint("casework/audit", 42, ROOT)
    assert old in text
    assert Vault(keys).read_checkpoint(text.replace(old, new, 1)) is None


def test_another_installation_cannot_sign(keys: Keys) -> None:
    other = Keys(keys.root, keys.index_root, keys.audit_mac, bytes(32), keys.app_secret)
    text = sign_checkpoint(other, "casework/audit", 42, ROOT)
    assert verify_checkpoint(verifier_key(other, "casework/audit"), text) is not None
    assert verify_checkpoint(verifier_key(keys, "casework/audit"), text) is None


@pytest.mark.parametrize(
    "text", ["", "\n\n", "a\nb\nc\n\nd", "casework/audit\n1\nAA==\n\n\N{EM DASH} casework/audit !!\n"]
)
def test_rubbish_is_no_checkpoint(keys: Keys, text: str) -> None:
    assert Vault(keys).read_checkpoint(text) is None


def test_the_audit_mac_keeps_parts_apart(keys: Keys) -> None:
    assert audit_mac(keys, b"ab", b"c") != audit_mac(keys, b"a", b"bc")
    assert audit_mac(keys, b"ab", b"c") == audit_mac(keys, b"ab", b"c")
