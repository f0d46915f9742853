"""Whether a text that leaves the house tells of a person (pure): what can be seen in it without knowing anybody.

Names are not compared with those on record: an answer would tell whoever writes that somebody is on record.
"""

import re
from unicodedata import category, normalize

from casework.people.references import ALPHABET, LENGTH

# Twelve or nine digits together; or a number of Viet Nam in groups, which begins with 0 or +84. Sums of money and days
# begin otherwise or have other groups.
_NUMBER = re.compile(
    r"(?<![\d.,])(?:\d{9,12}|(?:\+84[ .-]?|0)\d{1,3}(?:[ .-]?\d{3,4}){2}|0\d{2}(?:[ .]\d{3}){3})(?!\d)"
)
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
_REFERENCE = re.compile(rf"\b(?=[{ALPHABET}]*[0-9])(?=[{ALPHABET}]*[A-Z])[{ALPHABET}]{{{LENGTH}}}\b")

NUMBER, MAIL, REFERENCE = "number", "mail", "reference"


def telling(text: str) -> str | None:
    """What in the text belongs to one person: a number, an e-mail address, the number of a case; None: nothing."""
    seen = _as_seen(text)
    for kind, pattern in ((MAIL, _MAIL), (REFERENCE, _REFERENCE), (NUMBER, _NUMBER)):
        if pattern.search(seen):
            return kind
    return None


def _as_seen(text: str) -> str:
    """What a reader makes of it: no signs that nobody sees, and one kind of space, dash and digit."""
    shown = (sign for sign in normalize("NFKC", text) if category(sign) != "Cf")
    return "".join("-" if category(sign) == "Pd" else sign for sign in shown)
