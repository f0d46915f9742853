import math
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.crypto.index import CROWD, Kind, bits_for, token
from casework.crypto.keys import Keys

KINDS: tuple[Kind, ...] = get_args(Kind)


def test_there_are_five_indexes_and_no_others(keys: Keys) -> None:
    assert set(KINDS) == set(CROWD)
    assert len(KINDS) == 5
    with pytest.raises(ValueError, match="no index 'surname'"):
        token(keys, "surname", 1, "dao", 12)  # type: ignore[arg-type]  # what must be refused


@pytest.mark.parametrize(
    ("kind", "few", "many"),
    [
        ("citizen_number", 13, 15),
        ("phone", 13, 15),
        ("full_name", 12, 14),
        ("full_name_birth_year", 12, 14),
        ("given_name_birth_year", 10, 12),
    ],
)
def test_token_lengths_at_twenty_and_a_hundred_thousand(kind: Kind, few: int, many: int) -> None:
    assert (bits_for(kind, 20_000), bits_for(kind, 100_000)) == (few, many)


@given(st.sampled_from(KINDS), st.integers(64, 5_000_000))
def test_buckets_lie_between_the_root_and_half_of_the_people(kind: Kind, people: int) -> None:
    assert math.sqrt(people) <= 2 ** bits_for(kind, people) <= people / 2
    assert bits_for(kind, people) <= bits_for("phone", people)


@given(st.sampled_from(KINDS), st.text(), st.integers(3, 20))
def test_tokens_fit_their_bits(kind: Kind, folded: str, bits: int) -> None:
    keys = Keys.__new__(Keys)
    object.__setattr__(keys, "index_root", bytes(32))
    assert 0 <= token(keys, kind, 1, folded, bits) < 2**bits


def test_tokens_differ_by_kind_version_value_and_key(keys: Keys) -> None:
    other = Keys(keys.root, bytes(32), keys.audit_mac, keys.audit_signing, keys.app_secret)
    tokens = [
        token(keys, "phone", 1, "0912345678", 60),
        token(keys, "citizen_number", 1, "0912345678", 60),
        token(keys, "phone", 2, "0912345678", 60),
        token(keys, "phone", 1, "0912345679", 60),
        token(other, "phone", 1, "0912345678", 60),
    ]
    assert len(set(tokens)) == 5


def test_known_answers(keys: Keys) -> None:
    assert token(keys, "full_name", 1, "dao thi hoa", 12) == 635
    assert token(keys, "citizen_number", 1, "001099000001", 15) == 10640


def test_tokens_spread_evenly(keys: Keys) -> None:
    counts = [0] * 64
    for number in range(6_400):
        counts[token(keys, "phone", 1, f"09{number:08}", 6)] += 1
    assert 60 < min(counts) <= max(counts) < 145
