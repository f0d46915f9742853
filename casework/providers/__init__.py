"""Organisations and facilities, and the activities they carry out."""
