from uuid import UUID

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand
from hypothesis import given
from hypothesis import strategies as st

from casework.crypto.cipher import SubjectCipher, Unopened, domain_of, padded
from casework.crypto.derivation import joined

DEK = bytes(range(32))
SUBJECT = UUID("01932a5e-7c00-7000-8000-000000000001")
ROW = UUID("01932a5e-7c00-7000-8000-0000000000aa")
NAME = domain_of("person.full_name")
CIPHER = SubjectCipher(SUBJECT, 1, DEK)
PLACE = ROW.bytes + CIPHER.tail
HOA = "Đào Thị Hoà".encode()


def test_a_frozen_value_still_opens() -> None:
    sealed = bytes.fromhex(
        "0101000116b1c17d11c6e60b06ef6d9b1d6ce88524302175cfc98bd370f740e097f11467e1c75eebd444b7bf9b6d486ef39d8a9f09320bd25a699b80e3252e4d"
    )
    assert CIPHER.open(NAME, PLACE, sealed) == HOA
    assert CIPHER.check_value.hex() == "4867b2341d94ecd91ea7a1f2e857c709"
    assert (
        CIPHER.row_seal(joined(b"row-seal", b"person"), b"message").hex()
        == "81d303a050c7601f65ef1a2612f83e9cee2b53f33ce2f13631873e37bba6ff6a"
    )


def test_the_format_is_the_one_that_is_written_down() -> None:
    key = HKDFExpand(SHA256(), 32, joined(b"column", b"person.full_name", b"")).derive(DEK)
    bound = joined(b"casework.sealed.1", b"person.full_name", ROW.bytes, SUBJECT.bytes, b"\0\1")
    text = (len(HOA).to_bytes(4, "big") + HOA).ljust(32, b"\0")
    nonce = bytes(12)
    sealed = b"\1\1\0\1" + nonce + AESGCM(key).encrypt(nonce, text, bound)
    assert CIPHER.open(NAME, PLACE, sealed) == HOA


@given(st.binary(max_size=9000))
def test_what_is_sealed_opens_again(text: bytes) -> None:
    sealed = CIPHER.seal(NAME, PLACE, text)
    assert CIPHER.open(NAME, PLACE, sealed) == text
    assert CIPHER.seal(NAME, PLACE, text) != sealed


@given(st.data(), st.binary(max_size=40))
def test_any_changed_byte_shows(data: st.DataObject, text: bytes) -> None:
    sealed = bytearray(CIPHER.seal(NAME, PLACE, text))
    at = data.draw(st.integers(0, len(sealed) - 1))
    sealed[at] ^= data.draw(st.integers(1, 255))
    with pytest.raises(Unopened):
        CIPHER.open(NAME, PLACE, bytes(sealed))


@given(st.data())
def test_a_cut_value_shows(data: st.DataObject) -> None:
    sealed = CIPHER.seal(NAME, PLACE, HOA)
    with pytest.raises(Unopened):
        CIPHER.open(NAME, PLACE, sealed[: data.draw(st.integers(0, len(sealed) - 1))])


OTHER = UUID("01932a5e-7c00-7000-8000-0000000000bb")
ELSEWHERE = {
    "another row": (CIPHER, NAME, OTHER),
    "another column": (CIPHER, domain_of("person.address"), ROW),
    "another compartment": (CIPHER, domain_of("person.full_name", "minors"), ROW),
    "another person": (SubjectCipher(OTHER, 1, DEK), NAME, ROW),
    "another generation": (SubjectCipher(SUBJECT, 2, DEK), NAME, ROW),
    "another key": (SubjectCipher(SUBJECT, 1, bytes(32)), NAME, ROW),
}


@pytest.mark.parametrize("where", ELSEWHERE)
def test_a_value_moved_elsewhere_does_not_open(where: str) -> None:
    cipher, domain, row = ELSEWHERE[where]
    sealed = CIPHER.seal(NAME, PLACE, HOA)
    with pytest.raises(Unopened):
        cipher.open(domain, row.bytes + cipher.tail, sealed)
    if where == "another generation":  # nor with the number in its head set right
        with pytest.raises(Unopened):
            cipher.open(domain, row.bytes + cipher.tail, sealed[:2] + b"\0\2" + sealed[4:])


BUCKETS = {28: 32, 29: 64, 60: 64, 61: 128, 124: 128, 125: 256, 252: 256, 253: 512, 508: 512, 509: 1024}
FAR = {0: 32, 1: 32, 4092: 4096, 4093: 8192, 8188: 8192, 8189: 12288}


@pytest.mark.parametrize(("length", "bucket"), [*BUCKETS.items(), *FAR.items()])
def test_lengths_tell_only_their_bucket(length: int, bucket: int) -> None:
    assert len(padded(b"x" * length)) == bucket
    assert len(CIPHER.seal(NAME, PLACE, b"x" * length)) == 4 + 12 + bucket + 16


@given(st.integers(0, 20_000))
def test_padding_never_shrinks_and_wastes_little(length: int) -> None:
    size = len(padded(b"x" * length))
    assert size >= length + 4
    assert size <= max(32, 2 * (length + 4), length + 4 + 4096)


def test_a_cipher_does_not_show_its_key() -> None:
    assert repr(CIPHER) == "SubjectCipher(generation=1)"
