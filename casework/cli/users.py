"""``casework users``: who may enter."""

import click
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from casework.accounts import operations, queries
from casework.accounts.operations import UserRequest
from casework.cli.start import work
from casework.providers.models import Provider


@click.group()
def users() -> None:
    """Add, disable and list the accounts of staff."""


@users.command()
@click.argument("username")
@click.option("--name", required=True, help="The name of the member of staff.")
@click.option("--role", required=True, help="A role of policies/access.toml, such as facility_worker.")
@click.option("--facility", help="The facility's or agency's name or ledger code.")
def add(username: str, name: str, role: str, facility: str | None) -> None:
    """Make an account; prints its one-time password, which must be changed at the first sign-in."""
    with work() as job:
        provider = _facility(job.session, facility) if facility else None
        request = UserRequest(
            username, name, role, provider.id if provider else None, job.site.settings.language
        )
        _, password = operations.create_user(
            job.session, job.actor, request, job.site.policies.access, job.now
        )
    click.echo("The account is made. Its one-time password, shown only now:", err=True)
    click.echo(password)


def _facility(session: Session, text: str) -> Provider:
    named = select(Provider).where(or_(Provider.name == text, Provider.ledger_code == text))
    found = session.scalars(named).all()
    if len(found) != 1:
        many = "More than one facility has" if found else "No facility has"
        raise click.ClickException(
            f"{many} this name or ledger code: see the page of facilities, or give the code."
        )
    return found[0]


@users.command()
@click.argument("username")
def disable(username: str) -> None:
    """Close an account at once and end its sessions."""
    with work() as job:
        user = queries.by_username(job.session, username)
        if user is None:
            raise click.ClickException("There is no account of this name: see 'casework users list'.")
        policy = job.site.policies.access
        operations.set_disabled(job.session, job.actor, user.id, policy, job.now, disabled=True)
    click.echo("The account is disabled and signed out everywhere.", err=True)


@users.command("list")
def listing() -> None:
    """List all accounts: user name, role, state."""
    with work() as job:
        for user in queries.user_list(job.session, job.actor):
            state = (
                "disabled" if user.disabled_at else ("one-time password" if user.must_change else "active")
            )
            click.echo(f"{user.username:30} {user.role:26} {state}")
