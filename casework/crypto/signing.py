"""The audit log's own secrets: a MAC, and checkpoints signed as a C2SP signed note.

origin / size / base64 root / empty line / — origin base64(key id | Ed25519 signature)
"""

import base64
import hashlib
import hmac
from functools import lru_cache
from typing import NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from casework.crypto.derivation import joined
from casework.crypto.keys import Keys

ED25519 = b"\x01"
DASH = "\N{EM DASH} "


class Checkpoint(NamedTuple):
    """How large a log is, and the root of its tree."""

    origin: str
    size: int
    root: bytes


def _key_id(name: str, public: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + ED25519 + public).digest()[:4]


@lru_cache(maxsize=4)
def _signer(keys: Keys) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(keys.audit_signing)


@lru_cache(maxsize=4)
def verifier_key(keys: Keys, origin: str) -> str:
    """The public key to give to a witness, as C2SP spells it: name+id+key."""
    public = _signer(keys).public_key().public_bytes_raw()
    return f"{origin}+{_key_id(origin, public).hex()}+{base64.b64encode(ED25519 + public).decode()}"


def sign_checkpoint(keys: Keys, origin: str, size: int, root: bytes) -> str:
    """A checkpoint signed in the name of its origin."""
    body = f"{origin}\n{size}\n{base64.b64encode(root).decode()}\n"
    signer = _signer(keys)
    key_id = _key_id(origin, signer.public_key().public_bytes_raw())
    signature = base64.b64encode(key_id + signer.sign(body.encode())).decode()
    return f"{body}\n{DASH}{origin} {signature}\n"


def signed_body(verifier: str, note: str) -> str | None:
    """The text of a signed note; None unless the holder of the verifier key signed it."""
    try:
        name, key_id, encoded = verifier.split("+", 2)
        public = base64.b64decode(encoded, validate=True)[1:]
        body, signatures = note.rsplit("\n\n", 1)
        body += "\n"
        for line in signatures.splitlines():
            signature = base64.b64decode(line.rsplit(" ", 1)[-1], validate=True)
            ours = signature[:4] == bytes.fromhex(key_id) == _key_id(name, public)
            if ours and line.startswith(f"{DASH}{name} "):
                Ed25519PublicKey.from_public_bytes(public).verify(signature[4:], body.encode())
                return body
    except (ValueError, InvalidSignature):
        pass
    return None


def verify_checkpoint(verifier: str, text: str) -> Checkpoint | None:
    """What a checkpoint says; None unless the holder of the verifier key signed it."""
    body = signed_body(verifier, text)
    try:
        origin, size, root = (body or "").splitlines()[:3]
        return Checkpoint(origin, int(size), base64.b64decode(root, validate=True))
    except ValueError:
        return None


def read_checkpoint(keys: Keys, text: str) -> Checkpoint | None:
    """What a checkpoint says; None unless these keys signed it in the name of its origin."""
    return verify_checkpoint(verifier_key(keys, text.split("\n", 1)[0]), text)


def audit_mac(keys: Keys, *parts: bytes) -> bytes:
    """A MAC that only this installation can make, over parts that cannot be shifted into each other."""
    return hmac.digest(keys.audit_mac, joined(*parts), "sha256")
