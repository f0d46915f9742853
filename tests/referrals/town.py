"""Two organisations: police who refer, a house that is asked; another house beside it."""

from dataclasses import dataclass

from casework.access import Actor
from casework.providers.models import Provider


@dataclass(frozen=True)
class Town:
    """Who is there: an officer and her colleague, two houses with their staff."""

    police: Provider
    house: Provider
    other: Provider
    officer: Actor
    colleague: Actor
    worker: Actor
    supervisor: Actor
    stranger: Actor
