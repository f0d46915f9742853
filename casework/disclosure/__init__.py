"""Small-count protection: pure functions on tables of counts; no database, no Flask.

Recorded cases are few, so that a count can name a woman. What leaves the house is a
:class:`ProtectedTable`, and only :func:`protect_together` makes one, out of raw tables.

**What is covered.** The country and all provinces, every indicator, both splits and the counts shown
beside an indicator, for all periods and cut-offs of one year together:

* a floor under each figure, splits whole or not at all (``numbers.py``);
* what pages say between the lines: the overlap of streams, the people a split leaves over or who are in
  one stream alone, the prosecuted people between two indicators, what changed from one cut-off or period to
  another, the people who came back in the second half of a year (``numbers.py``, ``times.py``);
* subtraction over the provinces, also by someone who happens to know how many people have cases in two
  of them (``provinces.py``).

What was shown in July is never reconsidered in January: a first half depends on nothing that comes
after it, and later tables give way to it.

**What is not covered** and waits for the full engine: combinations of halves and years over several
provinces (where different provinces are hidden in each), facts corrected after a table was shown, two
editions of the policy, counts below the province, someone who replays the choice of the provinces
that are hidden for others' sake, and what a reader knows already.
"""

from casework.disclosure.canonical import Period, TableKey, closed_periods, family, is_canonical
from casework.disclosure.policy import DisclosurePolicy, load_disclosure
from casework.disclosure.protect import protect_together
from casework.disclosure.protected import ProtectedCounts, ProtectedFigure, ProtectedTable
from casework.disclosure.raw import Counts, RawFigure, RawTable
from casework.disclosure.rounding import percent

__all__ = [
    "Counts",
    "DisclosurePolicy",
    "Period",
    "ProtectedCounts",
    "ProtectedFigure",
    "ProtectedTable",
    "RawFigure",
    "RawTable",
    "TableKey",
    "closed_periods",
    "family",
    "is_canonical",
    "load_disclosure",
    "percent",
    "protect_together",
]
