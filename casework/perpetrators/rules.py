"""Days of liability and of counselling (pure)."""

from datetime import date

from casework.refusal import N_, Refusal

PROSECUTED = "bi_truy_cuu"
COUNSELLING = "tu_van"


def check_liability(status: str, since: date | None, today: date) -> None:
    """Refuse a prosecution without its day, and a day in the future.

    A prosecution may be older than the case's detection: the case may have come from the court.
    """
    if status == PROSECUTED and since is None:
        raise Refusal(N_("Enter the day since which the person is prosecuted."), field="since")
    if since is not None and since > today:
        raise Refusal(N_("The date can't be in the future."), field="since")


def check_session(held_on: date, today: date) -> None:
    """Refuse a session that lies in the future."""
    if held_on > today:
        raise Refusal(N_("The date can't be in the future."), field="held_on")
