"""Whether every word of the screens is said in Vietnamese: what is missing, wrong, unused or said twice.

``python -m casework.ui.catalogue`` prints it and exits 1 if there is anything; ``--room cases`` looks
only at messages of that room.
"""

import argparse
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from casework.paths import ROOT_TEMPLATES
from casework.ui.language import CATALOGUES

PACKAGE = Path(__file__).parents[1]
KEYWORDS = {"_": None, "_l": None, "_n": (1, 2), "N_": None}
METHODS = [("**.py", "python"), ("**.html", "jinja2.ext:babel_extract")]
SHARED = frozenset({"layouts", "components"})
_PLACEHOLDER = re.compile(r"%\([a-z_0-9]+\)[sdf]")


@dataclass(frozen=True)
class Use:
    """A message in the source: its id (singular), its plural if it has one, and where it stands."""

    message: str
    plural: str | None
    place: str
    room: str


def uses() -> list[Use]:
    """Every message that code and templates mark for translation."""
    found = []
    for root in (PACKAGE, ROOT_TEMPLATES):
        options = {"**.html": {"silent": "false"}}
        for name, line, message, *_rest in extract_from_dir(
            root, METHODS, options, KEYWORDS, strip_comment_tags=True
        ):
            if name.startswith("_bundle"):
                continue
            singular, plural = message if isinstance(message, tuple) else (message, None)
            room = name.partition("/")[0]
            found.append(
                Use(singular, plural, f"{root.name}/{name}:{line}", "ui" if room in SHARED else room)
            )
    return found


def entries(language: str = "vi") -> Iterator[tuple[str, Message]]:
    """Every entry of the catalogues with the name of its file."""
    for path in sorted((CATALOGUES / language).glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, abort_invalid=True):
                if message.id:
                    yield path.stem, message


def _singular(message: Message) -> str:
    return str(message.id[0] if isinstance(message.id, (list, tuple)) else message.id)


def problems(room: str | None = None) -> list[str]:
    """One line for each message that is missing, empty, unsure, unused, twice, or has other placeholders."""
    used = uses()
    found: list[str] = []
    said: dict[str, tuple[str, Message]] = {}
    for stem, message in entries():
        key = _singular(message)
        if key in said:
            found.append(f"{stem}.po: also in {said[key][0]}.po: {key!r}")
        said[key] = (stem, message)
    asked = {use.message: use for use in used if room in (None, use.room)}
    found += [f"{use.place}: missing: {key!r}" for key, use in asked.items() if key not in said]
    wanted = {use.message: use for use in used}
    for key, (stem, message) in said.items():
        if room not in (None, stem):
            continue
        if key not in wanted:
            found.append(f"{stem}.po: unused: {key!r}")
            continue
        found += [f"{stem}.po: {trouble}: {key!r}" for trouble in _troubles(message, wanted[key])]
    return found


def _troubles(message: Message, use: Use) -> Iterator[str]:
    plural = isinstance(message.id, (list, tuple))
    text = (message.string[0] if message.string else "") if plural else message.string
    if plural != (use.plural is not None):
        yield "is a plural in one place only"
    if message.fuzzy:
        yield "unsure"
    if not text:
        yield "empty"
    elif set(_PLACEHOLDER.findall(str(text))) != set(_PLACEHOLDER.findall(use.plural or use.message)):
        yield "other placeholders"


def main() -> None:
    """Print the problems."""
    parser = argparse.ArgumentParser(prog="python -m casework.ui.catalogue", description=__doc__)
    parser.add_argument("--room", help="only messages used in this room, and its catalogue")
    found = problems(parser.parse_args().room)
    sys.stdout.write("".join(f"{line}\n" for line in found) or "Every message is said in Vietnamese.\n")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
