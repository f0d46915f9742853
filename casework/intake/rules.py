"""What an intake must hold, beyond what each room asks of its own part (pure)."""

from datetime import date

from casework.people import partialdates
from casework.refusal import N_, Refusal

DOMESTIC_VIOLENCE, OTHER_VIOLENCE = "bao_luc_gia_dinh", "bao_luc_gioi_khac"
WITH_INCIDENT = (DOMESTIC_VIOLENCE, OTHER_VIOLENCE)


def check_incident(kind: str, acts: tuple[str, ...], *, told: bool) -> None:
    """Domestic violence is named by an act of the law; a person at risk or back from trafficking may tell none."""
    if kind == DOMESTIC_VIOLENCE and not acts:
        raise Refusal(
            N_("Domestic violence: choose at least one act of Article 3(1), as far as it is known."),
            field="acts",
        )
    if kind in WITH_INCIDENT and not told:
        raise Refusal(N_("Say what happened: an act, a harm or a few words."), field="harms")


def check_order(occurred: str, detected_on: date) -> None:
    """Refuse an incident that can only have happened after the case was detected."""
    first = partialdates.earliest(occurred)
    if first is not None and first > detected_on:
        raise Refusal(
            N_("The incident can't have happened after the date on which it was detected."), field="occurred"
        )
