"""The Merkle tree of RFC 6962: leaf and node hashes, and a frontier that grows leaf by leaf."""

from collections.abc import Iterable, Sequence
from hashlib import sha256

EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    """The hash of one entry (prefix 0, so that a leaf can't pose as a node)."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two subtrees (prefix 1)."""
    return sha256(b"\x01" + left + right).digest()


def grow(frontier: Sequence[bytes], size: int, leaf: bytes) -> tuple[bytes, ...]:
    """The frontier after one more leaf: the roots of the perfect subtrees, largest first."""
    roots, node = list(frontier), leaf
    while size & 1:
        node = node_hash(roots.pop(), node)
        size >>= 1
    return (*roots, node)


def root(frontier: Sequence[bytes]) -> bytes:
    """The root of the whole tree, folded from its frontier (32 bytes)."""
    if not frontier:
        return EMPTY_ROOT
    node = frontier[-1]
    for left in reversed(frontier[:-1]):
        node = node_hash(left, node)
    return node


def tree(leaves: Iterable[bytes]) -> tuple[int, tuple[bytes, ...]]:
    """Size and frontier of the tree over all leaves."""
    size, frontier = 0, tuple[bytes, ...]()
    for leaf in leaves:
        frontier = grow(frontier, size, leaf)
        size += 1
    return size, frontier
