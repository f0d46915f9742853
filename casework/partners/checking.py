"""The answers once more, before they are sent: what travels, and what was typed and stays here."""

from casework.partners import steps
from casework.partners.forms import TRAVEL
from casework.partners.journey import Journey
from casework.partners.values import plain
from casework.referrals import rules
from casework.referrals.part_presenters import value
from casework.ui.labels import code_label
from casework.ui.language import _


def answers(journey: Journey, step: str) -> list[dict[str, str]]:
    """The answers to one question that would be sent, as the rows of a summary."""
    if step == steps.FACILITY:
        return [{"key": _("Facility"), "value": journey.chosen.name if journey.chosen else ""}]
    told = journey.answers.get(step, {}).items()
    rows = [(code_label("referral_field", name), value(name, plain(said))) for name, said in told]
    return [{"key": key, "value": words} for key, words in rows if words]


def in_danger(journey: Journey) -> bool:
    """Whether what would be sent rests on a danger to life."""
    return bool(journey.answers.get(steps.GROUND, {}).get("ground") == rules.DANGER)


def left_out(journey: Journey) -> list[str]:
    """The names of what was typed and may not be told to the facility that was chosen."""
    names = sorted(TRAVEL & set(journey.typed) - journey.asked)
    return [code_label("referral_field", name) for name in names if any(journey.typed[name])]
