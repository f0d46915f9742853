"""The list of common passwords, an officer's file that is read once."""

from functools import cache
from pathlib import Path


@cache
def common_passwords(path: Path) -> frozenset[str]:
    """The folded passwords of the file, one a line; lines that begin with # are remarks."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return frozenset(line.strip().casefold() for line in lines if line.strip() and not line.startswith("#"))
