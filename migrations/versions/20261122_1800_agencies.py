"""Partner agencies: their reach, and who is on duty for which service where.

Names of keys, indexes and constraints follow the naming convention of casework.db.
"""

import sqlalchemy as sa
from alembic import op

revision = "20261122_1800"
down_revision = "20261122_1700"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Let organisations say how far they serve (until somebody says else: their province); make the duty table."""
    with op.batch_alter_table("provider") as table:
        table.add_column(sa.Column("reach", sa.String(10), nullable=False, server_default="province"))
    with op.batch_alter_table("provider") as table:
        table.alter_column("reach", server_default=None)
    op.create_table(
        "duty",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("service_kind", sa.String(40), nullable=False),
        sa.Column("area_code", sa.String(5), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("provider_id", sa.Uuid(), sa.ForeignKey("provider.id"), nullable=False, index=True),
        sa.Column("starts_on", sa.Date()),
        sa.Column("ends_on", sa.Date()),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Index("ix_duty_service_kind_area_code", "service_kind", "area_code"),
    )


def downgrade() -> None:
    """Take both away again."""
    op.drop_table("duty")
    with op.batch_alter_table("provider") as table:
        table.drop_column("reach")
