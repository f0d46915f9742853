"""What must be true of attempts, countersignatures and words that travel before acceptance. Pure."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final, Protocol

from casework import clock
from casework.refusal import N_, Refusal
from casework.vocabulary.required import REQUIRED

DANGER: Final = "danger_to_life"
GUARDIANS: Final = "guardian_consent"
GROUNDS: Final = ("consent", GUARDIANS, DANGER)
RISKS: Final = ("extreme", "high", "medium", "low")

REACHED: Final = "reached"
SERVED: Final = "served"
ATTEMPTS, DAYS, CHANNELS = 3, 2, 2
SLACK = timedelta(minutes=5)

# A telephone or citizen number, however it is spaced: no such thing belongs where the receiver hasn't accepted yet.
_NUMBER = re.compile(r"(?<!\d)(?:\+?84|0)(?:[\s.-]?\d){9}(?!\d)|\d{9}")

# Where a case came from, by the kind of organisation that referred it (codes of the list ``source``).
SOURCES: Final = {
    "cong_an": "cong_an",
    "bien_phong": "cong_an",
    "toa_an": "tu_phap",
    "co_quan_tu_phap": "tu_phap",
    "tt_tgpl": "tu_phap",
    "tram_y_te": "y_te",
    "truong_hoc": "truong_hoc",
    "hoi_phu_nu": "hoi_phu_nu",
    "ubnd_xa": "ubnd_xa",
}


class Tried(Protocol):
    """An attempt, as the rule sees it."""

    @property
    def at(self) -> datetime:
        """When."""

    @property
    def channel(self) -> str:
        """By which channel."""

    @property
    def result(self) -> str:
        """What came of it."""


def check_give_up(attempts: Iterable[Tried]) -> None:
    """Refuse to give up before three attempts on two days by two channels; they count since she was last reached."""
    told = sorted(attempts, key=lambda each: each.at)
    since = max((at for at, each in enumerate(told, start=1) if each.result == REACHED), default=0)
    counted = told[since:]
    days = {clock.local(each.at).date() for each in counted}
    channels = {each.channel for each in counted}
    if len(counted) < ATTEMPTS or len(days) < DAYS or len(channels) < CHANNELS:
        raise Refusal(
            N_(
                "“Not contactable” needs at least %(attempts)d attempts on %(days)d days by %(channels)d channels "
                "since she was last reached. Recorded: %(made)d attempts, %(on)d days, %(by)d channels."
            ),
            attempts=ATTEMPTS,
            days=DAYS,
            channels=CHANNELS,
            made=len(counted),
            on=len(days),
            by=len(channels),
        )


def check_attempt(at: datetime, accepted_at: datetime | None, now: datetime) -> None:
    """Refuse an attempt of the future, or from before the receiver knew whom to look for."""
    if at > now + SLACK:
        raise Refusal(N_("The attempt lies in the future. Enter when it was made."), field="at")
    if accepted_at is not None and at < accepted_at - SLACK:
        raise Refusal(N_("The attempt is from before the referral was accepted. Check the date."), field="at")


def check_unnamed(text: str, field: str) -> None:
    """Refuse a telephone or citizen number in words that are read before acceptance."""
    if _NUMBER.search(text):
        raise Refusal(N_("This is read before acceptance: no telephone or citizen number here."), field=field)


def check_code(listed: str, code: str, field: str) -> None:
    """Refuse an act without its reason: a code of one of our closed lists."""
    if code not in REQUIRED[listed]:
        raise Refusal(N_("Choose from the list."), field=field)


def source_of(sender_kind: str) -> str:
    """The source to suggest for a case that such an organisation referred."""
    return SOURCES.get(sender_kind, "cong_dong")
