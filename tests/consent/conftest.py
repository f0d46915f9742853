"""A case, with staff at their browsers."""

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.factories.desk import Desk, make_desk


@pytest.fixture
def desk(app: Flask, session: Session) -> Desk:
    """A case of the first of two houses."""
    return make_desk(app, session)
