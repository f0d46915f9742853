"""Acknowledgement links of letters to receivers outside the system.

Names of keys, indexes and constraints follow the naming convention of casework.db.
"""

revision = "20261122_1820"
down_revision = "20261122_1810"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make what this migration is named for."""


def downgrade() -> None:
    """Take it away again."""
