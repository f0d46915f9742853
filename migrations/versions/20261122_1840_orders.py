"""No-contact orders, their permitted contacts and breaches; levels of risk.

Names of keys, indexes and constraints follow the naming convention of casework.db.
"""

import sqlalchemy as sa
from alembic import op

revision = "20261122_1840"
down_revision = "20261122_1830"
branch_labels = None
depends_on = None

TABLES = ("order_breach", "permitted_contact", "no_contact_order", "risk")


def _id() -> sa.Column[object]:
    return sa.Column("id", sa.Uuid(), primary_key=True)


def _key(name: str, target: str, *, null: bool = False, index: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.Uuid(), sa.ForeignKey(f"{target}.id"), nullable=null, index=index)


def _text(name: str, length: int) -> sa.Column[object]:
    return sa.Column(name, sa.String(length), nullable=False)


def _moment(name: str, *, null: bool = False, index: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=null, index=index)


def _sealed(*names: str) -> list[sa.Column[object]]:
    return [sa.Column(name, sa.LargeBinary(), nullable=False) for name in names]


def _seal(*, version: bool = True) -> list[sa.Column[object]]:
    seal = sa.Column("seal", sa.LargeBinary(32), nullable=False)
    return [sa.Column("version", sa.Integer(), nullable=False), seal] if version else [seal]


def upgrade() -> None:
    """Make the four tables."""
    op.create_table(
        "risk",
        _id(),
        _key("case_id", "case_file", index=True),
        _key("subject_id", "person"),
        _text("level", 10),
        _text("source", 20),
        _text("standing", 10),
        _moment("assessed_at"),
        _key("assessed_by", "user_account", null=True),
        _moment("decided_at", null=True),
        _key("decided_by", "user_account", null=True),
        _text("event", 20),
        _moment("event_at", null=True),
        *_sealed("reason"),
        *_seal(),
    )
    op.create_index("ix_risk_standing_assessed_at", "risk", ["standing", "assessed_at"])
    op.create_table(
        "no_contact_order",
        _id(),
        _key("case_id", "case_file", index=True),
        _key("subject_id", "person"),
        _key("person_id", "person", index=True),
        sa.Column("renews_id", sa.Uuid(), sa.ForeignKey("no_contact_order.id"), unique=True),
        _text("kind", 10),
        _text("requester", 20),
        _text("basis", 10),
        _text("legal_ground", 40),
        _text("commune_code", 5),
        _moment("requested_at"),
        _key("recorded_by", "user_account", null=True),
        _moment("recorded_at"),
        _text("decision", 10),
        *(
            _moment(name, null=True)
            for name in (
                "decided_at",
                "starts_at",
                "ends_at",
                "perpetrator_at",
                "survivor_at",
                "police_chief_at",
                "hamlet_head_at",
            )
        ),
        _text("cancel_requester", 20),
        _moment("cancel_requested_at", null=True),
        _text("cancel_decision", 10),
        _moment("cancel_decided_at", null=True),
        *_sealed("court", "why", "number", "reasons", "cancel_reasons"),
        *_seal(),
    )
    op.create_index(
        "ix_no_contact_order_decision_requested_at", "no_contact_order", ["decision", "requested_at"]
    )
    op.create_index("ix_no_contact_order_ends_at", "no_contact_order", ["ends_at"])
    op.create_table("permitted_contact", *_of_order(), _text("ground", 20), *_spell(), *_last("place", "why"))
    op.create_table("order_breach", *_of_order(), _moment("at"), *_last("note"))


def _of_order() -> list[sa.Column[object]]:
    return [
        _id(),
        _key("case_id", "case_file", index=True),
        _key("order_id", "no_contact_order", index=True),
        _key("subject_id", "person"),
        _key("recorded_by", "user_account", null=True),
        _moment("recorded_at"),
    ]


def _spell() -> list[sa.Column[object]]:
    return [_moment("starts_at"), _moment("ends_at", index=True)]


def _last(*sealed: str) -> list[sa.Column[object]]:
    return [*_sealed(*sealed), *_seal(version=False)]


def downgrade() -> None:
    """Take them away again."""
    for table in TABLES:
        op.drop_table(table)
