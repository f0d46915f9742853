"""An in-memory database with every table, emptied for each drawn history."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, create_engine
from sqlalchemy.pool import StaticPool

from casework.db import Base
from casework.migrate import load_models
from tests.factories.sample_ledger import sample, sample_template

__all__ = ["sample", "sample_template"]


@pytest.fixture(scope="session")
def memory() -> Iterator[Engine]:
    """SQLite in memory, one connection; whoever writes rolls back."""
    load_models()
    engine = create_engine("sqlite://", poolclass=StaticPool)
    Base.metadata.create_all(engine)
    yield engine
    engine.dispose()
