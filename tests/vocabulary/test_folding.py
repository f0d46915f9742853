import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from casework.vocabulary.folding import fold, given_name, sort_key, tone_normal

NAMES = st.text(alphabet="aàáảãạăâđeèéẻẽẹêhioòóỏõọôơuùúủũụưyỳýỷỹỵqnhgtHĐÁ -'", max_size=20)
ANYTHING = st.one_of(NAMES, st.text(max_size=20))


def test_a_name_is_found_without_diacritics_whichever_way_it_is_written() -> None:
    assert fold("Đào  Thị HOÀ") == fold("đào thị hòa") == "dao thi hoa"
    assert fold("Ðặng") == "dang"  # the letter eth, which some keyboards give for đ
    assert fold("Nguyễn Ước") == "nguyen uoc"


def test_both_schools_of_tone_marks_meet() -> None:
    both = {
        "Hoà": "Hòa",
        "khoẻ": "khỏe",
        "Thuý": "Thúy",
        "Uỷ": "Ủy",
        "loè": "lòe",
        "toạ": "tọa",
        "HUỶ": "HỦY",
        "hoã": "hõa",
        "qúy": "quý",
        "hòan": "hoàn",
        "Hòang": "Hoàng",
    }
    assert {tone_normal(new) for new in both} == set(both.values())
    assert {tone_normal(old) for old in both.values()} == set(both.values())


def test_words_with_one_school_stay_as_they_are() -> None:
    for word in [
        "quý",
        "Quỳnh",
        "hoàng",
        "ngoèo",
        "xoáy",
        "khuỷu",
        "suýt",
        "hoặc",
        "oằn",
        "Loan",
        "của",
        "mía",
        "Huế",
        "thuở",
        "khuya",
        "quả",
    ]:
        assert tone_normal(word) == word


@given(ANYTHING)
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert tone_normal(tone_normal(text)) == tone_normal(text)


@given(ANYTHING)
def test_unicode_form_makes_no_difference(text: str) -> None:
    composed, apart = unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)
    assert fold(composed) == fold(apart)
    assert tone_normal(composed) == tone_normal(apart)
    assert sort_key(composed) == sort_key(apart)


@given(NAMES)
def test_moving_the_tone_keeps_every_letter_and_every_mark(text: str) -> None:
    before, after = (unicodedata.normalize("NFD", one) for one in (text, tone_normal(text)))
    assert sorted(before) == sorted(after)
    assert fold(text) == fold(tone_normal(text))


def test_people_are_listed_by_given_name_in_the_order_of_the_alphabet() -> None:
    listed = ["Vũ An", "Lê Ăn", "Bùi Ân", "Hồ Dung", "Bùi Đức", "An Lê", "An Tô", "Bùi Ước", "Hà Yến"]
    assert sorted(listed, key=sort_key) == listed


def test_tones_come_after_letters_in_their_own_order() -> None:
    listed = ["Ma", "Mà", "Mả", "Mã", "Má", "Mạ", "Mai", "Mạc"]
    assert sorted(listed, key=sort_key) == ["Ma", "Mà", "Mả", "Mã", "Má", "Mạ", "Mạc", "Mai"]


def test_the_same_name_sorts_alike_in_both_schools() -> None:
    assert sort_key("Trần Thị Hoà") == sort_key("trần thị Hòa")


def test_given_name() -> None:
    assert given_name("  Trần Thị  Hoà ") == "Hòa"
    assert given_name("H'Hen") == "H'Hen"
    assert given_name(" ") == ""
