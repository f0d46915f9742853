"""Where a site's own copy of the policies differs from the one that is shipped."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

_KINDS = (".toml", ".csv", ".txt")


def differences(ours: Path, theirs: Path) -> list[str]:
    """One line for each file or key in which the directory ``theirs`` differs from ``ours``.

    Lines begin with the file's name inside the directory; nothing is said about what is equal.
    Entries of ``[[tables]]`` are compared by their ``code`` where they have one.
    """
    own, other = _files(ours), _files(theirs)
    found = [f"{name}: is missing in {theirs}" for name in sorted(own - other)]
    found += [f"{name}: is only in {theirs}" for name in sorted(other - own)]
    for name in sorted(own & other):
        found += [f"{name}: {line}" for line in _compare(ours / name, theirs / name)]
    return found


def _files(root: Path) -> set[str]:
    return {
        path.relative_to(root).as_posix()
        for path in root.rglob("*")
        if path.is_file() and path.suffix in _KINDS
    }


def _compare(ours: Path, theirs: Path) -> Iterator[str]:
    if ours.read_bytes() == theirs.read_bytes():
        return
    if ours.suffix != ".toml":
        mine, their = _lines(ours), _lines(theirs)
        if mine != their:
            yield f"{len(mine - their)} lines gone, {len(their - mine)} lines new"
        return
    try:
        mine_keys, their_keys = (
            dict(_flat("", tomllib.loads(path.read_text(encoding="utf-8")))) for path in (ours, theirs)
        )
    except (UnicodeDecodeError, tomllib.TOMLDecodeError):
        yield "cannot be read"
        return
    for key in sorted(mine_keys.keys() | their_keys.keys()):
        if key not in their_keys:
            yield f"{key}: left out (ours: {mine_keys[key]!r})"
        elif key not in mine_keys:
            yield f"{key}: added ({their_keys[key]!r})"
        elif mine_keys[key] != their_keys[key]:
            yield f"{key}: {mine_keys[key]!r} → {their_keys[key]!r}"


def _lines(path: Path) -> set[str]:
    text = path.read_text(encoding="utf-8", errors="replace")
    return {line for line in text.splitlines() if line and not line.startswith("#")}


def _flat(prefix: str, value: object) -> Iterator[tuple[str, object]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _flat(f"{prefix}.{key}" if prefix else key, inner)
    elif isinstance(value, list) and value and all(isinstance(item, dict) for item in value):
        for number, item in enumerate(value, start=1):
            yield from _flat(f"{prefix}[{item.get('code', number)}]", item)
    else:
        yield prefix, value
