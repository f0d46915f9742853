"""Neutral reminders by e-mail, and a calendar feed by secret link; both off until somebody wants them."""
