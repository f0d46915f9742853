"""Exact search by name among 100,000 people, against a plain indexed column."""

from sqlalchemy import exists, select

from casework.people.models import PersonHolding
from casework.people.queries import search
from tests.benchmarks.bench import Line, paired, site
from tests.benchmarks.crowd import gather, worker
from tests.benchmarks.plain import PlainPerson

PEOPLE = 100_000
NAMES = 20


def measure() -> Line:
    """Twenty names that some people bear; both sides stay within what the viewer may see and give the same people."""
    with site(CASEWORK_EXPECTED_PEOPLE=str(PEOPLE)) as wiring:
        place, _ = gather(wiring, PEOPLE)
        actor = worker(wiring, place)
        with wiring.sessions() as session:
            spread = session.execute(select(PlainPerson.folded, PlainPerson.full_name).limit(20_000)).all()
        counts: dict[str, int] = {}
        for row in spread:
            counts[row.folded] = counts.get(row.folded, 0) + 1
        wanted = sorted({row.full_name for row in spread if counts[row.folded] <= 3})[:NAMES]

        def ours() -> None:
            for name in wanted:
                with wiring.sessions() as session:
                    session.info["actor"] = actor
                    assert search(session, actor, name, "survivor", 50).people

        folded = [row.folded for name in wanted for row in spread if row.full_name == name]
        names = list(dict.fromkeys(folded))

        def theirs() -> None:
            for name in names:
                with wiring.sessions() as session:
                    # EXISTS, not IN: for IN, SQLite walks all that is held and leaves the index on names aside.
                    held = PersonHolding.__table__.c
                    mine = (
                        select(PlainPerson)
                        .where(PlainPerson.folded == name)
                        .where(exists().where(held.facility_id == place, held.person_id == PlainPerson.id))
                        .limit(50)
                    )
                    assert session.scalars(mine).all()

        us, them = paired(ours, theirs)
        per_search = us / len(wanted) / (them / len(names))
    detail = f"{1000 * us / len(wanted):.1f} ms a search, keys in use; {len(wanted)} names"
    return Line(
        "exact search by name among 100,000 people",
        "plain indexed column",
        "≤ 4 ×",
        per_search,
        per_search <= 4,
        detail,
    )
