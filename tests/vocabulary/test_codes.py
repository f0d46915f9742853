import unicodedata

import pytest

from casework.paths import ROOT_POLICIES
from casework.vocabulary import Vocabulary, load
from casework.vocabulary.required import OPEN, REQUIRED


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load(ROOT_POLICIES)


def test_every_list_holds_the_codes_the_program_reckons_with(vocabulary: Vocabulary) -> None:
    for name, codes in REQUIRED.items():
        assert set(codes) <= set(vocabulary[name].codes), name
        assert name in OPEN or vocabulary[name].codes == codes, name


def test_the_acts_are_the_sixteen_letters_of_the_law(vocabulary: Vocabulary) -> None:
    assert "".join(vocabulary["act"].codes) == "abcdđeghiklmnopq"
    assert [term.law for term in vocabulary["act"]] == [
        f"Luật 13/2022/QH15, Điều 3 khoản 1 điểm {letter}" for letter in "abcdđeghiklmnopq"
    ]


def test_labels_are_in_both_languages_and_composed(vocabulary: Vocabulary) -> None:
    for codes in vocabulary.lists.values():
        for term in codes:
            assert term.words.vi == unicodedata.normalize("NFC", term.words.vi)
            assert term.words.vi != term.words.en, (codes.name, term.code)


def test_a_label_is_accepted_where_the_code_is(vocabulary: Vocabulary) -> None:
    for codes in vocabulary.lists.values():
        for term in codes:
            for text in (term.code, term.words.vi, *term.also):
                for form in ("NFC", "NFD"):
                    untidy = "  " + unicodedata.normalize(form, text.upper()) + " "
                    assert codes.recognise(untidy) == term.code, (codes.name, text)


def test_diacritics_may_be_left_out_only_where_they_leave_no_doubt(vocabulary: Vocabulary) -> None:
    assert vocabulary["need"].recognise("chua ro") == "chua_ro"
    assert vocabulary["relation"].recognise("vo chong cu") == "vo_chong_cu"
    assert vocabulary["act"].recognise("Đ") == "đ"
    assert vocabulary["act"].recognise("D") == "d"
    assert vocabulary["sex"].recognise("gì đó") is None
    assert vocabulary["act"].recognise("j") is None


def test_a_code_that_is_gone_is_shown_as_it_is(vocabulary: Vocabulary) -> None:
    assert vocabulary.label("sex", "nu", "en") == "Female"
    assert vocabulary.label("sex", "nu", "vi") == "Nữ"
    assert vocabulary.label("sex", "gone") == "gone"
    assert "gone" not in vocabulary["sex"]


def test_choices_keep_the_order_of_the_file(vocabulary: Vocabulary) -> None:
    assert vocabulary["need"].choices("en") == [("co", "Yes"), ("khong", "No"), ("chua_ro", "Not yet known")]
