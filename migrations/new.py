"""Write the migration between the newest one and the models: python migrations/new.py a_few_words.

What it writes is a draft: read it, give it its title, and run tests/migrations.
"""

import sys
import tempfile
from pathlib import Path

from alembic import command

from casework import clock, migrate
from casework.db import make_engine

[slug] = sys.argv[1:]
with tempfile.TemporaryDirectory() as place:
    engine = make_engine(f"sqlite:///{Path(place) / 'head.db'}")
    migrate.upgrade(engine)
    with engine.connect() as connection:
        revision = f"{clock.now():%Y%m%d_%H%M}"
        command.revision(migrate.config_of(connection=connection), slug, rev_id=revision, autogenerate=True)
    engine.dispose()
