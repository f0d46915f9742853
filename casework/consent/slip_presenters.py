"""The slip of paper that the survivor may take with her: what she said, in words that give nothing away."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from casework.consent import rules
from casework.consent.presenters import counting, recipient
from casework.consent.queries import Recorded
from casework.ui import context
from casework.ui.labels import code_label
from casework.ui.language import _, show_date


@dataclass(frozen=True)
class Line:
    """One answer; ``about`` says no organisation unless organisations are to be named."""

    yes: bool
    answer: str
    about: str
    given_on: str
    until: str


@dataclass(frozen=True)
class Slip:
    """What is printed; ``house`` is the facility's name, "" unless it is to be named."""

    lines: Sequence[Line]
    house: str
    printed_on: str


def slip(recorded: Sequence[Recorded], house: str, today: date, *, named: bool) -> Slip:
    """What counts today. Unless ``named`` no organisation stands on it, no kind of one, and no word for why."""
    shared = frozenset(context.policy().sharing.purposes.values())
    lines = [_line(each, shared, today, named=named) for each in counting(recorded, today)]
    return Slip(lines, house if named else "", show_date(today))


def _line(each: Recorded, shared: frozenset[str], today: date, *, named: bool) -> Line:
    row = each.consent
    yes = rules.holds(row, today)
    over = row.answer == rules.GIVEN and not yes
    return Line(
        yes=yes,
        answer=_("I agree") if yes else _("No longer holds") if over else _("I do not agree"),
        about=_about(each, shared, named=named),
        given_on=show_date(row.given_on),
        until=show_date(row.expires_on) if row.expires_on is not None and row.answer == rules.GIVEN else "",
    )


def _about(each: Recorded, shared: frozenset[str], *, named: bool) -> str:
    purpose = each.consent.purpose
    if named:
        whom = recipient(each)
        words = code_label("consent_purpose", purpose)
        return f"{words} ({whom})" if whom else words
    if purpose in shared:
        return _("Telling somebody else about me")
    return _DISCREET[purpose]() if purpose in _DISCREET else _("Something else we talked about")


_DISCREET = {
    "case_work": lambda: _("Keeping notes, so that I can be helped"),
    "contact": lambda: _("Being called back"),
}
