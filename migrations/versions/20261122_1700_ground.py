"""The ground: people, cases, services, perpetrators, accounts, keys and the audit log.

Names of keys, indexes and constraints follow the naming convention of casework.db.
"""

import sqlalchemy as sa
from alembic import op

revision = "20261122_1700"
down_revision = None
branch_labels = None
depends_on = None

TABLES = (
    "audit_entry",
    "audit_tree",
    "key_epoch",
    "ledger_row",
    "person",
    "provider",
    "revision",
    "activity",
    "person_holding",
    "person_token",
    "safe_contact",
    "subject_key",
    "user_account",
    "case_file",
    "draft",
    "ledger_import",
    "user_session",
    "case_perpetrator",
    "consent",
    "counselling_session",
    "handover",
    "incident",
    "liability",
    "note",
    "service",
)


def upgrade() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("position", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False, index=True),
        sa.Column("actor_id", sa.Uuid(), index=True),
        sa.Column("actor_role", sa.String(40), nullable=False),
        sa.Column("event", sa.String(60), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("row_id", sa.Uuid()),
        sa.Column("subject_id", sa.Uuid(), index=True),
        sa.Column("case_id", sa.Uuid()),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("leaf", sa.LargeBinary(32), nullable=False),
    )
    op.create_index("ix_audit_entry_case_id_position", "audit_entry", ["case_id", "position"])
    tree = op.create_table(
        "audit_tree",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("frontier", sa.LargeBinary(), nullable=False),
        sa.Column("checkpoint", sa.Text(), nullable=False),
    )
    op.create_table(
        "key_epoch",
        sa.Column("epoch", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("wrapped_kek", sa.LargeBinary(40), nullable=False),
        sa.Column("root_key_id", sa.String(80), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "ledger_row",
        sa.Column("row_id", sa.Uuid(), primary_key=True),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("code", sa.String(130), nullable=False),
        sa.Column("digest", sa.LargeBinary(16), nullable=False),
    )
    op.create_index("ix_ledger_row_kind_code", "ledger_row", ["kind", "code"])
    op.create_table(
        "person",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("reference", sa.String(16), nullable=False, unique=True),
        sa.Column("side", sa.String(12), nullable=False),
        sa.Column("sex", sa.String(10), nullable=False),
        sa.Column("ledger_code", sa.String(60)),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("full_name", sa.LargeBinary(), nullable=False),
        sa.Column("birth", sa.LargeBinary(), nullable=False),
        sa.Column("citizen_number", sa.LargeBinary(), nullable=False),
        sa.Column("phone", sa.LargeBinary(), nullable=False),
        sa.Column("commune_code", sa.LargeBinary(), nullable=False),
        sa.Column("address", sa.LargeBinary(), nullable=False),
        sa.Column("ethnicity", sa.LargeBinary(), nullable=False),
        sa.Column("disability", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("seal", sa.LargeBinary(32), nullable=False),
        sa.UniqueConstraint("side", "ledger_code"),
    )
    op.create_index("ix_person_id_sex", "person", ["id", "sex"])
    op.create_table(
        "provider",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("ledger_code", sa.String(60), unique=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("commune_code", sa.String(5), nullable=False),
        sa.Column("province_code", sa.String(2), nullable=False, index=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
    )
    op.create_table(
        "revision",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("subject_id", sa.Uuid(), nullable=False, index=True),
        sa.Column("case_id", sa.Uuid(), index=True),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("row_id", sa.Uuid(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Uuid()),
        sa.Column("former", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("seal", sa.LargeBinary(32), nullable=False),
    )
    op.create_index("ix_revision_kind_row_id", "revision", ["kind", "row_id"])
    op.create_table(
        "activity",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("provider_id", sa.Uuid(), sa.ForeignKey("provider.id"), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
    )
    op.create_index("ix_activity_provider_id_held_on", "activity", ["provider_id", "held_on"])
    op.create_table(
        "person_holding",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("person_id", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("facility_id", sa.Uuid(), sa.ForeignKey("provider.id"), nullable=False, index=True),
        sa.Column("seal", sa.LargeBinary(32), nullable=False),
        sa.UniqueConstraint("person_id", "facility_id"),
    )
    op.create_table(
        "person_token",
        sa.Column("person_id", sa.Uuid(), sa.ForeignKey("person.id"), primary_key=True),
        sa.Column("kind", sa.String(24), primary_key=True),
        sa.Column("index_version", sa.SmallInteger(), primary_key=True),
        sa.Column("token", sa.Integer(), nullable=False),
    )
    op.create_index(
        "ix_person_token_kind_index_version_token", "person_token", ["kind", "index_version", "token"]
    )
    op.create_table(
        "safe_contact",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("subject_id", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False, unique=True),
        sa.Column("may_contact", sa.String(10), nullable=False),
        sa.Column("voicemail", sa.String(10), nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("confirmed_on", sa.Date()),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("number", sa.LargeBinary(), nullable=False),
        sa.Column("hours", sa.LargeBinary(), nullable=False),
        sa.Column("pickup", sa.LargeBinary(), nullable=False),
        sa.Column("caller_name", sa.LargeBinary(), nullable=False),
        sa.Column("code_word", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("seal", sa.LargeBinary(32), nullable=False),
    )
    op.create_table(
        "subject_key",
        sa.Column("subject_id", sa.Uuid(), primary_key=True),
        sa.Column("epoch", sa.Integer(), sa.ForeignKey("key_epoch.epoch"), nullable=False, index=True),
        sa.Column("generation", sa.SmallInteger(), nullable=False),
        sa.Column("wrapped_dek", sa.LargeBinary(40), nullable=False),
        sa.Column("check_value", sa.LargeBinary(16), nullable=False),
    )
    op.create_table(
        "user_account",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("username", sa.String(60), nullable=False, unique=True),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("facility_id", sa.Uuid(), sa.ForeignKey("provider.id"), index=True),
        sa.Column("password_hash", sa.String(200), nullable=False),
        sa.Column("must_change", sa.Boolean(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("next_attempt_at", sa.DateTime(timezone=True)),
        sa.Column("language", sa.String(5), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True)),
        sa.Column("version", sa.Integer(), nullable=False),
    )
    op.create_table(
        "case_file",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("reference", sa.String(16), nullable=False, unique=True),
        sa.Column("ledger_code", sa.String(60), unique=True),
        sa.Column("facility_id", sa.Uuid(), sa.ForeignKey("provider.id"), nullable=False),
        sa.Column("survivor_id", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False, index=True),
        sa.Column("worker_id", sa.Uuid(), sa.ForeignKey("user_account.id"), index=True),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("detected_on", sa.Date(), nullable=False),
        sa.Column("commune_code", sa.String(5), nullable=False),
        sa.Column("province_code", sa.String(2), nullable=False),
        sa.Column("source", sa.String(40), nullable=False),
        sa.Column("need", sa.String(10), nullable=False),
        sa.Column("trafficking_status", sa.String(20)),
        sa.Column("opened_by", sa.Uuid(), sa.ForeignKey("user_account.id")),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("seal", sa.LargeBinary(32), nullable=False),
    )
    op.create_index("ix_case_file_detected_on_kind", "case_file", ["detected_on", "kind"])
    op.create_index(
        "ix_case_file_facility_id_detected_on_id", "case_file", ["facility_id", "detected_on", "id"]
    )
    op.create_table(
        "draft",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("owner_id", sa.Uuid(), sa.ForeignKey("user_account.id"), nullable=False, index=True),
        sa.Column("form", sa.String(40), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
    )
    op.create_table(
        "ledger_import",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("owner_id", sa.Uuid(), sa.ForeignKey("user_account.id"), index=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("dry_run", sa.Boolean(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
    )
    op.create_table(
        "user_session",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("user_id", sa.Uuid(), sa.ForeignKey("user_account.id"), nullable=False, index=True),
        sa.Column("token_hash", sa.LargeBinary(32), nullable=False, unique=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
    )
    op.create_table(
        "case_perpetrator",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("person_id", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False, index=True),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("case_id", sa.Uuid(), sa.ForeignKey("case_file.id"), nullable=False, index=True),
        sa.Column("seal", sa.LargeBinary(32), nullable=False),
        sa.UniqueConstraint("case_id", "person_id"),
    )
    op.create_table(
        "consent",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("subject_id", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("purpose", sa.String(40), nullable=False),
        sa.Column("answer", sa.String(20), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("recipient_kind", sa.String(40), nullable=False),
        sa.Column("recipient_id", sa.Uuid(), sa.ForeignKey("provider.id")),
        sa.Column("manner", sa.String(20), nullable=False),
        sa.Column("taken_by", sa.Uuid(), sa.ForeignKey("user_account.id")),
        sa.Column("expires_on", sa.Date()),
        sa.Column("recorded_by", sa.Uuid(), sa.ForeignKey("user_account.id")),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("remark", sa.LargeBinary(), nullable=False),
        sa.Column("case_id", sa.Uuid(), sa.ForeignKey("case_file.id"), nullable=False, index=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("seal", sa.LargeBinary(32), nullable=False),
    )
    op.create_table(
        "counselling_session",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("person_id", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False, index=True),
        sa.Column("provider_id", sa.Uuid(), sa.ForeignKey("provider.id")),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("attended", sa.Boolean(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), sa.ForeignKey("user_account.id")),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.LargeBinary(), nullable=False),
        sa.Column("case_id", sa.Uuid(), sa.ForeignKey("case_file.id"), nullable=False, index=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("seal", sa.LargeBinary(32), nullable=False),
    )
    op.create_index(
        "ix_counselling_session_case_id_person_id", "counselling_session", ["case_id", "person_id"]
    )
    op.create_table(
        "handover",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("from_worker_id", sa.Uuid(), sa.ForeignKey("user_account.id")),
        sa.Column("to_worker_id", sa.Uuid(), sa.ForeignKey("user_account.id")),
        sa.Column("by_id", sa.Uuid(), sa.ForeignKey("user_account.id")),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("case_id", sa.Uuid(), sa.ForeignKey("case_file.id"), nullable=False, index=True),
    )
    op.create_table(
        "incident",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("subject_id", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("acts", sa.String(200), nullable=False),
        sa.Column("harms", sa.String(200), nullable=False),
        sa.Column("relation", sa.String(40), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), sa.ForeignKey("user_account.id")),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("from_ledger", sa.Boolean(), nullable=False),
        sa.Column("occurred", sa.LargeBinary(), nullable=False),
        sa.Column("place", sa.LargeBinary(), nullable=False),
        sa.Column("narrative", sa.LargeBinary(), nullable=False),
        sa.Column("case_id", sa.Uuid(), sa.ForeignKey("case_file.id"), nullable=False, index=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("seal", sa.LargeBinary(32), nullable=False),
    )
    op.create_table(
        "liability",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("person_id", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False, index=True),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("since", sa.Date()),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("case_id", sa.Uuid(), sa.ForeignKey("case_file.id"), nullable=False, index=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("seal", sa.LargeBinary(32), nullable=False),
    )
    op.create_index("ix_liability_case_id_person_id", "liability", ["case_id", "person_id"])
    op.create_table(
        "note",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("subject_id", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("author_id", sa.Uuid(), sa.ForeignKey("user_account.id")),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("case_id", sa.Uuid(), sa.ForeignKey("case_file.id"), nullable=False, index=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("seal", sa.LargeBinary(32), nullable=False),
    )
    op.create_table(
        "service",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("subject_id", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("provider_id", sa.Uuid(), sa.ForeignKey("provider.id")),
        sa.Column("referred_on", sa.Date()),
        sa.Column("delivered_on", sa.Date()),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), sa.ForeignKey("user_account.id")),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.LargeBinary(), nullable=False),
        sa.Column("case_id", sa.Uuid(), sa.ForeignKey("case_file.id"), nullable=False, index=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("seal", sa.LargeBinary(32), nullable=False),
    )
    op.create_index(
        "ix_service_case_id_status_delivered_on", "service", ["case_id", "status", "delivered_on", "kind"]
    )
    # The log begins empty; whoever writes to it queues on this one row.
    op.bulk_insert(tree, [{"id": 1, "size": 0, "frontier": b"", "checkpoint": ""}])


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
