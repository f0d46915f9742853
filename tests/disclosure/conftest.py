import pytest

from casework.disclosure import DisclosurePolicy, load_disclosure
from casework.paths import ROOT_POLICIES

INSTITUTIONS = ("facilities_active",)


@pytest.fixture(scope="session")
def policy() -> DisclosurePolicy:
    return load_disclosure(ROOT_POLICIES / "disclosure.toml", INSTITUTIONS)
