"""Policy files are read strictly: what the program does not understand stops it.

A loader opens a file with :func:`open_section`, takes every key it knows from the :class:`Section`
and calls ``close()``; a key nobody took is an unknown word and raises :class:`PolicyError`, whose
message is one sentence that names the file, the key and the trouble.
"""

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from pathlib import Path

from casework.vocabulary.words import Words

_CODE = re.compile(r"[0-9a-zđ][0-9a-zđ_.:-]*")
_MISSING = object()
_SHOWN = 30


class PolicyError(Exception):
    """A policy file that must not be used; the message says which file and key, and why."""


def fault(path: Path, key: str, problem: str) -> PolicyError:
    """The error for the key of this file; the file is named with its directory, as in plans/x.toml."""
    place = f"{path.parent.name}/{path.name}"
    return PolicyError(f"{place}: {key}: {problem}" if key else f"{place}: {problem}")


class Section:
    """One table of a policy file, which must be emptied by the one who reads it."""

    def __init__(self, path: Path, key: str, values: Mapping[str, object]) -> None:
        self.path = path
        self.key = key
        self._values = dict(values)

    def error(self, name: str, problem: str) -> PolicyError:
        """The error to raise about the key ``name`` of this table (the table itself when empty)."""
        return fault(self.path, ".".join(part for part in (self.key, name) if part), problem)

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def names(self) -> tuple[str, ...]:
        """The keys nobody has taken yet, in the file's order."""
        return tuple(self._values)

    def _take(self, name: str) -> object:
        value = self._values.pop(name, _MISSING)
        if value is _MISSING:
            raise self.error(name, "is missing.")
        return value

    def text(self, name: str) -> str:
        """A string that says something."""
        value = self._take(name)
        if not isinstance(value, str) or not value.strip():
            raise self.error(name, "must be a text that is not empty.")
        return value.strip()

    def optional_text(self, name: str) -> str:
        """A string, or "" where the key is left out."""
        return self.text(name) if name in self else ""

    def code(self, name: str) -> str:
        """A stable code: small letters, digits and ``_ . : -``."""
        value = self.text(name)
        if not _CODE.fullmatch(value):
            raise self.error(name, "must be a code of small letters, digits, _ . : or -.")
        return value

    def one_of(self, name: str, allowed: Collection[str]) -> str:
        """A string out of ``allowed``."""
        value = self.text(name)
        if value not in allowed:
            raise self.error(name, f"does not know the word “{value}”; allowed: {_some(allowed)}.")
        return value

    def integer(self, name: str, low: int, high: int) -> int:
        """A whole number between ``low`` and ``high``."""
        value = self._take(name)
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            raise self.error(name, f"must be a whole number from {low} to {high}.")
        return value

    def integers(self, name: str, low: int, high: int) -> tuple[int, ...]:
        """A list of whole numbers between ``low`` and ``high``, rising and not empty."""
        value = self._take(name)
        if not isinstance(value, list) or not value:
            raise self.error(name, "must be a list of whole numbers.")
        holder = {f"{name}[{at}]": item for at, item in enumerate(value, start=1)}
        found = tuple(Section(self.path, self.key, holder).integer(item, low, high) for item in holder)
        if list(found) != sorted(set(found)):
            raise self.error(name, "must rise.")
        return found

    def boolean(self, name: str) -> bool:
        """``true`` or ``false``; never left out."""
        value = self._take(name)
        if not isinstance(value, bool):
            raise self.error(name, "must be true or false.")
        return value

    def day(self, name: str) -> date:
        """A date written as TOML writes it: 2025-12-10."""
        value = self._take(name)
        if type(value) is not date:
            raise self.error(name, "must be a date such as 2025-12-10, without quotation marks.")
        return value

    def words(self, name: str) -> Words:
        """A phrase in Vietnamese and English: ``{ vi = "…", en = "…" }``."""
        part = self.section(name)
        words = Words(part.text("vi"), part.text("en"))
        part.close()
        return words

    def optional_words(self, name: str) -> Words | None:
        """A phrase in both languages, or None where the key is left out."""
        return self.words(name) if name in self else None

    def official(self, name: str) -> Words:
        """A name out of a document, in both languages or in Vietnamese alone as ``"…"``, then shown in both."""
        return self._official(name, self._take(name))

    def optional_official(self, name: str) -> Words | None:
        """Such a name, or None where the key is left out."""
        return self.official(name) if name in self else None

    def officials(self, name: str) -> tuple[Words, ...]:
        """A list of such names."""
        value = self._take(name)
        if not isinstance(value, list):
            raise self.error(name, "must be a list of names.")
        return tuple(self._official(f"{name}[{at}]", item) for at, item in enumerate(value, start=1))

    def _official(self, name: str, value: object) -> Words:
        if isinstance(value, dict):
            holder = Section(self.path, self.key, {name: value})
            return holder.words(name)
        text = Section(self.path, self.key, {name: value}).text(name)
        return Words(text, text)

    def texts(self, name: str, allowed: Collection[str] | None = None) -> tuple[str, ...]:
        """A list of strings, none twice and each out of ``allowed`` if that is given."""
        value = self._take(name)
        if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
            raise self.error(name, "must be a list of texts.")
        for item in value:
            if value.count(item) > 1:
                raise self.error(name, f"names “{item}” twice.")
            if allowed is not None and item not in allowed:
                raise self.error(name, f"does not know the word “{item}”; allowed: {_some(allowed)}.")
        return tuple(value)

    def some_of(self, name: str, allowed: Collection[str]) -> tuple[str, ...]:
        """A list as of ``texts`` that is not empty."""
        found = self.texts(name, allowed)
        if not found:
            raise self.error(name, "must not be empty.")
        return found

    def lists(self, name: str, allowed: Collection[str]) -> tuple[tuple[str, ...], ...]:
        """A list of lists as of ``some_of``."""
        value = self._take(name)
        if not isinstance(value, list):
            raise self.error(name, "must be a list of lists.")
        holder = {f"{name}[{at}]": item for at, item in enumerate(value, start=1)}
        return tuple(Section(self.path, self.key, holder).some_of(item, allowed) for item in holder)

    def section(self, name: str) -> "Section":
        """A table inside this one."""
        value = self._take(name)
        if not isinstance(value, dict):
            raise self.error(name, "must be a table.")
        return Section(self.path, ".".join(part for part in (self.key, name) if part), value)

    def sections(self, name: str) -> tuple["Section", ...]:
        """The tables written as ``[[name]]``; none where the key is left out."""
        value = self._values.pop(name, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self.error(name, f"must be tables written [[{name}]].")
        prefix = f"{self.key}." if self.key else ""
        return tuple(
            Section(self.path, f"{prefix}{name}[{number}]", item)
            for number, item in enumerate(value, start=1)
        )

    def close(self) -> None:
        """Refuse what nobody took: a key that the program doesn't know."""
        for name in self._values:
            raise self.error(name, "is not a word this program knows.")


def read_toml(path: Path) -> dict[str, object]:
    """The whole of one TOML file, or PolicyError where it can't be read."""
    try:
        return tomllib.loads(_text(path))
    except tomllib.TOMLDecodeError as error:
        raise fault(path, "", f"is not valid TOML: {error}.") from error


def open_section(path: Path) -> Section:
    """Open one TOML policy file to be read strictly."""
    return Section(path, "", read_toml(path))


def rows(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The lines of a small CSV file (no quotation marks, ``#`` begins a remark) with their numbers."""
    header: tuple[str, ...] | None = None
    for number, line in enumerate(_text(path).splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = tuple(cell.strip() for cell in line.split(","))
        if header is None:
            header = cells
            if header != columns:
                raise fault(path, f"line {number}", f"must be “{','.join(columns)}”.")
            continue
        if len(cells) != len(columns) or "" in cells[:2]:
            raise fault(path, f"line {number}", f"must fill {len(columns)} columns.")
        yield number, cells
    if header is None:
        raise fault(path, "", "is empty.")


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise fault(path, "", f"cannot be read ({error.strerror}).") from error
    except UnicodeDecodeError as error:
        raise fault(path, "", "is not UTF-8 text.") from error


def _some(words: Collection[str]) -> str:
    shown = sorted(words)
    return ", ".join(shown[:_SHOWN]) + (" …" if len(shown) > _SHOWN else "")
