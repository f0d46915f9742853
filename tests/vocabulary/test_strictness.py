"""An unknown word anywhere in a policy file stops the start, and the message says where."""

import copy
import shutil
import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from casework.access.policy import load_access
from casework.api.policy import load_interface
from casework.danger import load_danger
from casework.deadlines import load_deadlines
from casework.disclosure.policy import load_disclosure
from casework.exports.site import load_exchange
from casework.indicators.catalogue import CellReader, load_catalogue
from casework.indicators.definitions import load_indicators
from casework.indicators.narrative import load_narrative
from casework.indicators.planfiles import load_plans
from casework.indicators.policies import SitePolicies, load_policies
from casework.indicators.statistics import load_statistics
from casework.paths import ROOT_POLICIES
from casework.sharing import load_sharing
from casework.vocabulary import PolicyError, load, load_units
from tests.vocabulary.toml_text import ends, inside, leaves, spoken, tables, written

STRICT = sorted(path.relative_to(ROOT_POLICIES).as_posix() for path in ROOT_POLICIES.rglob("*.toml"))
TABLES = [name for name in STRICT if name != "access.toml"]  # there a new key is a role, a permission
VOCABULARY, UNITS = load(ROOT_POLICIES), load_units(ROOT_POLICIES)
INDICATORS = load_indicators(ROOT_POLICIES / "indicators.toml", VOCABULARY)
CATALOGUE = load_catalogue(ROOT_POLICIES / "tables.toml", INDICATORS, VOCABULARY)

# Keys whose values are words of the program: no other word may stand there.
WORDS = {
    "indicator",
    "stream",
    "comparison",
    "level",
    "source_status",
    "period",
    "counts",
    "fact",
    "list",
    "any",
    "sex",
    "case_kinds",
    "need",
    "provider_kinds",
    "splits",
    "services",
    "kinds",
    "indicators",
    "units",
    "partly",
    "due_before",
    "data_cut_off",
    "population",
    "area",
    "base",
    "crosses",
    "dimensions",
}


@cache
def site() -> SitePolicies:
    """All that is shipped: what others call it is held against it."""
    return load_policies(ROOT_POLICIES)


def loader(name: str, root: Path) -> Callable[[], object]:
    folder = name.split("/", maxsplit=1)[0]
    loaders: dict[str, Callable[[], object]] = {
        "vocabulary": lambda: load(root),
        "plans": lambda: load_plans(root / "plans", INDICATORS, UNITS),
        "indicators.toml": lambda: load_indicators(root / name, VOCABULARY),
        "disclosure.toml": lambda: load_disclosure(root / name, ["facilities_active"]),
        "access.toml": lambda: load_access(root / name, VOCABULARY["provider_kind"].codes),
        "deadlines.toml": lambda: load_deadlines(root / name),
        "sharing.toml": lambda: load_sharing(root / name, VOCABULARY),
        "risk.toml": lambda: load_danger(root / name, VOCABULARY),
        "reporting.toml": lambda: load_narrative(root / name),
        "statistics.toml": lambda: load_statistics(
            root / name, CATALOGUE, CellReader(INDICATORS, VOCABULARY)
        ),
        "tables.toml": lambda: load_catalogue(root / name, INDICATORS, VOCABULARY),
        "exchange": lambda: (load_exchange(root, site()), load_interface(root)),
    }
    return loaders[folder]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A site's own copy of the policies (without the units and all plans, for speed)."""
    return Path(
        shutil.copytree(ROOT_POLICIES, tmp_path / "policies", ignore=shutil.ignore_patterns("units", "plans"))
    )


def refused(name: str, root: Path, values: dict[str, Any]) -> str:
    path = root / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(written(values), encoding="utf-8")
    with pytest.raises(PolicyError) as caught:
        loader(name, root)()
    return str(caught.value)


