from uuid import UUID

import pytest
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF, HKDFExpand
from cryptography.hazmat.primitives.keywrap import aes_key_unwrap
from hypothesis import given
from hypothesis import strategies as st

from casework.crypto import Tampered
from casework.crypto.derivation import Prf, joined
from casework.crypto.epochs import fresh_key, unwrapped_key

SUBJECT = UUID("01932a5e-7c00-7000-8000-000000000001")
OTHER = UUID("01932a5e-7c00-7000-8000-000000000002")
KEK = Prf.extracted(bytes(range(32)))


@given(st.binary(min_size=32, max_size=32), st.binary(max_size=200))
def test_expand_is_hkdf_expand(key: bytes, info: bytes) -> None:
    assert Prf(key).expand(info) == HKDFExpand(SHA256(), 32, info).derive(key)


@given(st.binary(min_size=1, max_size=64), st.binary(max_size=200))
def test_extract_and_expand_is_hkdf(secret: bytes, info: bytes) -> None:
    assert Prf.extracted(secret).expand(info) == HKDF(SHA256(), 32, None, info).derive(secret)


@given(st.lists(st.binary(max_size=6), max_size=5), st.lists(st.binary(max_size=6), max_size=5))
def test_different_parts_never_join_to_the_same(one: list[bytes], two: list[bytes]) -> None:
    assert (joined(*one) == joined(*two)) == (one == two)


def test_the_wrapping_key_is_bound_to_subject_and_generation() -> None:
    cipher, wrapped = fresh_key(KEK, SUBJECT, 3)
    info = joined(b"dek-wrap", SUBJECT.bytes, (3).to_bytes(2, "big"))
    dek = aes_key_unwrap(HKDF(SHA256(), 32, None, info).derive(bytes(range(32))), wrapped)
    check = HKDFExpand(SHA256(), 32, joined(b"check")).derive(dek)[:16]
    assert check == cipher.check_value
    assert unwrapped_key(KEK, SUBJECT, 3, wrapped, check).check_value == check


@pytest.mark.parametrize(
    ("subject", "generation", "kek"),
    [(OTHER, 3, KEK), (SUBJECT, 4, KEK), (SUBJECT, 3, Prf.extracted(bytes(32)))],
)
def test_a_wrapped_key_moved_elsewhere_does_not_open(subject: UUID, generation: int, kek: Prf) -> None:
    cipher, wrapped = fresh_key(KEK, SUBJECT, 3)
    with pytest.raises(Tampered):
        unwrapped_key(kek, subject, generation, wrapped, cipher.check_value)


@pytest.mark.parametrize("wrapped", [b"", b"short", bytes(40), bytes(48)])
def test_rubbish_in_place_of_a_wrapped_key_is_tampering(wrapped: bytes) -> None:
    with pytest.raises(Tampered):
        unwrapped_key(KEK, SUBJECT, 1, wrapped, bytes(16))


def test_a_wrong_check_value_is_tampering() -> None:
    _, wrapped = fresh_key(KEK, SUBJECT, 1)
    with pytest.raises(Tampered):
        unwrapped_key(KEK, SUBJECT, 1, wrapped, bytes(16))


def test_known_answers() -> None:
    wrapped = bytes.fromhex(
        "3c1dc43ebddf328b72a6fd9255c17a948891a1c018964935d5512cfdd2f3592c604ae9564d146e43"
    )
    check = bytes.fromhex("dac778564e35bd70b6d382f7ce805637")
    cipher = unwrapped_key(KEK, SUBJECT, 1, wrapped, check)
    assert cipher.check_value == check
    assert KEK.expand(b"known").hex() == "0bf8adb490821ee3c9a01c457ba68ca742472e57370c7b13fd4fe4c258eb3499"
