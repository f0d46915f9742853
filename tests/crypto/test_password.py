import unicodedata
from time import process_time

import pytest

from casework.crypto import password as pw

pytestmark = pytest.mark.real_passwords


def test_a_password_verifies_and_another_does_not() -> None:
    phc = pw.hash_password("mưa rơi trên mái tôn")
    assert phc.startswith("$argon2id$v=19$m=47104,t=1,p=1$")
    assert pw.verify_password("mưa rơi trên mái tôn", phc)
    assert not pw.verify_password("mua roi tren mai ton", phc)
    assert not pw.needs_rehash(phc)


def test_the_keyboard_may_spell_diacritics_either_way() -> None:
    phc = pw.hash_password(unicodedata.normalize("NFC", "Hoà bình 1975"))
    assert pw.verify_password(unicodedata.normalize("NFD", "Hoà bình 1975"), phc)


def test_the_same_password_is_hashed_differently_each_time() -> None:
    assert pw.hash_password("x" * 12) != pw.hash_password("x" * 12)


@pytest.mark.parametrize("phc", ["", "rubbish", "$argon2id$v=19$m=47104,t=1,p=1$x$y", "$2b$12$abc"])
def test_a_damaged_hash_lets_nobody_in(phc: str) -> None:
    assert not pw.verify_password("x" * 12, phc)


def test_a_known_answer() -> None:
    phc = "$argon2id$v=19$m=47104,t=1,p=1$GUcO1ER+8TCVT29rcogsoQ$Uy29vp5a9pqDlsAoGMw8HbqyPgb101L2PSPHmqEcLzA"
    assert pw.verify_password("correct horse battery", phc)


def test_an_older_cost_asks_for_a_new_hash() -> None:
    assert pw.needs_rehash("$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$AAAA")


@pytest.mark.real_clock
def test_a_user_who_does_not_exist_costs_as_much() -> None:
    phc = pw.hash_password("x" * 12)

    def cost(known: bool) -> float:
        begun = process_time()
        answer = pw.verify_password("y" * 12, phc) if known else pw.verify_nobody("y" * 12)
        assert not answer
        return process_time() - begun

    known, nobody = (min(cost(each) for _ in range(3)) for each in (True, False))
    assert 0.4 < nobody / known < 2.5


def test_random_words_are_long_and_readable() -> None:
    token, word = pw.random_token(), pw.random_password()
    assert len(token) == 43
    assert token != pw.random_token()
    assert [len(group) for group in word.split("-")] == [4, 4, 4, 4]
    assert not set(word) & set("il1o0")
    assert len({pw.random_password() for _ in range(50)}) == 50


def test_tokens_are_kept_as_their_hash() -> None:
    assert pw.sha256("abc").hex() == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
