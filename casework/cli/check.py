"""``casework check``: see that everything is as it must be before the doors open."""

import stat
from collections.abc import Callable, Iterator
from dataclasses import fields
from pathlib import Path

import click
from sqlalchemy import make_url

from casework.api.policy import load_interface
from casework.cli.plainly import WORDED
from casework.cli.start import load_settings
from casework.config import Settings
from casework.crypto import KeyFault, Vault
from casework.crypto.keys import load_keys
from casework.db import make_engine, make_sessions
from casework.exports.site import load_exchange
from casework.facts.comparing import differences as compare_facts
from casework.indicators.policies import load_policies
from casework.migrate import load_models
from casework.paths import ROOT_POLICIES
from casework.start import (
    StartRefused,
    refuse_other_facts,
    refuse_other_index,
    refuse_other_migration,
    refuse_wide_reader,
)
from casework.vocabulary import differences


@click.command()
def check() -> None:
    """Check settings, keys, database and policies, and show where a site's policies differ from ours."""
    settings = load_settings()
    click.echo("Settings")
    for line in _settings(settings):
        click.echo(f"  {line}")
    trouble = [found for found in (_report(*part, settings) for part in CHECKS) if found]
    for line in _differences(settings.policies):
        click.echo(f"  {line}")
    if trouble:
        raise click.ClickException(
            f"{len(trouble)} of {len(CHECKS)} checks failed: mend them before anybody signs in."
        )
    click.echo("All is well.")


def _report(title: str, look: Callable[[Settings], str], settings: Settings) -> bool:
    try:
        said = look(settings)
    except WORDED as trouble:
        click.echo(f"{title}: WRONG. {trouble}")
        return True
    click.echo(f"{title}: {said}")
    return False


def _settings(settings: Settings) -> Iterator[str]:
    for one in fields(settings):
        value = getattr(settings, one.name)
        shown = make_url(value).render_as_string(hide_password=True) if one.name == "database_url" else value
        yield f"{one.name} = {shown}"


def _home(settings: Settings) -> str:
    _refuse_open(settings.home, 0o700)
    for path in settings.home.glob("casework.db*"):
        _refuse_open(path, 0o600)
    return "only this user can enter it"


def _refuse_open(path: Path, mode: int) -> None:
    if not path.exists():
        raise StartRefused(f"There is no {path}: run 'casework init', or set CASEWORK_HOME.")
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise StartRefused(f"Others can read {path}: run 'chmod {mode:o} {path}'.")


def _keys(settings: Settings) -> str:
    load_keys(settings.home)
    return "all there, and only this user can read them"


def _database(settings: Settings) -> str:
    engine = make_engine(settings.database_url)
    try:
        refuse_other_migration(engine)
        refuse_other_index(make_sessions(engine, None, settings.expected_people))
    finally:
        engine.dispose()
    return f"{engine.dialect.name}, at the migration of this program"


def _facts(settings: Settings) -> str:
    try:
        engine, vault = make_engine(settings.database_url), Vault(load_keys(settings.home))
        refuse_other_migration(engine)
    except (KeyFault, StartRefused) as trouble:
        raise StartRefused("They can't be looked at before keys and database are right.") from trouble
    load_models()
    sessions = make_sessions(engine, vault, settings.expected_people)
    try:
        refuse_other_facts(sessions)
        with sessions() as session:
            found = compare_facts(session)
    finally:
        engine.dispose()
    if found.differing:
        raise StartRefused(
            f"{found.differing} of {found.facts} don't say what the cases say: run 'casework facts rebuild'."
        )
    return f"they agree with the cases: {found.facts}"


def _figures(settings: Settings) -> str:
    engine = make_engine(settings.database_url)
    try:
        refuse_other_migration(engine)
        refuse_wide_reader(engine, settings.figures_role)
    except StartRefused as trouble:
        raise StartRefused(f"They are not read as they should. {trouble}") from trouble
    finally:
        engine.dispose()
    if settings.figures_role:
        return f"read as {settings.figures_role}, which can read approved releases and nothing else"
    if engine.dialect.name == "sqlite":
        return "read through a connection that can read releases and nothing else"
    return "read by the program's own role, which can read everything (see CASEWORK_FIGURES_ROLE)"


def _policies(settings: Settings) -> str:
    load_exchange(settings.policies, load_policies(settings.policies))
    load_interface(settings.policies)
    return "understood, every word" + (", as shipped" if settings.policies == ROOT_POLICIES else "")


def _differences(policies: Path) -> list[str]:
    if policies == ROOT_POLICIES or not policies.is_dir():
        return []
    try:
        found = differences(ROOT_POLICIES, policies)
    except OSError as trouble:
        return [f"Not all of {policies} can be read ({trouble.strerror}), so nothing is compared with ours."]
    click.echo(f"The policies of this site differ from ours in {len(found)} places" + (":" if found else "."))
    return found


CHECKS: tuple[tuple[str, Callable[[Settings], str]], ...] = (
    ("Home", _home),
    ("Keys", _keys),
    ("Database", _database),
    ("Counting facts", _facts),
    ("Figures", _figures),
    ("Policies", _policies),
)
