"""Invented people and cases, so that every page has something to show."""
