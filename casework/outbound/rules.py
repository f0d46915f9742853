"""The token of a letter's link, how guessing at it is slowed, and what an answer to a letter must say. Pure."""

import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b, sha256
from typing import Final

from casework.people.references import ALPHABET
from casework.refusal import N_, Refusal

FREE_GUESSES: Final = 5
LONGEST_DELAY: Final = timedelta(minutes=15)
FORGOTTEN_AFTER: Final = timedelta(days=1)
SAME_PRESS: Final = timedelta(minutes=5)  # so long a second press of the button is taken for the first
LONGEST_NAME: Final = 120
TAKES_ON: Final = "takes_on"
DECLINES: Final = "declines"
GROUPS, LENGTH = 5, 5  # 25 characters of 5 bits: typed from paper, not guessed
_TYPED = re.compile(r"[^0-9A-Z]")
_MISREAD = str.maketrans("OIL", "011")


def new_token() -> str:
    """A token as the letter prints it, in groups that can be read out and typed."""
    letters = [ALPHABET[byte & 31] for byte in secrets.token_bytes(GROUPS * LENGTH)]
    return "-".join("".join(letters[at : at + LENGTH]) for at in range(0, GROUPS * LENGTH, LENGTH))


def token_hash(typed: str) -> str:
    """What is kept of a token, however it was typed: small letters, without hyphens, O for 0."""
    plain = _TYPED.sub("", typed.upper()).translate(_MISREAD)
    return sha256(plain.encode()).hexdigest()


def place(address: str, key: bytes) -> str:
    """A place on the network as it is kept: nobody reads the address from it."""
    return blake2b(address.encode(), key=key[:64], digest_size=32).hexdigest()


def delay_after(failures: int) -> timedelta:
    """How long a place must wait after so many links that lead nowhere; grows, and never locks for good."""
    if failures < FREE_GUESSES:
        return timedelta(0)
    return min(timedelta(seconds=2 ** min(failures - FREE_GUESSES, 10)), LONGEST_DELAY)


def usable(answered_at: datetime | None, expires_at: datetime, now: datetime) -> bool:
    """Whether a link still leads somewhere; at the moment at which it ends it does no more."""
    return answered_at is None and now < expires_at


@dataclass(frozen=True, repr=False)
class Reply:
    """What the receiver of a letter answers, and who says so; a no has its ``reason`` (list ``decline_reason``)."""

    name: str
    post: str
    answer: str
    reason: str = ""


def checked(reply: Reply) -> Reply:
    """The answer, tidied; Refusal where it is none, where nobody says it, or where a no has no reason."""
    name, post = reply.name.strip(), reply.post.strip()
    if reply.answer not in (TAKES_ON, DECLINES):
        raise Refusal(N_("Choose from the list."), field="answer")
    if reply.answer == DECLINES and not reply.reason:
        raise Refusal(N_("Choose why it can’t be taken on."), field="reason")
    if not name or len(name) > LONGEST_NAME:
        raise Refusal(N_("Enter the name of the one who received the letter."), field="name")
    if not post or len(post) > LONGEST_NAME:
        raise Refusal(N_("Enter the post of the one who received the letter."), field="post")
    return Reply(name, post, reply.answer, reply.reason if reply.answer == DECLINES else "")
