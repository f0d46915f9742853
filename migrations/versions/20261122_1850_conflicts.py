"""Walls between cases and staff, relatives, and notices for the data-protection officer.

Names of keys, indexes and constraints follow the naming convention of casework.db.
"""

import sqlalchemy as sa
from alembic import op

revision = "20261122_1850"
down_revision = "20261122_1840"
branch_labels = None
depends_on = None

TABLES = ("notice", "wall", "conflict", "number_token", "staff_identity", "relative")


def _user(name: str, *, index: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.Uuid(), sa.ForeignKey("user_account.id"), index=index)


def upgrade() -> None:
    op.create_table(
        "notice",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("row_kind", sa.String(40), nullable=False),
        sa.Column("row_id", sa.Uuid(), nullable=False),
        _user("user_id"),
        sa.Column("detail", sa.String(40), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True)),
        _user("settled_by_id"),
    )
    op.create_index("ix_notice_settled_at_told_at", "notice", ["settled_at", "told_at"])
    op.create_index("ix_notice_row_id_kind", "notice", ["row_id", "kind"])
    op.create_table(
        "wall",
        sa.Column("user_id", sa.Uuid(), sa.ForeignKey("user_account.id"), primary_key=True),
        sa.Column("row_id", sa.Uuid(), primary_key=True, index=True),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "conflict",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("user_id", sa.Uuid(), sa.ForeignKey("user_account.id"), nullable=False, index=True),
        sa.Column("role", sa.String(12), nullable=False),
        sa.Column("row_id", sa.Uuid(), nullable=False, index=True),
        sa.Column("matched", sa.String(24), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dismissed_at", sa.DateTime(timezone=True)),
        _user("dismissed_by_id"),
        sa.UniqueConstraint("user_id", "role", "row_id", "matched"),
    )
    op.create_table(
        "number_token",
        sa.Column("row_id", sa.Uuid(), primary_key=True),
        sa.Column("kind", sa.String(24), primary_key=True),
        sa.Column("index_version", sa.SmallInteger(), primary_key=True),
        sa.Column("token", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("source", sa.String(12), nullable=False),
        sa.Column("holder_id", sa.Uuid(), nullable=False),
    )
    op.create_index(
        "ix_number_token_kind_index_version_token", "number_token", ["kind", "index_version", "token"]
    )
    op.create_index("ix_number_token_source_holder_id", "number_token", ["source", "holder_id"])
    op.create_table(
        "staff_identity",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("user_id", sa.Uuid(), sa.ForeignKey("user_account.id"), nullable=False, index=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        _user("recorded_by_id"),
        sa.Column("phone", sa.LargeBinary(), nullable=False),
        sa.Column("citizen_number", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(32), nullable=False),
    )
    op.create_table(
        "relative",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("case_id", sa.Uuid(), sa.ForeignKey("case_file.id"), nullable=False, index=True),
        sa.Column("subject_id", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False, index=True),
        _user("recorded_by"),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        *(
            sa.Column(name, sa.LargeBinary(), nullable=False)
            for name in ("name", "relation", "phone", "citizen_number", "lives_with", "may_know")
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("seal", sa.LargeBinary(32), nullable=False),
    )


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
