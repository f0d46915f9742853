"""The few words that leave the house: that something waits, never what, and nothing to click on."""

from casework.refusal import N_
from casework.ui.language import catalogue

SUBJECT = N_("Casework")
BODY = N_("Something is waiting for you in casework.")
EVENT = N_("Something is due")


def said(message: str, language: str) -> str:
    """The message in a language, whatever the language of the page."""
    return message if language == "en" else catalogue(language).get(message, message)