def read(name: str) -> dict[str, Any]:
    return tomllib.loads((ROOT_POLICIES / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", STRICT)
def test_what_is_shipped_loads_also_when_written_by_another_hand(name: str, root: Path) -> None:
    (root / name).parent.mkdir(exist_ok=True)
    (root / name).write_text(written(read(name)), encoding="utf-8")
    loader(name, root)()


@pytest.mark.parametrize("name", TABLES)
def test_an_unknown_key_in_any_table(name: str, root: Path) -> None:
    values = read(name)
    for at in ends(tables(values)):
        wrong = copy.deepcopy(values)
        inside(wrong, at)["surprise"] = "x"
        message = refused(name, root, wrong)
        assert name.rsplit("/", maxsplit=1)[-1] in message
        assert "surprise" in message, spoken(at)


@pytest.mark.parametrize("name", [name for name in TABLES if not name.startswith("vocabulary/")])
def test_an_unknown_word_in_any_place_for_words(name: str, root: Path) -> None:
    values = read(name)
    for at in ends(at for at, _ in leaves(values)):
        key = next(step for step in reversed(at) if isinstance(step, str))
        if key not in WORDS or at[0] == "notes":
            continue
        wrong = copy.deepcopy(values)
        inside(wrong, at[:-1])[at[-1]] = "surprise"
        message = refused(name, root, wrong)
        assert name.rsplit("/", maxsplit=1)[-1] in message
        assert key in message, spoken(at)


@pytest.mark.parametrize("name", TABLES)
def test_a_label_in_one_language_only(name: str, root: Path) -> None:
    values = read(name)
    for at in ends(at for at, _ in leaves(values)):
        if at[-1] in ("vi", "en"):
            wrong = copy.deepcopy(values)
            del inside(wrong, at[:-1])[at[-1]]
            message = refused(name, root, wrong)
            assert f".{at[-1]}: is missing" in message


def test_a_role_may_not_be_given_what_does_not_exist(root: Path) -> None:
    values = read("access.toml")
    for role in values:
        unknown_permission, unknown_predicate = copy.deepcopy(values), copy.deepcopy(values)
        unknown_permission[role]["case:burn"] = "any"
        unknown_predicate[role][next(name for name in values[role] if ":" in name)] = "sometimes"
        assert "case:burn" in refused("access.toml", root, unknown_permission)
        assert "sometimes" in refused("access.toml", root, unknown_predicate)


def test_a_code_twice_a_code_missing_and_a_code_too_many(root: Path) -> None:
    values = read("vocabulary/need.toml")
    twice, missing, more = (copy.deepcopy(values) for _ in range(3))
    twice["term"].append(values["term"][0])
    del missing["term"][0]
    more["term"].append({"code": "co_le", "vi": "Có lẽ", "en": "Perhaps"})
    assert "need.toml: term[4].code: is “co” a second time" in refused("vocabulary/need.toml", root, twice)
    assert "the code “co” is missing" in refused("vocabulary/need.toml", root, missing)
    assert "“co_le” is not one" in refused("vocabulary/need.toml", root, more)


def test_two_codes_may_not_share_a_spelling(root: Path) -> None:
    values = read("vocabulary/source.toml")
    values["term"][0]["also"] = ["Y tế"]
    assert "“Y tế” already means another code" in refused("vocabulary/source.toml", root, values)


def test_a_site_may_add_to_an_open_list(root: Path) -> None:
    values = read("vocabulary/source.toml")
    values["term"].append({"code": "bao_chi", "vi": "Báo chí", "en": "Press"})
    (root / "vocabulary/source.toml").write_text(written(values), encoding="utf-8")
    assert load(root)["source"].recognise("báo chí") == "bao_chi"


def test_a_list_nobody_knows_and_a_list_that_is_missing(root: Path) -> None:
    (root / "vocabulary/colour.toml").write_text("", encoding="utf-8")
    with pytest.raises(PolicyError, match=r"colour\.toml"):
        load(root)
    (root / "vocabulary/colour.toml").unlink()
    (root / "vocabulary/act.toml").unlink()
    with pytest.raises(PolicyError, match=r"vocabulary/act\.toml: cannot be read"):
        load(root)


@pytest.mark.parametrize("text", [b"name = ", b"\xff\xfe"])
def test_what_is_no_toml(root: Path, text: bytes) -> None:
    (root / "indicators.toml").write_bytes(text)
    with pytest.raises(PolicyError, match=r"indicators\.toml: is not"):
        load_indicators(root / "indicators.toml", VOCABULARY)
