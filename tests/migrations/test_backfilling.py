"""What a migration fills in for the rows that stand there already."""

from uuid import UUID

from sqlalchemy import Engine, insert, select

from casework.migrate import downgrade, upgrade
from tests.migrations.rows import fill, reflected
from tests.migrations.test_migrations import empty_engine

__all__ = ["empty_engine"]
PROVINCES = {"00004": "01", "01": "01", "10675": "31", "31": "31", "": "", "99999": ""}


def test_each_line_of_the_duty_table_learns_the_province_of_its_area(empty_engine: Engine) -> None:
    upgrade(empty_engine, "20261122_1860")
    with empty_engine.begin() as connection:
        fill(connection)
        duty = reflected(connection).tables["duty"]
        one = connection.execute(select(duty)).mappings().first()
        assert one is not None
        connection.execute(duty.delete())
        for number, area in enumerate(PROVINCES):
            key = type(one["id"])(str(UUID(int=100 + number)))  # SQLite tells keys as text
            row = {**one, "id": key, "area_code": area}
            connection.execute(insert(duty).values(row))
    upgrade(empty_engine, "20261122_1870")
    with empty_engine.begin() as connection:
        duty = reflected(connection).tables["duty"]
        told = connection.execute(select(duty.c.area_code, duty.c.province_code)).all()
        assert dict(tuple(row) for row in told) == PROVINCES
        assert len(told) == len(PROVINCES)
    downgrade(empty_engine, "20261122_1860")
    with empty_engine.begin() as connection:
        assert len(connection.execute(select(reflected(connection).tables["duty"])).all()) == len(PROVINCES)
