"""Vietnamese text for searching, comparing and sorting.

*Hòa* and *Hoà* are one name written by two conventions, and input methods write either in composed
or decomposed Unicode; ``fold`` forgets all of that and the diacritics too, ``tone_normal`` keeps them.
"""

import re
import unicodedata

_GRAVE, _ACUTE, _TILDE, _HOOK, _DOT = "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"
_TONES = _GRAVE + _ACUTE + _TILDE + _HOOK + _DOT
_LETTER_MARKS = "\u0302\u0306\u031b"  # circumflex, breve and horn make another letter, not a tone

# oa, oe and uy are the vowels whose tone mark has two schools; q keeps its u out of the vowel.
_PAIR = re.compile(rf"([oO])([{_TONES}]?)([aAeE])([{_TONES}]?)(?![{_LETTER_MARKS}])", re.UNICODE)
_UY = re.compile(rf"([qQ]?)([uU])([{_TONES}]?)([yY])([{_TONES}]?)(?![{_LETTER_MARKS}])", re.UNICODE)

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_LETTER_RANK = {letter: rank for rank, letter in enumerate(_ALPHABET, start=1)}
_TONE_RANK = {_GRAVE: 1, _HOOK: 2, _TILDE: 3, _ACUTE: 4, _DOT: 5}

SortKey = tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]


def fold(text: str) -> str:
    """Text for comparing without diacritics: ``fold("Đào  Thị HOÀ") == "dao thi hoa"``."""
    folded = _bare(text)
    while not folded.isascii() and (again := _bare(folded)) != folded:
        folded = again  # a few letters of other scripts need a second round to come to rest
    return " ".join(folded.split())


def tone_normal(text: str) -> str:
    """NFC with the tone mark where *Hòa, Thúy, khỏe* have it; all diacritics and capitals kept."""
    return unicodedata.normalize(
        "NFC", _UY.sub(_place_uy, _PAIR.sub(_place_pair, unicodedata.normalize("NFD", text)))
    )


def given_name(full: str) -> str:
    """The given name, by which people are listed: the last word of the full name."""
    words = tone_normal(full).split()
    return words[-1] if words else ""


def sort_key(name: str) -> SortKey:
    """Sorts names the Vietnamese way: by given name, then from the family name on; a ă â … đ … ơ … ư, then tones."""
    words = tone_normal(name).casefold().split()
    ordered = words[-1:] + words[:-1]
    return tuple(_word_key(word) for word in ordered)


def _bare(text: str) -> str:
    letters = unicodedata.normalize("NFD", text.casefold()).replace("đ", "d").replace("ð", "d")
    return "".join(letter for letter in letters if unicodedata.category(letter) != "Mn")


def _word_key(word: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    letters, tones = [], []
    for letter in unicodedata.normalize("NFC", word):
        tone = ""
        base = []
        for part in unicodedata.normalize("NFD", letter):
            if part in _TONE_RANK:
                tone = part
            else:
                base.append(part)
        bare = unicodedata.normalize("NFC", "".join(base))
        letters.append(_LETTER_RANK.get(bare, len(_ALPHABET) + sum(map(ord, bare))))
        tones.append(_TONE_RANK.get(tone, 0))
    return tuple(letters), tuple(tones)


def _place_pair(match: re.Match[str]) -> str:
    first, tone1, second, tone2 = match.groups()
    return _placed(first, second, tone1 + tone2, at_end=_ends(match)) if len(tone1 + tone2) == 1 else match[0]


def _place_uy(match: re.Match[str]) -> str:
    before, first, tone1, second, tone2 = match.groups()
    if len(tone1 + tone2) != 1:
        return match[0]
    return before + _placed(first, second, tone1 + tone2, at_end=_ends(match) and not before)


def _placed(first: str, second: str, tone: str, *, at_end: bool) -> str:
    return first + tone + second if at_end else first + second + tone


def _ends(match: re.Match[str]) -> bool:
    """Whether the syllable ends here, so that the older school puts the tone on the first vowel."""
    following = match.string[match.end() : match.end() + 1]
    return not following.isalpha()
