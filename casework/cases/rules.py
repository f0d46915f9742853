"""What must be true of a case, whoever writes it."""

from datetime import date

from casework.refusal import N_, Refusal

TRAFFICKING_RETURN = "mua_ban_tro_ve"
CASE_ROLES = ("facility_worker", "facility_supervisor")
EARLIEST = date(2000, 1, 1)


def check_detected(detected_on: date, today: date) -> None:
    """Refuse a date of detection in the future, or so old that it must be a slip."""
    if detected_on > today:
        raise Refusal(
            N_("The date detected is in the future. Enter today or an earlier date."), field="detected_on"
        )
    if detected_on < EARLIEST:
        raise Refusal(N_("The date detected is before the year 2000. Check the year."), field="detected_on")


def check_trafficking(kind: str, status: str | None) -> None:
    """Refuse a trafficking return without its status; other kinds have none."""
    if kind == TRAFFICKING_RETURN and not status:
        raise Refusal(
            N_("Say how far identification as a victim of trafficking is."), field="trafficking_status"
        )


def trafficking_status(kind: str, status: str | None) -> str | None:
    """The status to store: kept for a trafficking return only."""
    return status or None if kind == TRAFFICKING_RETURN else None
