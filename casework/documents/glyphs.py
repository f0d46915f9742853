"""Which signs our own fonts have: PDF/A refuses a document with one that can't be shown."""

import struct
import unicodedata
from functools import cache
from pathlib import Path

FONTS = Path(__file__).parent / "fonts"
MISSING = "□"


def showable(text: str) -> str:
    """The text, composed: without what is invisible, and with a box for each sign that no font of ours has."""
    return "".join(map(_shown, unicodedata.normalize("NFC", text)))


def _shown(sign: str) -> str:
    if sign in _signs() or sign in "\t\n":
        return sign
    return "" if unicodedata.category(sign) == "Cf" else MISSING


@cache
def _signs() -> frozenset[str]:
    """The signs that all faces have."""
    return frozenset.intersection(*(_signs_of(path.read_bytes()) for path in sorted(FONTS.glob("*.ttf"))))


def _signs_of(font: bytes) -> frozenset[str]:
    """What a TrueType font maps to glyphs, by its table of Unicode's first plane (cmap, format 4)."""
    [count] = struct.unpack_from(">H", font, 4)
    tables = (struct.unpack_from(">4sIII", font, 12 + 16 * at) for at in range(count))
    [start] = [offset for tag, _sum, offset, _length in tables if tag == b"cmap"]
    [count] = struct.unpack_from(">H", font, start + 2)
    maps = (struct.unpack_from(">HHI", font, start + 4 + 8 * at) for at in range(count))
    [at] = [start + offset for platform, encoding, offset in maps if (platform, encoding) == (3, 1)]
    [double] = struct.unpack_from(">H", font, at + 6)
    ends = struct.unpack_from(f">{double // 2}H", font, at + 14)
    firsts = struct.unpack_from(f">{double // 2}H", font, at + 16 + double)
    codes = (code for first, last in zip(firsts, ends, strict=True) for code in range(first, last + 1))
    return frozenset(sign for sign in map(chr, codes) if unicodedata.category(sign) not in {"Cn", "Co", "Cs"})
