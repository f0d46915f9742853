"""Reports of plans: what staff write, what was submitted, what each station said of it."""

import sqlalchemy as sa
from alembic import op

revision = "20261122_2110"
down_revision = "20261122_2105"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "plan_report",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan", sa.String(length=60), nullable=False),
        sa.Column("report", sa.String(length=60), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("occasion", sa.Integer(), nullable=False),
        sa.Column("cut_off", sa.Date(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stations", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("station", sa.Integer(), nullable=False),
        sa.Column("opened_by_id", sa.Uuid(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("seal", sa.LargeBinary(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["opened_by_id"], ["user_account.id"], name=op.f("fk_plan_report_opened_by_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_report")),
        sa.UniqueConstraint(
            "plan", "report", "year", "occasion", name=op.f("uq_plan_report_plan_report_year_occasion")
        ),
    )
    op.create_index("ix_plan_report_state_due_at", "plan_report", ["state", "due_at"])

    op.create_table(
        "report_submission",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Uuid(), nullable=False),
        sa.Column("release_digest", sa.String(length=64), nullable=False),
        sa.Column("submitted_by_id", sa.Uuid(), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["release_id"], ["release.id"], name=op.f("fk_report_submission_release_id_release")
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["plan_report.id"], name=op.f("fk_report_submission_report_id_plan_report")
        ),
        sa.ForeignKeyConstraint(
            ["submitted_by_id"],
            ["user_account.id"],
            name=op.f("fk_report_submission_submitted_by_id_user_account"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_submission")),
        sa.UniqueConstraint("report_id", "number", name=op.f("uq_report_submission_report_id_number")),
    )
    op.create_table(
        "report_answer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("station", sa.Integer(), nullable=False),
        sa.Column("accepted", sa.Boolean(), nullable=False),
        sa.Column("answered_by_id", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["user_account.id"], name=op.f("fk_report_answer_answered_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["plan_report.id"], name=op.f("fk_report_answer_report_id_plan_report")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["report_submission.id"],
            name=op.f("fk_report_answer_submission_id_report_submission"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_answer")),
        sa.UniqueConstraint("submission_id", "station", name=op.f("uq_report_answer_submission_id_station")),
    )
    op.create_index(op.f("ix_report_answer_report_id"), "report_answer", ["report_id"])


def downgrade() -> None:
    op.drop_table("report_answer")
    op.drop_table("report_submission")
    op.drop_table("plan_report")
