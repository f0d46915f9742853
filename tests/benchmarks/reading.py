"""Reading three sealed fields through the model, against the same in plain columns."""

from sqlalchemy import select
from sqlalchemy.orm import sessionmaker

from casework.crypto import Vault
from casework.db import WorkSession, make_sessions
from casework.people.models import Person
from tests.benchmarks.bench import Line, paired, site
from tests.benchmarks.crowd import gather, worker
from tests.benchmarks.plain import PlainPerson

PEOPLE = 10_000


def measure() -> Line:
    """10,000 rows through the ORM, name, birth and phone of each; keys in use, and keys to be fetched first."""
    with site() as wiring:
        place, _ = gather(wiring, PEOPLE, indexed=False)
        actor = worker(wiring, place)

        def ours(sessions: sessionmaker[WorkSession] = wiring.sessions) -> None:
            with sessions() as session:
                session.info["actor"] = actor
                for one in session.scalars(select(Person)).all():
                    _ = one.full_name, one.birth, one.phone

        def ours_cold() -> None:
            ours(make_sessions(wiring.sessions.kw["bind"], Vault(wiring.vault.keys)))

        def theirs() -> None:
            with wiring.sessions() as session:
                for one in session.scalars(select(PlainPerson)).all():
                    _ = one.full_name, one.birth, one.phone

        warm, plain = paired(ours, theirs)
        cold, plain_again = paired(ours_cold, theirs, 3)
    ratio = warm / plain
    detail = f"{PEOPLE:,} rows; {cold / plain_again:.1f} × when every key must be fetched and unwrapped first"
    return Line(
        "reading three sealed fields through the model",
        "plain columns",
        "≤ 2.5 ×",
        ratio,
        ratio <= 2.5,
        detail,
    )
