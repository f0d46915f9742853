"""Which answer may follow which, and which answer counts."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Protocol, TypeVar

from casework.refusal import N_, Refusal

GIVEN, REFUSED, WITHDRAWN = "given", "refused", "withdrawn"
ANSWERS = (GIVEN, REFUSED, WITHDRAWN)


class Answer(Protocol):
    """An answer to one purpose, as the rules see it."""

    @property
    def purpose(self) -> str:
        """What was asked."""

    @property
    def answer(self) -> str:
        """What was said."""

    @property
    def given_on(self) -> date:
        """The day on which it was said."""

    @property
    def recorded_at(self) -> datetime:
        """The moment at which it was written down; decides between answers of one day."""


A = TypeVar("A", bound=Answer)


def newest(answers: Iterable[A]) -> dict[str, A]:
    """For each purpose the answer that counts: of the latest day, and of that day the last recorded."""
    counts: dict[str, A] = {}
    for answer in sorted(answers, key=lambda each: (each.given_on, each.recorded_at)):
        counts[answer.purpose] = answer
    return counts


def check_answer(answer: str, given_on: date, standing: Answer | None, today: date) -> None:
    """Refuse an answer of the future, one older than the answer that counts, or a withdrawal of nothing."""
    if given_on > today:
        raise Refusal(
            N_("The date of the answer is in the future. Enter today or an earlier date."), field="given_on"
        )
    if answer == WITHDRAWN and (standing is None or standing.answer != GIVEN):
        raise Refusal(N_("Only consent that was given can be withdrawn."), field="answer")
    if standing is not None and given_on < standing.given_on:
        raise Refusal(
            N_("A later answer is recorded already. Enter its date or a later one."),
            field="given_on",
        )
