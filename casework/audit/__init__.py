"""Append-only record of writes, refusals and openings of sealed data."""
