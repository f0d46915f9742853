"""What staff write in a report: the parts and the letterhead, and what may not be in them (pure)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from unicodedata import category

from casework.indicators.narrative import Narrative
from casework.refusal import N_, Refusal
from casework.reporting import personal

LONGEST, LINE = 20_000, 200
HEAD = ("above", "agency", "symbol", "place", "capacity")
"""The letterhead: the agency above, the one that writes, what follows the number, the place, who signs as what."""

TELLING = {
    personal.NUMBER: N_(
        "There is a number here that looks like the telephone or citizen number of a person. Leave it out."
    ),
    personal.MAIL: N_("There is an e-mail address here. Leave it out."),
    personal.REFERENCE: N_("There is something here that looks like the code of a case. Leave it out."),
}


@dataclass(frozen=True, slots=True)
class Written:
    """The text of a report: its parts by code, and its letterhead; repr shows none of it."""

    parts: Mapping[str, str] = field(repr=False)
    head: Mapping[str, str] = field(repr=False)

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> "Written":
        """Out of what is stored; an untouched report has nothing."""
        return cls(stored.get("parts", {}), stored.get("head", {}))


def checked(written: Written, narrative: Narrative, *, whole: bool = False) -> dict[str, Any]:
    """The text as it is stored. Refusal for what tells of a person; and, of a ``whole`` one, for what is missing."""
    parts = {
        part.code: checked_words(written.parts.get(part.code, ""), field_of(part.code), empty=True)
        for part in narrative.parts
    }
    head = {name: checked_words(written.head.get(name, ""), name, empty=True, longest=LINE) for name in HEAD}
    if whole:
        for part in narrative.parts:
            if part.required and not parts[part.code]:
                raise Refusal(N_("Parts that a report must have are still empty: write them first."))
        if not head["agency"]:
            raise Refusal(N_("Say first which agency reports."))
    return {"parts": parts, "head": head}


def field_of(part: str) -> str:
    """The name of a part's field in a form: no part can be mistaken for a line of the letterhead."""
    return f"part_{part}"


def checked_words(text: str, name: str, *, empty: bool = False, longest: int = LONGEST) -> str:
    """Words that tell of no person as far as can be seen; Refusal at the field of this name otherwise."""
    words = _typed(text)
    if not words and not empty:
        raise Refusal(N_("Say why it is returned."), field=name)
    if len(words) > longest:
        raise Refusal(N_("The text must not be longer than %(most)s characters."), field=name, most=longest)
    found = personal.telling(words)
    if found is not None:
        raise Refusal(TELLING[found], field=name)
    return words


def _typed(text: str) -> str:
    """The text with nothing in it but what can be typed and printed: what is pasted brings page breaks and the like."""
    lines = "\n".join(text.splitlines())
    return "".join(
        sign for sign in lines if sign in "\t\n" or category(sign) not in {"Cc", "Cf", "Cn", "Cs"}
    ).strip()
