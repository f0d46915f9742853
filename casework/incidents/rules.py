"""What must be true of an incident, and what staff should be warned of without being stopped."""

from collections.abc import Sequence
from datetime import date

from casework.refusal import N_, Refusal

DECREE_76_RELATIONS = ("vo_chong_cu", "song_chung")


def check_content(acts: Sequence[str], harms: Sequence[str], narrative: str) -> None:
    """Refuse an incident that says nothing of what happened."""
    if not acts and not harms and not narrative.strip():
        raise Refusal(N_("Choose at least one act or harm, or write what happened."), field="acts")


def check_occurred(occurred: str, today: date) -> None:
    """Refuse a partial date (``YYYY``, ``YYYY-MM``, ``YYYY-MM-DD`` or empty) that lies wholly in the future."""
    if occurred and occurred > today.isoformat()[: len(occurred)]:
        raise Refusal(
            N_("The date of the incident is in the future. Enter today or an earlier date."), field="occurred"
        )


def warnings(relation: str, acts: Sequence[str]) -> tuple[str, ...]:
    """Messages for staff to weigh before they rely on the record; none of them blocks it."""
    if relation in DECREE_76_RELATIONS and acts:
        return (
            N_(
                "Between people who are divorced or live as spouses, Decree 76/2023 counts only some of the acts "
                "as domestic violence. Check the acts chosen against the decree."
            ),
        )
    return ()
