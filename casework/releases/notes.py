"""The signed statement of a release: which closing of which year it is, by which rules, who decided, what it shows."""

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC

from casework.crypto import Vault
from casework.releases.models import Release, ReleasePart
from casework.releases.packing import digest_of, unpacked


def is_whole(parts: Sequence[ReleasePart], digest: str) -> bool:
    """Whether these are the parts of this digest, each as it was made."""
    try:
        for part in parts:
            unpacked(part)
    except ValueError:
        return False
    return bool(parts) and digest_of(parts) == digest


def sign(vault: Vault, release: Release) -> str:
    """The note of a release that has just got its number."""
    return vault.sign_checkpoint(_origin(release), release.number or 0, _root(release))


def is_signed(vault: Vault, release: Release) -> bool:
    """Whether the release still says what its note was signed for."""
    note = vault.read_checkpoint(release.note)
    try:
        return note is not None and note == (_origin(release), release.number, _root(release))
    except ValueError:  # its rules are no JSON any more
        return False


def _origin(release: Release) -> str:
    return f"casework/release/{release.year}"


def _root(release: Release) -> bytes:
    days = (release.first, release.last, release.cut_off)
    moments = (at.astimezone(UTC) for at in (release.proposed_at, release.decided_at) if at)
    keys = (release.corrects_id, release.proposed_by_id, release.decided_by_id)
    told = [release.period, release.digest, json.loads(release.versions), *map(str, (*days, *moments, *keys))]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).digest()
