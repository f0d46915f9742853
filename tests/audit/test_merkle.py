"""The tree that grows leaf by leaf is the tree of RFC 6962."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.audit import merkle

ENTRIES = st.lists(st.binary(max_size=8), max_size=70)
# RFC 6962's test data, as Certificate Transparency published it: leaves, and the root over the first n.
LEAVES = [
    bytes.fromhex(text) for text in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657")
] + [bytes.fromhex("606162636465666768696a6b6c6d6e6f")]
ROOTS = {
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    5: "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}


def naive(entries: list[bytes]) -> bytes:
    """The definition of the RFC (2.1), word for word."""
    if not entries:
        return sha256(b"").digest()
    if len(entries) == 1:
        return sha256(b"\x00" + entries[0]).digest()
    split = 1
    while split * 2 < len(entries):
        split *= 2
    return sha256(b"\x01" + naive(entries[:split]) + naive(entries[split:])).digest()


def grown(entries: list[bytes]) -> bytes:
    size, frontier = merkle.tree(merkle.leaf_hash(entry) for entry in entries)
    assert size == len(entries)
    return merkle.root(frontier)


@given(ENTRIES)
def test_the_root_is_that_of_the_definition(entries: list[bytes]) -> None:
    assert grown(entries) == naive(entries)


@given(ENTRIES)
def test_the_frontier_has_one_subtree_for_each_bit_of_the_size(entries: list[bytes]) -> None:
    size, frontier = merkle.tree(merkle.leaf_hash(entry) for entry in entries)
    assert len(frontier) == size.bit_count()


@given(ENTRIES.filter(bool), st.data())
def test_any_change_changes_the_root(entries: list[bytes], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(entries) - 1))
    other = data.draw(st.binary(max_size=8).filter(lambda entry: entry != entries[at]))
    assert grown([*entries[:at], other, *entries[at + 1 :]]) != grown(entries)
    assert grown(entries[:at] + entries[at + 1 :]) != grown(entries)


@pytest.mark.parametrize("size", sorted(ROOTS))
def test_the_published_roots_come_out(size: int) -> None:
    assert grown(LEAVES[:size]).hex() == ROOTS[size]
