"""What counsellors report of a perpetrator's programme, and who has read it on the survivor's side.

Names of keys, indexes and constraints follow the naming convention of casework.db.
"""

import sqlalchemy as sa
from alembic import op

revision = "20261122_1895"
down_revision = "20261122_1890"
branch_labels = None
depends_on = None


def _key(name: str, target: str, *, null: bool = False, index: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.Uuid(), sa.ForeignKey(f"{target}.id"), nullable=null, index=index)


def upgrade() -> None:
    op.create_table(
        "programme_report",
        sa.Column("id", sa.Uuid(), primary_key=True),
        _key("person_id", "person"),
        _key("facility_id", "provider", null=True),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        _key("session_id", "counselling_session", null=True),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        _key("reported_by", "user_account", null=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True)),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("seal", sa.LargeBinary(32), nullable=False),
    )
    op.create_index(
        "ix_programme_report_person_id_reported_at", "programme_report", ["person_id", "reported_at"]
    )
    op.create_table(
        "programme_reading",
        sa.Column("id", sa.Uuid(), primary_key=True),
        _key("case_id", "case_file", index=True),
        _key("subject_id", "person"),
        _key("report_id", "programme_report"),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        _key("read_by", "user_account", null=True),
        sa.Column("seal", sa.LargeBinary(32), nullable=False),
    )
    op.create_index("ix_programme_reading_report_id_case_id", "programme_reading", ["report_id", "case_id"])


def downgrade() -> None:
    op.drop_table("programme_reading")
    op.drop_table("programme_report")
