"""Keyed digests of ledger rows: equal rows have equal digests, and a copy of the database can't guess them."""

import json
from dataclasses import fields
from datetime import date
from typing import Any

from casework.crypto import Vault
from casework.crypto.signing import audit_mac

LENGTH = 16
_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"))


def digest(vault: Vault, kind: str, row: Any) -> bytes:
    """The digest of what a row says (its number in the sheet is no part of it), 16 bytes."""
    said = {one.name: _plain(getattr(row, one.name)) for one in fields(row) if one.compare}
    text = _CANONICAL.encode(said)
    return audit_mac(vault.keys, b"ledger-row", kind.encode(), text.encode())[:LENGTH]


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
