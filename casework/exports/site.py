"""What ``policies/exchange/`` says, read once at start: an unknown word there stops it."""

from dataclasses import dataclass
from pathlib import Path

from casework.exports.codemaps import CodeMap, load_codemap
from casework.exports.linemap import LineMap, load_linemap
from casework.indicators.policies import SitePolicies
from casework.vocabulary.policyfiles import fault

FOLDER = "exchange"
KNOWN = frozenset({"dhis2", "gbvims", "interface"})
_kept: dict[Path, "Exchange"] = {}


@dataclass(frozen=True)
class Exchange:
    """The names that others have for what we count and record."""

    codemap: CodeMap
    linemap: LineMap


def load_exchange(policies: Path, site: SitePolicies) -> Exchange:
    """Read it; PolicyError for anything that isn't understood."""
    folder = policies / FOLDER
    for path in sorted(folder.glob("*.toml")):
        if path.stem not in KNOWN:
            raise fault(path, "", "is no file that this program knows.")
    return Exchange(
        codemap=load_codemap(folder / "dhis2.toml", site),
        linemap=load_linemap(folder / "gbvims.toml", site.vocabulary),
    )


def exchange_of(policies: Path, site: SitePolicies) -> Exchange:
    """The same, read once: nobody changes policies under a running program."""
    found = _kept.get(policies)
    if found is None:
        found = _kept[policies] = load_exchange(policies, site)
    return found
