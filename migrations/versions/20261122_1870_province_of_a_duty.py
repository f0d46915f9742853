"""The province in which the area of a line of the duty table lies: who may change the line hangs on it.

A commune that the shipped units don't know stays without a province: administrators keep such a line.
"""

import sqlalchemy as sa
from alembic import op

from casework.paths import ROOT_POLICIES
from casework.vocabulary import load_units

revision = "20261122_1870"
down_revision = "20261122_1860"
branch_labels = None
depends_on = None

DUTY = sa.table("duty", sa.column("area_code", sa.String), sa.column("province_code", sa.String))


def upgrade() -> None:
    op.add_column("duty", sa.Column("province_code", sa.String(2), nullable=False, server_default=""))
    _fill(op.get_bind())
    with op.batch_alter_table("duty") as table:
        table.alter_column("province_code", server_default=None)


def _fill(connection: sa.Connection) -> None:
    areas = connection.scalars(sa.select(DUTY.c.area_code).where(DUTY.c.area_code != "").distinct()).all()
    if not areas:
        return
    units = load_units(ROOT_POLICIES)
    for area in areas:
        commune, province = units.commune(area), units.province(area)
        code = commune.province_code if commune else province.code if province else ""
        connection.execute(sa.update(DUTY).where(DUTY.c.area_code == area).values(province_code=code))


def downgrade() -> None:
    with op.batch_alter_table("duty") as table:
        table.drop_column("province_code")
