"""An indicator and a table that a site adds to its own policies stand on the pages, without a line of code."""

import shutil
from pathlib import Path

import pytest

from casework.indicators.policies import SitePolicies, load_policies
from casework.paths import ROOT_POLICIES
from tests.factories.browser import Browser

TABLE = """
[[table]]
code = "victims-old-and-young"
population = "victims"
area = "country"
dimensions = ["age_group"]
name = { vi = "Theo tuổi, của riêng tỉnh", en = "By age, a site's own" }

[[figure]]
indicator = "victims_sheltered"
population = "victims"
denominator = {}
numerator = { service = "tam_lanh" }
"""
INDICATOR = """
[[indicator]]
code = "victims_sheltered"
name = { vi = "Người được tạm lánh", en = "People who were sheltered" }
words = { vi = "Bao nhiêu người được tạm lánh.", en = "How many were sheltered." }
counts = "victims"
case_kinds = ["bao_luc_gia_dinh", "bao_luc_gioi_khac"]
numerator = { fact = "service", kinds = ["tam_lanh"] }
owner = { vi = "Sở Y tế", en = "Department of Health" }
source = { vi = "Kế hoạch của tỉnh", en = "The province's plan" }
source_status = "unconfirmed"
"""


@pytest.fixture(scope="session")
def policies(tmp_path_factory: pytest.TempPathFactory) -> SitePolicies:
    """The site's own copy, with both."""
    folder: Path = tmp_path_factory.mktemp("site") / "policies"
    shutil.copytree(ROOT_POLICIES, folder)
    for name, text in (("tables.toml", TABLE), ("indicators.toml", INDICATOR)):
        with (folder / name).open("a", encoding="utf-8") as file:
            file.write(text)
    return load_policies(folder)


def test_both_are_shown_and_explained(browser: Browser) -> None:
    index = browser.get("/dashboard").text
    assert "People who were sheltered" in index
    assert "By age, a site&#39;s own" in index
    assert "16 or 17" in browser.get("/dashboard/tables?table=victims-old-and-young").text
    told = browser.get("/dashboard/definitions").text
    assert "How many were sheltered." in told
    assert "at least one of these was delivered by the cut-off: Shelter" in told
    assert "By age, a site&#39;s own" in told
