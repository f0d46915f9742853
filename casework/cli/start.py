"""What commands begin with: the settings of this environment, the opened site, a session that commits."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

import click
from sqlalchemy.orm import Session

from casework import clock, config
from casework.access import Actor
from casework.config import Settings
from casework.start import start
from casework.ui.context import Wiring


@dataclass(frozen=True)
class Work:
    """One piece of work at the command line: a session, in the operator's name, at one moment."""

    site: Wiring
    session: Session
    actor: Actor
    now: datetime


def load_settings() -> Settings:
    """The settings; says on stderr which directory is used when nobody named one."""
    settings = config.load(os.environ)
    if "CASEWORK_HOME" not in os.environ:
        click.echo(f"Using {settings.home} (CASEWORK_HOME names another directory).", err=True)
    return settings


def open_site() -> Wiring:
    """Settings, policies, vault and sessions of this site; refuses as the web application does."""
    return start(load_settings())


@contextmanager
def work(site: Wiring | None = None) -> Iterator[Work]:
    """A session in the operator's name: committed when the block ends well, else nothing happened."""
    site = site or open_site()
    actor = site.policies.access.operator()
    with site.sessions() as session:
        session.info["actor"] = actor
        yield Work(site, session, actor, clock.now())
        session.commit()
