import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.paths import ROOT_POLICIES
from casework.vocabulary import Units, load_units
from casework.vocabulary.folding import fold
from casework.vocabulary.units import Certain, Uncertain

UNITS = load_units(ROOT_POLICIES)


@pytest.fixture
def units() -> Units:
    return UNITS


def test_all_units_are_there(units: Units) -> None:
    assert (len(units.provinces), len(units.communes), len(units.legacy)) == (34, 3321, 10035)
    assert sum(len(units.communes_of(code)) for code in units.provinces) == 3321
    kinds = [unit.kind for unit in units.communes.values()]
    assert {kind: kinds.count(kind) for kind in kinds} == {"xa": 2621, "phuong": 687, "dac_khu": 13}


def test_a_commune_keeps_its_leading_zeros_and_knows_its_province(units: Units) -> None:
    commune = units.commune("10729")
    assert commune
    assert (commune.name, commune.province_code) == ("Phường Trần Liễu", "31")
    assert units.commune("00004")
    assert units.commune("4") is None
    assert commune in units.communes_of("31")
    assert units.communes_of("99") == ()


def test_names_are_unique_in_a_province_and_not_in_the_country(units: Units) -> None:
    assert len({(unit.name, unit.province_code) for unit in units.communes.values()}) == 3321
    assert len({unit.name for unit in units.communes.values()}) < 3321


def test_an_old_commune_that_went_whole_into_one_unit_is_certain(units: Units) -> None:
    assert units.successor("00001") == Certain("00097")
    assert units.successor("07366") == Certain("07228")  # Quế Nham of Tân Yên, now in the ward of Đa Mai


def test_an_old_commune_that_was_divided_is_uncertain_with_its_centre_first(units: Units) -> None:
    assert units.successor("00007") == Uncertain(units.legacy["00007"].successors)
    assert units.legacy["00007"].successors[0] == "00008"


def test_a_code_of_today_is_of_today_even_if_the_old_unit_was_divided(units: Units) -> None:
    assert units.successor("10729") == Certain("10729")
    assert units.was_divided("10729")
    assert not units.was_divided("00004")


def test_a_code_that_never_was_has_no_successor(units: Units) -> None:
    assert units.successor("99999") is None
    assert units.successor("") is None


def test_every_old_code_has_an_answer_that_exists(units: Units) -> None:
    for code in units.legacy:
        match units.successor(code):
            case Certain(into):
                assert into in units.communes
            case Uncertain(several):
                assert len(several) > 1
                assert set(several) <= units.communes.keys()
            case None:
                pytest.fail(code)


def test_labels(units: Units) -> None:
    assert units.label("10729") == "Phường Trần Liễu, Thành phố Hải Phòng"
    assert units.label("31") == "Thành phố Hải Phòng"
    assert "Quận Ba Đình" in units.label("00001")
    assert units.label("99999") == "99999"


@pytest.mark.parametrize(
    "typed",
    [
        "phường trần liễu",
        "tran lieu, hai phong",
        "TRẦN LIỄU",
        "Tran Lieu, Thanh pho Hai Phong",
        "10729",
        " 10729 ",
    ],
)
def test_a_commune_is_found_as_people_type_it(units: Units, typed: str) -> None:
    assert [unit.code for unit in units.search(typed)] == ["10729"]
    found = units.recognise(typed)
    assert found
    assert found.code == "10729"


def test_typed_diacritics_rank_first(units: Units) -> None:
    assert all("Đường" in unit.name for unit in units.search("đường", 3))
    assert units.search("ba dinh", 2)[0].name in ("Phường Ba Đình", "Xã Ba Đình", "Xã Ba Dinh")
    assert units.search("Ba Dinh quảng ngãi")[0].name == "Xã Ba Dinh"


def test_both_schools_of_tone_find_the_same(units: Units) -> None:
    assert units.search("hoà bình") == units.search("hòa bình") != ()


def test_a_name_in_several_provinces_is_not_guessed(units: Units) -> None:
    assert units.recognise("Hòa Bình") is None
    assert units.recognise("Phường Hòa Bình, Hải Phòng") is not None


def test_the_beginning_of_a_name_is_searched_but_not_taken_for_the_name(units: Units) -> None:
    assert units.recognise("trần li") is None
    assert "10729" in {unit.code for unit in units.search("trần li")}
    assert units.search("") == units.search(" , ") == ()


@given(st.sampled_from(sorted(UNITS.communes)))
def test_every_label_is_recognised_with_and_without_diacritics(code: str) -> None:
    assert UNITS.recognise(UNITS.label(code)) == UNITS.communes[code]
    plain = fold(UNITS.label(code))
    assert UNITS.communes[code] in UNITS.search(plain)
