"""Consent by recipient: how it was taken, and until when it holds.

Names of keys, indexes and constraints follow the naming convention of casework.db.
"""

revision = "20261122_1830"
down_revision = "20261122_1820"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make what this migration is named for."""


def downgrade() -> None:
    """Take it away again."""
