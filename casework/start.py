"""What every door of the program opens first: policies, keys and database, each checked, or no start."""

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import sessionmaker

from casework.api.policy import load_interface
from casework.config import Settings
from casework.conflicts import watching as _watching  # its hooks seek conflicts of interest at each commit
from casework.conflicts.queries import foreign_edition as foreign_numbers
from casework.crypto import Vault
from casework.crypto.keys import load_keys
from casework.db import WorkSession, make_engine, make_sessions
from casework.exports.site import load_exchange
from casework.facts import watching as _keeping  # its hooks keep the counting facts in step
from casework.facts.edition import EDITION, edition
from casework.indicators.policies import load_policies
from casework.migrate import current, head, knows, load_models
from casework.people.tokens import foreign_edition
from casework.releases.reader import allow, is_allowed_just_that, make_reader, may_act
from casework.ui.context import Wiring

del _watching, _keeping


class StartRefused(Exception):
    """The program does not start; the message is one sentence that says what to do."""


def start(settings: Settings) -> Wiring:
    """Settings, policies, vault and sessions, ready to work with.

    Raises StartRefused, KeyFault (a key is missing or others can read it) or PolicyError (an unknown
    word in a policy file).
    """
    if not settings.home.is_dir():
        raise StartRefused(
            f"There is nothing at {settings.home} yet: run 'casework init', or set CASEWORK_HOME."
        )
    policies = load_policies(settings.policies)
    load_exchange(settings.policies, policies)
    load_interface(settings.policies)
    vault = Vault(load_keys(settings.home))
    engine = make_engine(settings.database_url)
    try:
        refuse_other_migration(engine)
        load_models()
        sessions = make_sessions(engine, vault, settings.expected_people)
        refuse_other_index(sessions)
        refuse_other_facts(sessions)
        refuse_wide_reader(engine, settings.figures_role)
    except StartRefused:
        engine.dispose()
        raise
    reader = make_reader(settings.database_url, settings.figures_role)
    return Wiring(settings, policies, vault, sessions, reader)


def refuse_wide_reader(engine: Engine, role: str) -> None:
    """StartRefused unless the role under which figures are read (if any) can read releases and nothing else."""
    if not role:
        return
    with engine.connect() as connection:
        _refuse_no_role(connection, role)
        if not is_allowed_just_that(connection, role):
            raise StartRefused(
                f"The role {role} can't read releases, or it can do more than that: run 'casework migrate', and take "
                "from it what else it was given."
            )


def allow_reader(engine: Engine, role: str) -> None:
    """Give the role under which figures are read (if any) what it needs, and no more; StartRefused without a role."""
    if role:
        with engine.begin() as connection:
            _refuse_no_role(connection, role)
            allow(connection, role)


def _refuse_no_role(connection: Connection, role: str) -> None:
    found = may_act(connection, role)
    if not found:
        cure = (
            f'GRANT "{role}" TO the role of this program'
            if found is False
            else f'CREATE ROLE "{role}" NOLOGIN'
        )
        raise StartRefused(
            f"This program can't act as the role {role} (CASEWORK_FIGURES_ROLE): have the database's administrator "
            f"{cure}, or unset it."
        )


def refuse_other_index(sessions: sessionmaker[WorkSession]) -> None:
    """StartRefused where the stored tokens have another length than the settings give: search would find nobody."""
    with sessions() as session:
        if foreign_edition(session) is not None or foreign_numbers(session):
            raise StartRefused(
                "The search index was made for another number of people: set CASEWORK_EXPECTED_PEOPLE back to what it "
                "was when the first person was recorded."
            )


def refuse_other_facts(sessions: sessionmaker[WorkSession]) -> None:
    """StartRefused where the counting facts were never made, or by a version that counted otherwise."""
    with sessions() as session:
        if edition(session) != EDITION:
            raise StartRefused(
                "The counting facts are those of another version of the program: run 'casework migrate', which makes "
                "them anew."
            )


def refuse_other_migration(engine: Engine) -> None:
    """StartRefused unless the database answers and stands exactly where this program's migrations end."""
    try:
        stands, ours = current(engine), head()
    except DBAPIError as trouble:
        raise unreachable(engine) from trouble
    if stands == ours:
        return
    if stands is None:
        raise StartRefused("The database is empty: run 'casework init' to make its tables.")
    refuse_unknown_migration(stands)
    raise StartRefused(
        f"The database stands at migration {stands}, this program at {ours}: back it up and run 'casework migrate', "
        "or start the program that belongs to it."
    )


def refuse_unknown_migration(stands: str) -> None:
    """StartRefused where no migration of this program leads from where the database stands."""
    if not knows(stands):
        raise StartRefused(
            f"This program does not know migration {stands}, at which the database stands: start the program that "
            "belongs to it."
        )


def unreachable(engine: Engine) -> StartRefused:
    """What to say when the database does not answer; never its address, which may hold a password."""
    kind = engine.dialect.name
    return StartRefused(
        f"The {kind} database does not answer: see that it runs and that database_url names it."
    )
