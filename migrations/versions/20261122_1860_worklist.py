"""Escalations, reminder addresses and calendar links.

Names of keys, indexes and constraints follow the naming convention of casework.db.
"""

import sqlalchemy as sa
from alembic import op

revision = "20261122_1860"
down_revision = "20261122_1850"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "escalation",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("clock", sa.String(20), nullable=False),
        sa.Column("row_kind", sa.String(40), nullable=False),
        sa.Column("row_id", sa.Uuid(), nullable=False),
        sa.Column("whom", sa.String(20), nullable=False),
        sa.Column("facility_id", sa.Uuid(), sa.ForeignKey("provider.id")),
        sa.Column("province_code", sa.String(2), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("row_id", "clock", "whom", "started_at"),
    )
    op.create_index("ix_escalation_facility_id_whom", "escalation", ["facility_id", "whom"])
    op.create_index("ix_escalation_province_code_whom", "escalation", ["province_code", "whom"])
    op.create_table(
        "reminder_address",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("owner_id", sa.Uuid(), sa.ForeignKey("user_account.id"), nullable=False, unique=True),
        sa.Column("every", sa.String(10), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True)),
        sa.Column("address", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "calendar_link",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("owner_id", sa.Uuid(), sa.ForeignKey("user_account.id"), nullable=False, unique=True),
        sa.Column("token_hash", sa.LargeBinary(32), nullable=False, unique=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("calendar_link")
    op.drop_table("reminder_address")
    op.drop_table("escalation")
