"""What a level of risk rests on: answers to the form, and the result of a tool of others.

Names of keys, indexes and constraints follow the naming convention of casework.db.
"""

import sqlalchemy as sa
from alembic import op

revision = "20261122_1890"
down_revision = "20261122_1880"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "risk_sheet",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("case_id", sa.Uuid(), sa.ForeignKey("case_file.id"), nullable=False, index=True),
        sa.Column("subject_id", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("risk_id", sa.Uuid(), sa.ForeignKey("risk.id"), nullable=False, unique=True),
        sa.Column("answers", sa.LargeBinary(), nullable=False),
        sa.Column("tool", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(32), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("risk_sheet")
