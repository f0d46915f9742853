"""What can be wrong with keys and sealed data; the sentences name rows, files and cures, never a value."""

from uuid import UUID


class KeyFault(Exception):
    """The keys cannot be used as they are; the sentence says what to do."""


class Tampered(Exception):
    """Sealed data is not what this system wrote there: altered, moved, or mixed from two versions."""

    def __init__(self, domain: str, row_id: UUID) -> None:
        super().__init__(f"{domain} of row {row_id} is not what was sealed there")
        self.domain = domain
        self.row_id = row_id


class NoKey(Exception):
    """The subject has no key: it was never made, or it was erased and what it sealed is gone."""

    def __init__(self, subject_id: UUID) -> None:
        super().__init__(f"there is no key for subject {subject_id}")
        self.subject_id = subject_id
