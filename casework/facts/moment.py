"""Reading as of one moment, while others go on writing."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session


@contextmanager
def at_one_moment(session: Session) -> Iterator[None]:
    """All that is read inside was true at the same time; for a session that hasn't begun to read, and won't write."""
    if session.in_transaction():
        raise ValueError("This session has begun to read already.")
    if session.get_bind().dialect.name == "postgresql":
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    else:
        session.connection().exec_driver_sql("BEGIN")  # reads run outside a transaction otherwise
    try:
        yield
    finally:
        session.rollback()
