"""What Alembic runs: on the connection that casework.migrate hands it, never on an address from a file."""

from alembic import context

from casework.db import Base
from casework.migrate import load_models

load_models()

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    # SQLite changes a table by copying it.
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=True,
    compare_server_default=True,
    transaction_per_migration=False,
)
context.run_migrations()
