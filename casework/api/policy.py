"""The limits of the interface: ``policies/exchange/interface.toml``, read strictly."""

from dataclasses import dataclass
from pathlib import Path

from casework.vocabulary.policyfiles import open_section

FILE = Path("exchange/interface.toml")
_LONGEST = 1_830
_kept: dict[Path, "Interface"] = {}


@dataclass(frozen=True, slots=True)
class Interface:
    """How many requests a minute a token has, and for how many days one may be given."""

    version: str
    requests_a_minute: int
    days: tuple[int, ...]


def load_interface(policies: Path) -> Interface:
    """Read it; PolicyError for what isn't understood."""
    file = open_section(policies / FILE)
    found = Interface(
        version=file.text("version"),
        requests_a_minute=file.integer("requests_a_minute", 1, 6_000),
        days=file.integers("days", 1, _LONGEST),
    )
    file.close()
    return found


def interface_of(policies: Path) -> Interface:
    """The same, read once."""
    found = _kept.get(policies)
    if found is None:
        found = _kept[policies] = load_interface(policies)
    return found
