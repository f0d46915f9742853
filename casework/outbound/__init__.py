"""Referring from a case: to whom, what is told; letters to those outside the system, and how they acknowledge."""
