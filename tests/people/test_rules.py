"""Particulars: what is refused, what only looks odd, and what a value is compared by."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.people import partialdates, rules
from casework.people.references import ALPHABET, new_reference
from casework.people.requests import PersonRequest
from casework.refusal import Refusal

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize("typed", ["", "001187012345", "001 187 012 345", "001.187.012.345"])
def test_twelve_digits_or_nothing_are_accepted(typed: str) -> None:
    rules.check_citizen_number(typed)


@pytest.mark.parametrize("typed", ["00118701234", "0011870123456", "00118701234a", "٠٠١١٨٧٠١٢٣٤٥"])
def test_anything_else_is_refused_at_its_field(typed: str) -> None:
    with pytest.raises(Refusal) as refused:
        rules.check_citizen_number(typed)
    assert refused.value.field == "citizen_number"
    assert typed not in str(refused.value)


@pytest.mark.parametrize(
    ("number", "sex", "birth", "odd"),
    [
        ("001187012345", "nu", "1987", 0),
        ("001087012345", "nam", "1987-03", 0),
        ("001303012345", "nu", "2003-01-02", 0),
        ("001187012345", "nam", "1987", 1),
        ("001187012345", "nu", "1988", 1),
        ("003187012345", "nu", "1987", 1),
        ("003087012345", "nu", "1950", 3),
        ("001187012345", "chua_ro", "", 0),
        ("001187012345", "khac", "", 0),
        ("", "nu", "1987", 0),
        ("002187012345", "nu", "1987", 0),  # Hà Giang is no province any more, its code stays valid
    ],
)
def test_what_the_first_digits_say_is_compared(number: str, sex: str, birth: str, odd: int) -> None:
    assert len(rules.citizen_warnings(number, sex, birth)) == odd


@pytest.mark.parametrize(
    ("typed", "international"),
    [
        ("0912 345 678", "+84912345678"),
        ("0912.345.678 (chị gái)", "+84912345678"),
        ("+84 912 345 678", "+84912345678"),
        ("84912345678", "+84912345678"),
        ("024 3825 1234", "+842438251234"),
        ("+1 650 253 0000", "+16502530000"),
        ("không có", ""),
        ("12", ""),
        ("", ""),
    ],
)
def test_a_phone_is_compared_as_the_world_writes_it(typed: str, international: str) -> None:
    assert rules.phone_e164(typed) == international


@given(st.from_regex(r"0[35789][0-9]{8}", fullmatch=True))
def test_the_short_way_for_mobiles_says_what_the_long_one_does(typed: str) -> None:
    assert rules.phone_e164(typed) == rules.phone_e164(f"{typed} ")


def test_a_phone_that_is_none_is_refused_and_none_is_fine() -> None:
    rules.check_phone("")
    with pytest.raises(Refusal):
        rules.check_phone("không có")


@pytest.mark.parametrize("birth", ["2026-11-23", "2026-12", "2027", "1899", "1987-13", "87", "1987-3-5"])
def test_a_birth_that_cannot_be_is_refused(birth: str) -> None:
    with pytest.raises(Refusal) as refused:
        rules.check_birth(birth, TODAY)
    assert refused.value.field == "birth"


@pytest.mark.parametrize("birth", ["", "2026", "2026-11", "2026-11-22", "1900"])
def test_a_birth_that_can_be_is_accepted(birth: str) -> None:
    rules.check_birth(birth, TODAY)


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 1, 1)))
def test_a_day_lies_between_the_earliest_and_the_latest_of_its_parts(day: date) -> None:
    for text in (f"{day:%Y-%m-%d}", f"{day:%Y-%m}", f"{day:%Y}"):
        first, last = partialdates.earliest(text), partialdates.latest(text)
        assert first is not None
        assert last is not None
        assert first <= day <= last
        assert partialdates.year(text) == day.year


def test_the_latest_day_of_february_knows_leap_years() -> None:
    assert partialdates.latest("2024-02") == date(2024, 2, 29)
    assert partialdates.latest("2026-02") == date(2026, 2, 28)


def test_references_are_ten_letters_that_cannot_be_misread() -> None:
    made = {new_reference() for _ in range(2_000)}
    assert len(made) == 2_000
    assert all(len(each) == 10 and set(each) <= set(ALPHABET) for each in made)


def test_a_request_never_shows_itself() -> None:
    assert "Hòa" not in repr(PersonRequest(full_name="Đào Thị Hòa"))
