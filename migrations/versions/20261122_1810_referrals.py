"""Referrals, the person's part of each, their steps, questions and contact attempts.

Names of keys, indexes and constraints follow the naming convention of casework.db.
"""

import sqlalchemy as sa
from alembic import op

revision = "20261122_1810"
down_revision = "20261122_1800"
branch_labels = None
depends_on = None

TABLES = ("referral", "referral_person", "referral_step", "referral_question", "contact_attempt")


def upgrade() -> None:
    """Make the tables of the referral loop."""
    op.create_table(
        "referral",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("reference", sa.String(16), nullable=False, unique=True),
        sa.Column("receipt", sa.String(16), nullable=False, index=True),
        sa.Column("previous_id", sa.Uuid(), sa.ForeignKey("referral.id"), index=True),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("sender_id", sa.Uuid(), sa.ForeignKey("provider.id"), nullable=False),
        sa.Column("sent_by_id", sa.Uuid(), sa.ForeignKey("user_account.id")),
        sa.Column("receiver_id", sa.Uuid(), sa.ForeignKey("provider.id")),
        sa.Column("receiver_kind", sa.String(40), nullable=False),
        sa.Column("outside", sa.String(200), nullable=False),
        sa.Column("outside_id", sa.Uuid(), sa.ForeignKey("provider.id")),
        sa.Column("case_id", sa.Uuid(), sa.ForeignKey("case_file.id"), index=True),
        sa.Column("taken_case_id", sa.Uuid(), sa.ForeignKey("case_file.id"), index=True),
        sa.Column("consent_id", sa.Uuid(), sa.ForeignKey("consent.id")),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("risk", sa.String(10), nullable=False),
        sa.Column("services", sa.String(200), nullable=False),
        sa.Column("commune_code", sa.String(5), nullable=False),
        sa.Column("province_code", sa.String(2), nullable=False),
        sa.Column("ground", sa.String(20), nullable=False),
        sa.Column("legal_ground", sa.String(40), nullable=False),
        sa.Column("reason", sa.String(40), nullable=False),
        sa.Column("countersigned_by_id", sa.Uuid(), sa.ForeignKey("user_account.id")),
        sa.Column("countersigned_at", sa.DateTime(timezone=True)),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True)),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
        sa.Column("contacted_at", sa.DateTime(timezone=True)),
        sa.Column("engaged_at", sa.DateTime(timezone=True)),
        sa.Column("served_at", sa.DateTime(timezone=True)),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("envelope", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("seal", sa.LargeBinary(32), nullable=False),
    )
    op.create_index("ix_referral_inbox", "referral", ["receiver_id", "state", "risk", "sent_at", "id"])
    op.create_index("ix_referral_sender_id_sent_at", "referral", ["sender_id", "sent_at"])
    op.create_index("ix_referral_province_code_state", "referral", ["province_code", "state"])
    op.create_table(
        "referral_person",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("referral_id", sa.Uuid(), sa.ForeignKey("referral.id"), nullable=False, unique=True),
        sa.Column("receiver_id", sa.Uuid(), sa.ForeignKey("provider.id")),
        sa.Column("opened_at", sa.DateTime(timezone=True)),
        sa.Column("opened_by_id", sa.Uuid(), sa.ForeignKey("user_account.id")),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(32), nullable=False),
    )
    op.create_table(
        "referral_step",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(20), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("reason", sa.String(40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), sa.ForeignKey("user_account.id")),
        sa.Column("referral_id", sa.Uuid(), sa.ForeignKey("referral.id"), nullable=False, index=True),
    )
    op.create_table(
        "referral_question",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("question", sa.String(40), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True)),
        sa.Column("answer", sa.LargeBinary(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), sa.ForeignKey("referral.id"), nullable=False, index=True),
    )
    op.create_table(
        "contact_attempt",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("result", sa.String(20), nullable=False),
        sa.Column("safe", sa.Boolean(), nullable=False),
        sa.Column("by_id", sa.Uuid(), sa.ForeignKey("user_account.id")),
        sa.Column("note", sa.LargeBinary(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), sa.ForeignKey("referral.id"), nullable=False, index=True),
        sa.Column("seal", sa.LargeBinary(32), nullable=False),
    )


def downgrade() -> None:
    """Take them away again."""
    for table in reversed(TABLES):
        op.drop_table(table)
