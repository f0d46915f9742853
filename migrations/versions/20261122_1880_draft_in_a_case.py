"""The case in which a draft is typed, so that it is found again there."""

import sqlalchemy as sa
from alembic import op

revision = "20261122_1880"
down_revision = "20261122_1870"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; drafts that there are belong to no case."""
    with op.batch_alter_table("draft") as table:
        table.add_column(sa.Column("case_id", sa.Uuid()))
        table.create_index("ix_draft_case_id", ["case_id"])
        table.create_foreign_key("fk_draft_case_id_case_file", "case_file", ["case_id"], ["id"])


def downgrade() -> None:
    """Take it away again, and with it the drafts that only make sense there."""
    op.execute("DELETE FROM draft WHERE case_id IS NOT NULL")
    with op.batch_alter_table("draft") as table:
        table.drop_constraint("fk_draft_case_id_case_file", type_="foreignkey")
        table.drop_index("ix_draft_case_id")
        table.drop_column("case_id")
