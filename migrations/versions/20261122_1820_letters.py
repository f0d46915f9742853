"""Acknowledgement links of letters to receivers outside the system, and who guesses at them.

Names of keys, indexes and constraints follow the naming convention of casework.db.
"""

import sqlalchemy as sa
from alembic import op

revision = "20261122_1820"
down_revision = "20261122_1810"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "ack_link",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False, index=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), sa.ForeignKey("user_account.id")),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True)),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("post", sa.LargeBinary(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), sa.ForeignKey("referral.id"), nullable=False, index=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("seal", sa.LargeBinary(32), nullable=False),
    )
    op.create_table(
        "ack_guess",
        sa.Column("place", sa.String(64), primary_key=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
    )


def downgrade() -> None:
    """Take them away again."""
    op.drop_table("ack_guess")
    op.drop_table("ack_link")
