"""Escalations, reminder addresses and calendar links.

Names of keys, indexes and constraints follow the naming convention of casework.db.
"""

revision = "20261122_1860"
down_revision = "20261122_1850"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make what this migration is named for."""


def downgrade() -> None:
    """Take it away again."""
