"""Tables that no reader can take apart: protected together, proved safe, remembered.

Pure functions on arrays of counts; numpy and HiGHS, no database, no Flask. A :class:`Lattice` says which cells
there are and how they add up; ``protect_tables`` withholds cells until, for every small count, a possible table
has 0 there and another has k; ``verify`` checks that in whole numbers without a solver.
"""

from casework.disclosure.engine.axes import HIDDEN, Axis, Dimension
from casework.disclosure.engine.equations import Equations
from casework.disclosure.engine.known import ANY, Known
from casework.disclosure.engine.lattice import Lattice
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
    "Axis",
    "Diff",
    "Dimension",
    "Equations",
    "GroupWitness",
    "Known",
    "Lattice",
    "NotProtected",
    "Policy",
    "Proof",
    "Release",
    "Witness",
]
