"""A calendar of due times in the form of RFC 5545. Every event has the same neutral title. Pure."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from hashlib import blake2b

from casework.worklist.rules import Item

MOST = 300
LASTING = timedelta(minutes=15)
_FOLD = 75


def calendar(items: Iterable[Item], title: str, secret: bytes, now: datetime) -> bytes:
    """The due times as a calendar that other programs can read; some hundreds at most, the earliest first.

    ``secret`` (at most 64 bytes) makes the names of events: they tell nothing, and stay the same at the next reading.
    """
    dated = sorted(
        ((item.due, item) for item in items if item.due is not None and not item.waiting),
        key=lambda each: (each[0], each[1].row_id),
    )
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//casework//due times//EN", "CALSCALE:GREGORIAN"]
    for due, item in dated[:MOST]:
        lines += _event(due, item, title, secret, now)
    lines.append("END:VCALENDAR")
    return b"".join(part for line in lines for part in _folded(line))


def _event(due: datetime, item: Item, title: str, secret: bytes, now: datetime) -> list[str]:
    name = blake2b(item.row_id.bytes + item.clock.encode(), key=secret, digest_size=16).hexdigest()
    return [
        "BEGIN:VEVENT",
        f"UID:{name}",
        f"DTSTAMP:{_moment(now)}",
        f"DTSTART:{_moment(due)}",
        f"DTEND:{_moment(due + LASTING)}",
        f"SUMMARY:{_escaped(title)}",
        "CLASS:PRIVATE",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\n", "\\n")


def _folded(line: str) -> Iterator[bytes]:
    """A content line in pieces of at most 75 octets, none of which cuts a letter in two."""
    piece = b""
    for letter in line:
        octets = letter.encode()
        if len(piece) + len(octets) > _FOLD:
            yield piece + b"\r\n"
            piece = b" "
        piece += octets
    yield piece + b"\r\n"
