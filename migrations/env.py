"""What Alembic runs: on the connection that casework.migrate hands it, never on an address from a file."""

from typing import Any, Literal

from alembic import context
from sqlalchemy import TypeDecorator

from casework.db import Base
from casework.migrate import load_models

load_models()


def plain_type(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Write the column type that the database sees: a migration outlives the types of its day."""
    return f"sa.{item.impl_instance!r}" if kind == "type" and isinstance(item, TypeDecorator) else False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    # SQLite changes a table by copying it.
    render_as_batch=connection.dialect.name == "sqlite",
    render_item=plain_type,
    compare_type=True,
    compare_server_default=True,
    transaction_per_migration=False,
)
context.run_migrations()
