"""How far apart the least and the greatest number are that a withheld one could be (pure).

Told by what everybody knows and nothing else, hence no secret: whoever has the releases can work it out. The two
people who decide see it, so that they know what withholding is worth.
"""

import numpy as np

from casework.disclosure.engine.attack import attack
from casework.disclosure.engine.equations import Ints, Mask
from casework.disclosure.engine.solver import Infeasible, Unsolved
from casework.releases.closed import Earlier
from casework.releases.closing import Closing
from casework.releases.lattices import AREA, CLOSING, number_of

FAR = 2  # of the threshold: what is as far apart is not looked at any closer
LARGE = 4_000  # cells of a lattice of which no spans are told: they would take longer than its protection


def spans(closing: Closing, newest: Earlier) -> dict[str, list[int | None]]:
    """For each table how many withheld numbers can be worked out, and the narrowest span of the others.

    Those that can be worked out are never small counts: nobody at all, or enough people. Spans are told up to twice
    the threshold; None where no number is left that has one.
    """
    far = FAR * closing.policy.k
    found: dict[str, list[int | None]] = {}

    def enough(low: Ints, high: Ints) -> Mask:
        return np.asarray(high - low >= far)

    for _names, specs, lattice, _truth, known in closing.outlook.told(newest):
        if lattice.size > LARGE:
            continue
        places: dict[str, list[int]] = {}
        for spec in specs:
            for codes, value in newest.shown[spec.code].items():
                split = dict(zip(spec.dimensions, codes[1:], strict=True))
                number = number_of(lattice, {CLOSING: f"s{closing.outlook.number}", AREA: codes[0], **split})
                if value is None and number is not None:
                    places.setdefault(spec.code, []).append(number)
        asked = np.unique(np.array([one for some in places.values() for one in some], dtype=np.int64))
        try:
            ends = attack(lattice, known, asked, enough=enough)
        except (Infeasible, Unsolved):
            continue  # the proof stands without it; nothing is told of these tables
        width = dict(zip(asked.tolist(), (ends.high - ends.low).tolist(), strict=True))
        for code, some in places.items():
            open_ones = [min(far, width[one]) for one in some if width[one]]
            found[code] = [len(some) - len(open_ones), min(open_ones, default=None)]
    return found
