"""The secrets of an installation: five files in ``home/keys``, readable by their owner only."""

import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn, Protocol

from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap

from casework.crypto.derivation import Prf, joined
from casework.crypto.faults import KeyFault

LENGTH = 32
FILES = {
    "root": "root.key",
    "index_root": "index.key",
    "audit_mac": "audit-mac.key",
    "audit_signing": "audit-signing.key",
    "app_secret": "app.key",
}


class RootKey(Protocol):
    """Whoever holds the root key: it wraps the keys of the epochs and never gives itself away."""

    @property
    def key_id(self) -> str:
        """A public name of the key, kept beside what it wrapped."""

    def wrap(self, kek: bytes) -> bytes:
        """The KEK as it may be stored."""

    def unwrap(self, wrapped: bytes) -> bytes:
        """The KEK again; KeyFault if this root key did not wrap it."""


class KeyfileRoot:
    """A root key read from a file."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret
        self.key_id = "file-" + hashlib.blake2b(secret, digest_size=8, person=b"casework-root-id").hexdigest()

    def wrap(self, kek: bytes) -> bytes:
        """Wrap by AES-KW (RFC 3394)."""
        return aes_key_wrap(self._secret, kek)

    def unwrap(self, wrapped: bytes) -> bytes:
        """Unwrap by AES-KW."""
        try:
            return aes_key_unwrap(self._secret, wrapped)
        except InvalidUnwrap:
            raise KeyFault(
                f"root key {self.key_id} does not open this database: restore its own keys"
            ) from None

    def __repr__(self) -> str:
        return f"KeyfileRoot({self.key_id})"


@dataclass(frozen=True, repr=False, eq=False)
class Keys:
    """All secrets of an installation. They never appear in a repr and cannot be pickled."""

    root: RootKey
    index_root: bytes
    audit_mac: bytes
    audit_signing: bytes
    app_secret: bytes

    def app_key(self, purpose: str) -> bytes:
        """A 32-byte secret for one purpose of the web application ("cookies", "csrf")."""
        return Prf(self.app_secret).expand(joined(b"app", purpose.encode()))

    def __repr__(self) -> str:
        return f"Keys(root={self.root.key_id})"

    def __reduce__(self) -> NoReturn:
        raise TypeError("keys are not pickled")


def create_keys(home: Path) -> None:
    """Make fresh keys in ``home/keys``; KeyFault if there are any already, they are never replaced."""
    folder = home / "keys"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    if any(folder.iterdir()):
        raise KeyFault(
            f"{folder} is not empty: keys are never replaced; choose another home, or use these keys"
        )
    for name in FILES.values():
        descriptor = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(os.urandom(LENGTH).hex() + "\n")
            file.flush()
            os.fsync(file.fileno())


def load_keys(home: Path) -> Keys:
    """The keys of ``home/keys``; KeyFault says what to do if one is missing, exposed or damaged."""
    folder = home / "keys"
    if not folder.is_dir():
        raise KeyFault(f"{folder} is missing: run 'casework init', or restore the keys from their own backup")
    _refuse_exposed(folder, "700")
    secrets = {field: _secret(folder / name) for field, name in FILES.items()}
    return Keys(root=KeyfileRoot(secrets.pop("root")), **secrets)


def _secret(path: Path) -> bytes:
    if not path.is_file():
        raise KeyFault(f"{path} is missing: restore it from the backup of the keys")
    _refuse_exposed(path, "600")
    try:
        secret = bytes.fromhex(path.read_text(encoding="ascii"))
    except ValueError:
        secret = b""
    if len(secret) != LENGTH:
        raise KeyFault(
            f"{path} is not a key of {LENGTH} bytes in hexadecimal: restore it from the backup of the keys"
        )
    return secret


def _refuse_exposed(path: Path, mode: str) -> None:
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise KeyFault(f"others can read {path}: run 'chmod {mode} {path}', and ask who may have read it")
