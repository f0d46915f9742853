"""Keyed digests of ledger rows: equal rows have equal digests, and a copy of the database can't guess them."""

import json
from dataclasses import fields
from datetime import date
from typing import Any

from casework.crypto import Vault
from casework.crypto.signing import audit_mac

LENGTH = 16
_COMPARED: dict[type, tuple[str, ...]] = {}
_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"))


def digest(vault: Vault, kind: str, row: Any) -> bytes:
    """The digest of what a row says (its number in the sheet is no part of it), 16 bytes."""
    said = {name: _plain(getattr(row, name)) for name in _compared(type(row))}
    text = _CANONICAL.encode(said)
    return audit_mac(vault.keys, b"ledger-row", kind.encode(), text.encode())[:LENGTH]


def _compared(kind: type) -> tuple[str, ...]:
    if kind not in _COMPARED:
        _COMPARED[kind] = tuple(one.name for one in fields(kind) if one.compare)
    return _COMPARED[kind]


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
