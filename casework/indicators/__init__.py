"""Definitions, targets, reporting periods and raw counting of people."""
