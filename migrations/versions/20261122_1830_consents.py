"""Consents by the day on which they end, for the list of those to be asked for again.

What they say of recipient, manner and end stands under the row seal, and so in the ground migration.

Names of keys, indexes and constraints follow the naming convention of casework.db.
"""

from alembic import op

revision = "20261122_1830"
down_revision = "20261122_1820"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Find those that end soon without reading all."""
    op.create_index("ix_consent_expires_on", "consent", ["expires_on"])


def downgrade() -> None:
    """Take it away again."""
    op.drop_index("ix_consent_expires_on", "consent")
