"""What an answer of the officer must hold, beyond what each room asks of its own part (pure)."""

from collections.abc import Callable, Collection

from casework.danger import YES, Danger, Said
from casework.referrals.rules import DANGER, RISKS, check_unnamed
from casework.refusal import N_, Refusal

Check = Callable[[], None]


def check_level(level: str, signs: Collection[str], danger: Danger) -> None:
    """Refuse a level below what these signs call for (``policies/risk.toml``)."""
    least = danger.called_for(Said(dict.fromkeys(signs, YES)))
    if least and level in RISKS and RISKS.index(level) > RISKS.index(least):
        raise Refusal(N_("These signs of danger call for a higher level."), field="risk")


def check_ground(ground: str, legal_ground: str) -> None:
    """Refuse a danger to life without the law on which it rests."""
    if ground == DANGER and not legal_ground:
        raise Refusal(N_("Choose the legal ground."), field="legal_ground")


def unnamed(name: str, text: str) -> Check:
    """A check that words which are read before acceptance hold no number."""
    return lambda: check_unnamed(text, name)


def at(field: str, check: Callable[[str], None], value: str) -> None:
    """Make a check that is named after another field speak at this one."""
    try:
        check(value)
    except Refusal as refusal:
        raise Refusal(refusal.message, field=field, **refusal.values) from None
