"""What must be true of a safe-contact block."""

from datetime import date

from casework.refusal import N_, Refusal

YES, NO, UNKNOWN = "co", "khong", "chua_ro"
ANSWERS = (YES, NO, UNKNOWN)
DO_NOT_CONTACT = "do_not_contact"


def check_block(may_contact: str, channel: str, confirmed_on: date | None, today: date) -> None:
    """Refuse a block that doesn't say whether she may be contacted, or how, or is confirmed in the future."""
    if may_contact not in ANSWERS:
        raise Refusal(N_("Say whether the person may be contacted."), field="may_contact")
    if may_contact == YES and channel in ("", DO_NOT_CONTACT):
        raise Refusal(N_("Say how the person may be contacted."), field="channel")
    if confirmed_on is not None and confirmed_on > today:
        raise Refusal(
            N_("The date confirmed is in the future. Enter today or an earlier date."), field="confirmed_on"
        )
