"""How far apart the least and the greatest number are that a withheld one could be (pure).

Told by what everybody knows and nothing else, hence no secret: whoever has the releases can work it out. The two
people who decide see it, so that they know what withholding is worth.
"""

import numpy as np

from casework.disclosure.engine.attack import attack
from casework.disclosure.engine.equations import Ints, Mask
from casework.releases.closed import Earlier
from casework.releases.closing import Closing
from casework.releases.lattices import AREA, CLOSING, number_of

FAR = 2  # of the threshold: what is as far apart is not looked at any closer


def spans(closing: Closing, newest: Earlier) -> dict[str, int]:
    """For each table with withheld numbers the narrowest span, up to twice the threshold."""
    far = FAR * closing.policy.k
    found: dict[str, int] = {}

    def enough(low: Ints, high: Ints) -> Mask:
        return np.asarray(high - low >= far)

    for _names, specs, lattice, _truth, known in closing.told(newest):
        places: dict[str, list[int]] = {}
        for spec in specs:
            for codes, value in newest.shown[spec.code].items():
                split = dict(zip(spec.dimensions, codes[1:], strict=True))
                number = number_of(lattice, {CLOSING: f"s{closing.number}", AREA: codes[0], **split})
                if value is None and number is not None and not known.exact[number]:
                    places.setdefault(spec.code, []).append(number)
        asked = np.unique(np.array([one for some in places.values() for one in some], dtype=np.int64))
        if not len(asked):
            continue
        ends = attack(lattice, known, asked, enough=enough)
        width = dict(zip(asked.tolist(), (ends.high - ends.low).tolist(), strict=True))
        found |= {code: min(far, *(width[one] for one in some)) for code, some in places.items()}
    return found
