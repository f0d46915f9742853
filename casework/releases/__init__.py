"""Releases: tables of people that are protected together, approved by a second person and then frozen for ever."""
