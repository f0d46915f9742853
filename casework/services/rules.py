"""When a service can have been referred and delivered (pure)."""

from datetime import date

from casework.refusal import N_, Refusal

DELIVERED = "da_cung_cap"


def check_dates(
    *, detected_on: date, referred_on: date | None, delivered_on: date | None, status: str, today: date
) -> None:
    """Refuse dates that cannot be: before the case was detected, in the future, or out of order.

    A delivered service has its day; one that was not delivered has none.
    """
    if status == DELIVERED and delivered_on is None:
        raise Refusal(N_("Enter the day on which the service was delivered."), field="delivered_on")
    if status != DELIVERED and delivered_on is not None:
        raise Refusal(
            N_(
                "A service that was not delivered has no day of delivery: remove the date or change the outcome."
            ),
            field="delivered_on",
        )
    for field, day in (("referred_on", referred_on), ("delivered_on", delivered_on)):
        if day is None:
            continue
        if day > today:
            raise Refusal(N_("The date can't be in the future."), field=field)
        if day < detected_on:
            raise Refusal(
                N_("The case was detected on %(detected)s: a service for it can't be earlier."),
                field=field,
                detected=f"{detected_on:%d/%m/%Y}",
            )
    if referred_on and delivered_on and delivered_on < referred_on:
        raise Refusal(N_("The service can't be delivered before it was referred."), field="delivered_on")
