"""Of a year one release is prepared at a time: the database sees to it."""

import sqlalchemy as sa
from alembic import op

revision = "20261122_2130"
down_revision = "20261122_2120"
branch_labels = None
depends_on = None

PREPARED = sa.text("state IN ('building', 'ready')")


def upgrade() -> None:
    # No calculation outlives the program; one that waits for it would keep others from being proposed.
    op.execute("UPDATE release SET state = 'failed' WHERE state = 'building'")
    op.create_index(
        "uq_release_prepared",
        "release",
        ["year"],
        unique=True,
        sqlite_where=PREPARED,
        postgresql_where=PREPARED,
    )


def downgrade() -> None:
    op.drop_index("uq_release_prepared", table_name="release")
