"""What an answer of the officer must hold, beyond what each room asks of its own part (pure)."""

from collections.abc import Callable, Collection

from casework.referrals.rules import DANGER, RISKS, check_unnamed, least_risk
from casework.refusal import N_, Refusal

Check = Callable[[], None]


def check_level(level: str, signs: Collection[str]) -> None:
    """Refuse a level that takes strangulation, a weapon or a threat to kill lightly."""
    if level in RISKS and RISKS.index(level) > RISKS.index(least_risk(signs)):
        raise Refusal(
            N_("With strangulation, a weapon or a threat to kill, choose “high” or “extreme”."), field="risk"
        )


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
