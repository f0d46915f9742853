"""How a dry run is worded."""

from casework.exports.sending import Sending
from casework.exports.wording import code_name, dimension_name
from casework.indicators.policies import SitePolicies
from casework.indicators.presenters import DIMENSIONS
from casework.releases.models import Release
from casework.ui.language import _

SHOWN = 20


def release_code(release: Release) -> str:
    """A release's name in addresses."""
    return f"{release.year}-{release.number}"


def missing(sent: Sending, policies: SitePolicies) -> list[dict[str, str]]:
    """The codes that have no name in the other system, by what they are codes of."""
    return [
        {"key": _kind(kind), "value": "\n".join(_coded(kind, code, policies) for code in codes)}
        for kind, codes in sent.missing.items()
    ]


def _kind(kind: str) -> str:
    if kind == "table":
        return _("Tables")
    return dimension_name(kind) if kind in DIMENSIONS else _("Combinations of options")


def _coded(kind: str, code: str, policies: SitePolicies) -> str:
    return f"{code_name(kind, code, policies)} ({code})" if kind in DIMENSIONS else code
