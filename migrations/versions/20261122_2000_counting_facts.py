"""Counting facts, and the opaque key under which they know a person.

The facts of cases on record need opened dates of birth, and so the keys: ``casework migrate`` makes them
afterwards (edition 0 says that they are wanting).
"""

import sqlalchemy as sa
from alembic import op

revision = "20261122_2000"
down_revision = "20261122_1895"
branch_labels = None
depends_on = None

STATE = sa.table("fact_state", sa.column("id", sa.Integer), sa.column("edition", sa.Integer))
KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("person", sa.Column("counted_as", sa.BigInteger()))
    _fill(op.get_bind())
    op.create_table(
        "victim_fact",
        *_of_person(),
        sa.Column("source", sa.String(40), nullable=False),
        sa.Column("need", sa.String(10), nullable=False),
        sa.Column("trafficking_status", sa.String(20)),
        sa.Column("harms", sa.String(200), nullable=False),
        sa.Column("relations", sa.String(200), nullable=False),
        sa.Column("first_service_on", sa.Date()),
        sa.UniqueConstraint("case_id"),
    )
    place = ["year", "alone", "province_code", "commune_code"]
    op.create_index(
        "ix_victim_fact_counting",
        "victim_fact",
        [*place, "sex", "age_group", "kind", "detected_on", "first_service_on"],
    )
    op.create_table(
        "service_fact",
        sa.Column(
            "fact_id",
            KEY,
            sa.ForeignKey("victim_fact.id"),
            primary_key=True,
            autoincrement=False,
        ),
        sa.Column("kind", sa.String(40), primary_key=True),
        sa.Column("delivered_on", sa.Date(), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "perpetrator_fact",
        *_of_person(),
        sa.Column("prosecuted_since", sa.Date()),
        sa.Column("counselled_on", sa.Date()),
        sa.UniqueConstraint("case_id", "counted_as"),
    )
    op.create_index(
        "ix_perpetrator_fact_counting",
        "perpetrator_fact",
        [*place, "kind", "detected_on", "prosecuted_since", "counselled_on"],
    )
    op.create_table(
        "fact_state",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True)),
    )
    _state(op.get_bind())


def _of_person() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("id", KEY, primary_key=True, autoincrement=False),
        sa.Column("case_id", sa.Uuid()),
        sa.Column("counted_as", sa.BigInteger(), nullable=False, index=True),
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.Column("alone", sa.Boolean(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("detected_on", sa.Date(), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("province_code", sa.String(2), nullable=False),
        sa.Column("commune_code", sa.String(5), nullable=False),
        sa.Column("sex", sa.String(10), nullable=False),
        sa.Column("age_group", sa.String(10), nullable=False),
    )


def _fill(connection: sa.Connection) -> None:
    """62 random bits for everybody."""
    chance = "random()"
    if connection.dialect.name == "postgresql":
        chance = "('x' || md5(gen_random_uuid()::text || gen_random_uuid()::text))::bit(64)::bigint"
    op.execute(f"UPDATE person SET counted_as = {chance} & {2**62 - 1}")  # noqa: S608 nothing in it is from outside


def _state(connection: sa.Connection) -> None:
    """A database without a case has all its facts; of another every fact is wanting."""
    cases = connection.scalar(sa.text("SELECT 1 FROM case_file LIMIT 1"))
    connection.execute(sa.insert(STATE).values(id=1, edition=0 if cases else 1))


def downgrade() -> None:
    for table in ("fact_state", "perpetrator_fact", "service_fact", "victim_fact"):
        op.drop_table(table)
    with op.batch_alter_table("person") as table:
        table.drop_column("counted_as")
