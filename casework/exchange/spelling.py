"""How untidy cells are compared: stray and invisible characters, letter case, diacritics, Unicode forms."""

import re
import unicodedata

from casework.vocabulary import folding

_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\\x00-\\x08\\x0e-\\x1b\\x7f-\\x84\\x86-\\x9f]"
)
_BRACKETS = re.compile(r"[(\[（].*?[)\]）]")
_NOT_WORD = re.compile(r"[^0-9a-z]+")


def tidy(text: str) -> str:
    """The text as it was meant: NFC, single plain spaces, nothing invisible, nothing at the ends."""
    if not (text.isascii() and text.isprintable()):
        text = unicodedata.normalize("NFC", _UNSEEN.sub("", text))
    return " ".join(text.split())


def plain(text: str) -> str:
    """As ``tidy``, for dates, numbers and codes: wide and other look-alike characters become the usual ones."""
    return tidy(text if text.isascii() else unicodedata.normalize("NFKC", text))


def squash(text: str) -> str:
    """Small letters and digits alone, no diacritics: ``Ngày  PHÁT hiện`` and ``ngay_phat_hien`` are one."""
    return _NOT_WORD.sub("", folding.fold(plain(text)))


def heading_keys(text: str) -> tuple[str, str]:
    """How a heading may be known: as it stands, and without what it says in brackets."""
    return squash(text), squash(_BRACKETS.sub(" ", text))


def key_of(code: str) -> str:
    """How a ledger's own codes are compared: letter case and spaces don't tell two of them apart."""
    if code.isascii() and code.isalnum():
        return code.lower()
    return plain(code).casefold().replace(" ", "")
