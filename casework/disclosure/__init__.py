"""Small-count protection: pure functions on counts; no database, no Flask.

``engine`` protects the tables of a release, all of them together and beside the earlier ones; ``stages`` how far people
came whom others referred. Raw counts do not print themselves.
"""

from casework.disclosure.canonical import Period, TableKey, closed_periods
from casework.disclosure.policy import DisclosurePolicy, load_disclosure
from casework.disclosure.raw import Counts, RawFigure, RawTable
from casework.disclosure.rounding import percent

__all__ = [
    "Counts",
    "DisclosurePolicy",
    "Period",
    "RawFigure",
    "RawTable",
    "TableKey",
    "closed_periods",
    "load_disclosure",
    "percent",
]
