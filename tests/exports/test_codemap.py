"""The map of codes is read strictly: what nobody could mean stops the start."""

import shutil
from pathlib import Path

import pytest

from casework.exports.codemaps import codes_of, exact_tables, load_codemap
from casework.exports.linemap import load_linemap
from casework.exports.site import load_exchange
from casework.indicators.policies import SitePolicies
from casework.paths import ROOT_POLICIES
from casework.vocabulary.policyfiles import PolicyError

SHIPPED = (ROOT_POLICIES / "exchange/dhis2.toml").read_text()
SHEET = (ROOT_POLICIES / "exchange/gbvims.toml").read_text()


def test_the_shipped_map_names_everything_that_a_release_can_have(policies: SitePolicies) -> None:
    found = load_codemap(ROOT_POLICIES / "exchange/dhis2.toml", policies)
    assert set(found.elements) == set(exact_tables(policies))
    assert set(found.org_units) == {"VN", *policies.units.provinces}
    for names in exact_tables(policies).values():
        for name in names:
            assert set(found.options[name]) == set(codes_of(name, policies))
    assert found.source_status == "unconfirmed"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("victims-base =", "victims-bass =", "elements.victims-bass"),
        ('dimension = "sex"', 'dimension = "sexes"', "dimension"),
        ('nu = "SEX-NU"', 'nuu = "SEX-NU"', "nuu"),
        ('nu = "SEX-NU"', 'nu = "SEX-NAM"', "twice"),
        ('id = "GBV_SEX"', 'id = "value"', "attribute"),
        ('id = "GBV_SEX"', 'id = "GBV SEX"', "attribute"),
        ('id = "GBV_SEX"', 'id = "GBV_STREAM"', "twice"),
        ('01 = "VN-01"', '99 = "VN-01"', "99"),
        ('01 = "VN-01"', '01 = "VN 01"', "letters"),
        ('ids = "code"', 'ids = "uid"', "eleven"),
        ('joint = "_"', 'joint = "_"\nsurplus = 1', "surplus"),
    ],
)
def test_a_map_that_nobody_could_mean_is_refused(
    old: str, new: str, words: str, tmp_path: Path, policies: SitePolicies
) -> None:
    assert SHIPPED.count(f"\n{old}") >= 1
    path = tmp_path / "dhis2.toml"
    path.write_text(SHIPPED.replace(f"\n{old}", f"\n{new}", 1))
    with pytest.raises(PolicyError, match=words):
        load_codemap(path, policies)


def test_a_combination_can_be_named_outright(tmp_path: Path, policies: SitePolicies) -> None:
    path = tmp_path / "dhis2.toml"
    path.write_text(SHIPPED + '\n[combos]\n"victims-base/yes" = "OWN"\n')
    found = load_codemap(path, policies)
    assert found.combo("victims-base", ("reached",), ("yes",)) == "OWN"
    assert found.combo("victims-base", ("reached",), ("no",)) == "REACHED-NO"
    path.write_text(SHIPPED + '\n[combos]\n"victims-base/perhaps" = "OWN"\n')
    with pytest.raises(PolicyError, match="perhaps"):
        load_codemap(path, policies)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('nu = "F"', 'nu = "W"', "nu"),
        ('tam_lanh = "SAFE HOUSE / SHELTER"', 'tam_lanh = "SHELTER"', "tam_lanh"),
        ('vo_chong = "', 'vo = "', "vo"),
        ("minutes_to_take = 30", "minutes_to_take = 0", "minutes_to_take"),
    ],
)
def test_a_sheet_that_nobody_could_mean_is_refused(
    old: str, new: str, words: str, tmp_path: Path, policies: SitePolicies
) -> None:
    assert old in SHEET
    path = tmp_path / "gbvims.toml"
    path.write_text(SHEET.replace(old, new, 1))
    with pytest.raises(PolicyError, match=words):
        load_linemap(path, policies.vocabulary)


def test_a_file_that_no_room_reads_is_refused(tmp_path: Path, policies: SitePolicies) -> None:
    shutil.copytree(ROOT_POLICIES / "exchange", tmp_path / "exchange")
    load_exchange(tmp_path, policies)
    (tmp_path / "exchange/dhis3.toml").write_text("")
    with pytest.raises(PolicyError, match="dhis3"):
        load_exchange(tmp_path, policies)
