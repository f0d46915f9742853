"""Keys, sealed fields and keyed indexes: the only room that imports cryptography."""

from casework.crypto import flushing as _flushing  # its hooks seal what a session flushes
from casework.crypto.bulk import insert_rows
from casework.crypto.faults import KeyFault, NoKey, Tampered
from casework.crypto.rows import verify_rows
from casework.crypto.sealed import RowSealed, SealedBytes, SealedJson, SealedText, verify_row
from casework.crypto.vault import Vault

__all__ = [
    "KeyFault",
    "NoKey",
    "RowSealed",
    "SealedBytes",
    "SealedJson",
    "SealedText",
    "Tampered",
    "Vault",
    "insert_rows",
    "verify_row",
    "verify_rows",
]
del _flushing
