"""Policy files that are wrong in one place: a walk through a file's tables, and a writer."""

import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

Path_ = tuple[str | int, ...]


def written(values: dict[str, Any]) -> str:
    """The same values as TOML text."""
    return "".join(
        f"{json.dumps(key, ensure_ascii=False)} = {_value(value)}\n" for key, value in values.items()
    )


def tables(value: Any, at: Path_ = ()) -> Iterator[Path_]:
    """Where the tables of a file are, the file itself first."""
    if isinstance(value, dict):
        yield at
        for key, inner in value.items():
            yield from tables(inner, (*at, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from tables(inner, (*at, number))


def leaves(value: Any, at: Path_ = ()) -> Iterator[tuple[Path_, Any]]:
    """Where the plain values of a file are, and what they are."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, (*at, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from leaves(inner, (*at, number))
    else:
        yield at, value


def ends(places: Iterable[Path_]) -> list[Path_]:
    """Of places that differ in numbers alone the first and the last: the others are read by the same lines."""
    alike: dict[Path_, list[Path_]] = {}
    for at in places:
        alike.setdefault(tuple("" if isinstance(step, int) else step for step in at), []).append(at)
    return [at for some in alike.values() for at in dict.fromkeys((some[0], some[-1]))]


def inside(values: Any, at: Path_) -> Any:
    """What lies at this place."""
    for step in at:
        values = values[step]
    return values


def spoken(at: Path_) -> str:
    """The place as an error message names it: the last key, tables counted from 1."""
    text = ""
    for step in at:
        text += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if text else step
    return text


def _value(value: Any) -> str:
    if isinstance(value, dict):
        pairs = (f"{json.dumps(key, ensure_ascii=False)} = {_value(inner)}" for key, inner in value.items())
        return "{ " + ", ".join(pairs) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(_value(inner) for inner in value) + "]"
    return value.isoformat() if isinstance(value, date) else json.dumps(value, ensure_ascii=False)
