"""Opaque references: what stands for a person or a case in an address, saying nothing of either."""

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no I, L, O or U to be misread
LENGTH = 10


def new_reference() -> str:
    """A random reference of ten characters (50 bits): not a count, not guessable, safe to say aloud."""
    return "".join([ALPHABET[byte & 31] for byte in secrets.token_bytes(LENGTH)])
