"""Whether a text that leaves the house tells of a person (pure): what can be seen in it without knowing anybody.

Names are not compared with those on record: an answer would tell whoever writes that somebody is on record.
"""

import re

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
    for kind, pattern in ((MAIL, _MAIL), (REFERENCE, _REFERENCE), (NUMBER, _NUMBER)):
        if pattern.search(text):
            return kind
    return None
