"""Counting facts: what figures are counted from, without a name and without a sealed field."""
