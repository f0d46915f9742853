"""A phrase of policy in both languages."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """What an officer wrote in a policy file, Vietnamese first; ``of("vi")`` or ``of("en")`` shows it."""

    vi: str
    en: str

    def of(self, language: str) -> str:
        """The phrase in this language; anything that isn't English is shown in Vietnamese."""
        return self.en if language.startswith("en") else self.vi
