"""What must be true of a relative on record."""

from casework.refusal import N_, Refusal

UNKNOWN = "chua_ro"


def check_told(name: str, phone: str, citizen_number: str) -> None:
    """Refuse a record by which nobody could be told from anybody."""
    if not (name or phone or citizen_number):
        raise Refusal(N_("Enter a name, a phone number or a citizen number."), field="name")
