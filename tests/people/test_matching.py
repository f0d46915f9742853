"""Comparing names."""

import unicodedata
from collections.abc import Callable
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.people import tokens
from casework.people.matching import Wanted, alike
from casework.vocabulary.folding import fold

Form = Literal["NFC", "NFD"]

WORDS = """
Nguyễn Trần Lê Đào Phạm Hoàng Thị Văn Hòa Hoà Hoa Thúy Thuý Đường Dương Quý Khuê Loan Ngọc Ánh Ân
"""
SYLLABLES = st.sampled_from(WORDS.split())
NAMES = st.lists(SYLLABLES, min_size=2, max_size=5).map(" ".join)


@given(NAMES, st.sampled_from(["NFC", "NFD"]), st.sampled_from([str, str.upper, str.lower]), st.booleans())
def test_however_a_name_is_typed_it_has_one_token_text(
    name: str, form: Form, case: Callable[[str], str], spaced: bool
) -> None:
    typed = unicodedata.normalize(form, case(name))
    typed = f"  {typed.replace(' ', '   ')} " if spaced else typed
    one = tokens.indexed({"full_name": name, "birth": "1987-03"})
    other = tokens.indexed({"full_name": typed, "birth": "1987"})
    assert one == other
    assert tokens.indexed({"full_name": fold(name), "birth": "1987-03-05"}) == one


@given(NAMES)
def test_a_name_finds_itself_first_with_and_without_diacritics(name: str) -> None:
    assert Wanted.of(name).rank(name) == (0, 0.0)
    bare = Wanted.of(fold(name)).rank(name)
    assert bare is not None
    assert bare[0] in {0, 1}


def test_tokens_are_of_five_kinds_and_of_whole_values_only() -> None:
    values = {
        "full_name": "Đào Thị Hoà",
        "birth": "1987-03",
        "citizen_number": "001 187 012 345",
        "phone": "0912345678",
    }
    assert tokens.indexed(values) == {
        "citizen_number": "001187012345",
        "phone": "+84912345678",
        "full_name": "dao thi hoa",
        "full_name_birth_year": "dao thi hoa|1987",
        "given_name_birth_year": "hoa|1987",
    }
    assert tokens.indexed({"full_name": "", "birth": "1987", "citizen_number": "", "phone": ""}) == {}


@pytest.mark.parametrize(
    ("typed", "first", "second"),
    [
        ("dao thi hoa", "Dao Thi Hoa", "Đào Thị Hòa"),
        ("Đào Thị Hòa", "Đào Thị Hoà", "Đào Thị Hoa"),
        ("Đường", "Trần Văn Đường", "Trần Văn Dương"),
        ("thi hoa", "Đào Thị Hòa", "Đào Thị Lan"),
        ("dao thi hoa", "Đào Thị Hòa", "Đào Thị Hòa Bình"),
        ("nguyen thi hao", "Nguyễn Thị Hoa", "Trần Văn Ân"),
    ],
)
def test_the_better_name_comes_first(typed: str, first: str, second: str) -> None:
    better, worse = Wanted.of(typed).rank(first), Wanted.of(typed).rank(second)
    assert better is not None
    assert worse is None or better < worse


def test_names_a_slip_apart_are_alike_and_others_are_not() -> None:
    assert alike("Nguyễn Thị Hoa", "nguyen thi hao")
    assert not alike("Nguyễn Thị Hoa", "Trần Văn Bình")
