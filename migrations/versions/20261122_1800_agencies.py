"""Partner agencies: their reach, and who is on duty for which service where.

Names of keys, indexes and constraints follow the naming convention of casework.db.
"""

revision = "20261122_1800"
down_revision = "20261122_1000"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make what this migration is named for."""


def downgrade() -> None:
    """Take it away again."""
