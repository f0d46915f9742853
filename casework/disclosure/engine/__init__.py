"""Tables that no reader can take apart: protected together, proved safe, remembered.

Pure functions on arrays of counts; numpy and HiGHS, no database, no Flask. A :class:`Lattice` says which cells
there are and how they add up; ``protect_tables`` withholds cells until, for every small count, a possible table
has 0 there and another has k; ``verify`` checks that in whole numbers without a solver. ``round_cube`` draws one
rounded picture of everything for ad hoc questions. ``accept`` takes either into a :class:`Ledger` only if the guarantee
holds together with all before it; ``attack`` is somebody who has seen it all; ``answer`` and ``share``
know nothing else. (What bears the name of its module is imported from there.)
"""

from casework.disclosure.engine.answer import Answer, ShareAnswer, Shown, share
from casework.disclosure.engine.attack import Intervals
from casework.disclosure.engine.axes import HIDDEN, Axis, Dimension
from casework.disclosure.engine.cube import Cube, NotRounded, round_cube
from casework.disclosure.engine.equations import Equations
from casework.disclosure.engine.guarantee import Unprotected
from casework.disclosure.engine.known import ANY, Known
from casework.disclosure.engine.lattice import Lattice
from casework.disclosure.engine.ledger import Entry, Ledger, Reason, Refused, accept
from casework.disclosure.engine.protect import protect_tables
from casework.disclosure.engine.questions import Count, Share, Unanswerable
from casework.disclosure.engine.release import (
    WITHHELD,
    Diff,
    GroupWitness,
    NotProtected,
    Policy,
    Proof,
    Release,
    Witness,
)

__all__ = [
    "ANY",
    "HIDDEN",
    "WITHHELD",
    "Answer",
    "Axis",
    "Count",
    "Cube",
    "Diff",
    "Dimension",
    "Entry",
    "Equations",
    "GroupWitness",
    "Intervals",
    "Known",
    "Lattice",
    "Ledger",
    "NotProtected",
    "NotRounded",
    "Policy",
    "Proof",
    "Reason",
    "Refused",
    "Release",
    "Share",
    "ShareAnswer",
    "Shown",
    "Unanswerable",
    "Unprotected",
    "Witness",
    "accept",
    "protect_tables",
    "round_cube",
    "share",
]
