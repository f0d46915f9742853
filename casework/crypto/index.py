"""Keyed, truncated tokens to find people by. These five kinds and no others: see decisions on search.

An index on surnames, parts of names or sounds gives the names away to anyone with public statistics.
"""

import hashlib
import math
from functools import cache, lru_cache
from typing import Literal

from casework.crypto.derivation import Prf, joined
from casework.crypto.keys import Keys

Kind = Literal["citizen_number", "phone", "full_name", "full_name_birth_year", "given_name_birth_year"]

# People to a bucket: numbers are found by, names are attacked by rank, given names most easily.
CROWD: dict[str, int] = {
    "citizen_number": 2,
    "phone": 2,
    "full_name": 5,
    "full_name_birth_year": 5,
    "given_name_birth_year": 20,
}
NUMBERS = ("citizen_number", "phone")


@cache
def bits_for(kind: Kind, expected_people: int) -> int:
    """How long a token may be among so many people: never fewer buckets than their square root, never over half."""
    least = math.ceil(math.log2(expected_people) / 2)
    wanted = math.log2(expected_people / CROWD[kind])
    return max(least, math.floor(wanted) if kind in NUMBERS else round(wanted))


def token(keys: Keys, kind: Kind, version: int, folded: str, bits: int) -> int:
    """The token of a folded value in one version of one index."""
    if kind not in CROWD:
        raise ValueError(f"there is no index {kind!r}, and there shall be none")
    digest = hashlib.blake2b(folded.encode(), key=_key(keys, kind, version), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> (64 - bits)


@lru_cache(maxsize=32)
def _key(keys: Keys, kind: str, version: int) -> bytes:
    return Prf(keys.index_root).expand(joined(b"index", kind.encode(), version.to_bytes(2, "big")))
