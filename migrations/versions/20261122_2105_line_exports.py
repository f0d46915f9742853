"""Lists of incidents: who asked for one, who agreed, and that it was taken."""

import sqlalchemy as sa
from alembic import op

revision = "20261122_2105"
down_revision = "20261122_2100"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "line_export",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("facility_id", sa.Uuid(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("incidents", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["user_account.id"], name=op.f("fk_line_export_asked_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["user_account.id"], name=op.f("fk_line_export_decided_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["facility_id"], ["provider.id"], name=op.f("fk_line_export_facility_id_provider")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_line_export")),
    )
    op.create_index(op.f("ix_line_export_facility_id"), "line_export", ["facility_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_line_export_facility_id"), table_name="line_export")
    op.drop_table("line_export")
