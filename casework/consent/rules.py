"""Which answer may follow which, and which answer counts for whom on which day. Pure.

An answer is about one purpose, and about everybody whom the purpose names (no kind, no recipient), about
organisations of one kind, or about one organisation.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Final, Protocol, TypeVar
from uuid import UUID

from casework.refusal import N_, Refusal

GIVEN, REFUSED, WITHDRAWN = "given", "refused", "withdrawn"
ANSWERS = (GIVEN, REFUSED, WITHDRAWN)
GUARDIAN: Final = "guardian"
MANNERS: Final = ("spoken", "telephone", "interpreter", "written", GUARDIAN)
# What is known only because an organisation that handed her over says so.
REFERRAL: Final = "referral"


class Answer(Protocol):
    """An answer to one purpose, as the rules see it."""

    @property
    def purpose(self) -> str:
        """What was asked."""

    @property
    def answer(self) -> str:
        """What was said."""

    @property
    def recipient_kind(self) -> str:
        """The kind of organisation it is about ("": every kind)."""

    @property
    def recipient_id(self) -> UUID | None:
        """The organisation it is about (None: each of the kind)."""

    @property
    def given_on(self) -> date:
        """The day on which it was said."""

    @property
    def expires_on(self) -> date | None:
        """The last day on which consent holds (None: until it is withdrawn)."""

    @property
    def recorded_at(self) -> datetime:
        """The moment at which it was written down; decides between answers of one day."""


A = TypeVar("A", bound=Answer)


def order(answer: Answer) -> tuple[date, datetime, bool, int, int]:
    """By day, then by when it was written down; of one moment a no comes last, and so counts, else what ends first."""
    ends = answer.expires_on or date.max
    return answer.given_on, answer.recorded_at, answer.answer != GIVEN, -ends.toordinal(), width(answer)


def width(answer: Answer) -> int:
    """How narrow it is: 0 everybody, 1 a kind of organisation, 2 one organisation."""
    return 2 if answer.recipient_id is not None else 1 if answer.recipient_kind else 0


def speaks_of(answer: Answer, kind: str, recipient_id: UUID | None) -> bool:
    """Whether an answer is about this recipient (no kind, no key: everybody)."""
    if answer.recipient_id is not None:
        return answer.recipient_id == recipient_id
    return answer.recipient_kind in ("", kind)


def told_to(answer: Answer, facility_id: UUID) -> bool:
    """Whether it is about telling the case's own facility: what a sender was told before it handed her over."""
    return answer.recipient_id == facility_id


def holds(answer: Answer, on: date) -> bool:
    """Whether it is a yes that has not ended by that day."""
    return answer.answer == GIVEN and not ended(answer, on)


def ended(answer: Answer, on: date) -> bool:
    """Whether its last day is over."""
    return answer.expires_on is not None and answer.expires_on < on


def counting(answers: Iterable[A], kind: str, recipient_id: UUID | None, on: date) -> A | None:
    """Of the answers to one purpose the one that counts for a recipient on a day; None: never asked.

    It is the newest that speaks of the recipient; but a no about one recipient stands against a later yes
    about everybody, until she says yes about that one.
    """
    told = sorted(
        (each for each in answers if speaks_of(each, kind, recipient_id) and each.given_on <= on), key=order
    )
    if not told:
        return None
    last = told[-1]
    for at, each in enumerate(told):
        if each.answer == GIVEN or width(each) <= width(last):
            continue
        if not any(holds(later, on) and width(later) >= width(each) for later in told[at + 1 :]):
            return each
    return last


def newest(answers: Iterable[A]) -> dict[str, A]:
    """For each purpose the newest answer about everybody: of the latest day, and of that day the last recorded."""
    wide = (each for each in answers if width(each) == 0)
    return {each.purpose: each for each in sorted(wide, key=order)}


def check_answer(told: Answer, earlier: Sequence[Answer], today: date) -> None:
    """Refuse an answer of the future, one older than one that counts, or a withdrawal of nothing.

    ``earlier`` are the answers to the same purpose.
    """
    if told.given_on > today:
        raise Refusal(
            N_("The date of the answer is in the future. Enter today or an earlier date."), field="given_on"
        )
    if told.expires_on is not None and told.expires_on < told.given_on:
        raise Refusal(N_("Consent can't end before it was given."), field="expires_on")
    met = [each for each in earlier if _meets(each, told)]
    if told.answer == WITHDRAWN and not any(_stands(met, each, today) for each in (told, *met)):
        raise Refusal(N_("Only consent that was given can be withdrawn."), field="answer")
    if any(told.given_on < each.given_on for each in met):
        raise Refusal(
            N_("A later answer is recorded already. Enter its date or a later one."),
            field="given_on",
        )


def _meets(one: Answer, other: Answer) -> bool:
    """Whether one of the two is about some recipient of the other."""
    return speaks_of(one, other.recipient_kind, other.recipient_id) or speaks_of(
        other, one.recipient_kind, one.recipient_id
    )


def _stands(answers: Sequence[Answer], about: Answer, today: date) -> bool:
    found = counting(answers, about.recipient_kind, about.recipient_id, today)
    return found is not None and found.answer == GIVEN
