"""What tables, dimensions and codes are called in every language: for files that are read in both."""

from collections.abc import Callable, Mapping

from casework.indicators.policies import SitePolicies
from casework.indicators.presenters import DIMENSIONS
from casework.releases import presenters
from casework.releases.tables import ReleasedTable
from casework.ui.language import LANGUAGES, _, speaking
from casework.vocabulary.units import COUNTRY

Worded = Mapping[str, str]
AREA = "area"


def dimension_name(name: str) -> str:
    """What a dimension is called in the page's language."""
    return _(DIMENSIONS[name])


def code_name(dimension: str, code: str, policies: SitePolicies) -> str:
    """A code of any dimension in the page's language, the area among them."""
    if dimension != AREA:
        return presenters.code_name(dimension, code, policies)
    if code == COUNTRY or code in policies.units.provinces:
        return presenters.area_name(code, policies)
    commune = policies.units.commune(code)
    return commune.name if commune else code


def dimension_words(name: str) -> Worded:
    """What a dimension is called."""
    return in_each(lambda: dimension_name(name))


def code_words(dimension: str, code: str, policies: SitePolicies) -> Worded:
    """What a code is called."""
    return in_each(lambda: code_name(dimension, code, policies))


def table_words(table: ReleasedTable, policies: SitePolicies) -> Worded:
    """What a table is called."""
    return in_each(lambda: presenters.table_name(table, policies))


def in_each(word: Callable[[], str]) -> Worded:
    """What it says in every language."""
    found = {}
    for language in LANGUAGES:
        with speaking(language):
            found[language] = word()
    return found
