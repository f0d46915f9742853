"""Is the log whole? Recompute every leaf from its values and compare the tree with its signed checkpoint."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework.audit import merkle
from casework.audit.models import Entry, Tree
from casework.audit.writing import ORIGIN, leaf_of
from casework.refusal import N_

BATCH = 5_000


@dataclass(frozen=True)
class Verdict:
    """How large the log is, and the first thing found wrong with it (None: sound).

    ``position`` is the first bad entry where the fault lies in one entry.
    """

    size: int
    fault: str | None = None
    position: int | None = None


def verify(session: Session) -> Verdict:
    """Check values, order, gaps, the root and the signature of the log's checkpoint.

    People go on working meanwhile: the last entry is looked up before the state of the tree, so that
    an honest tree is never behind it, and what is written later is left for the next time.
    """
    last = session.scalar(select(func.max(Entry.position)))
    tree = session.execute(select(Tree.size, Tree.checkpoint).where(Tree.id == 1)).one_or_none()
    present = 0 if last is None else last + 1
    until = max(present, tree.size if tree else 0)
    size, frontier = 0, tuple[bytes, ...]()
    entries = select(*Entry.__table__.columns).where(Entry.position < until).order_by(Entry.position)
    with session.execute(entries.execution_options(yield_per=BATCH)) as rows:
        for row in rows:
            values = dict(row._asdict())
            if values["position"] != size:
                return Verdict(size, N_("Entries are missing."), size)
            if leaf_of(values) != values["leaf"]:
                return Verdict(size, N_("An entry was altered."), size)
            frontier = merkle.grow(frontier, size, values["leaf"])
            size += 1
    if tree is None:
        return Verdict(size, N_("The state of the tree is missing."))
    if tree.size == size == 0 and not tree.checkpoint:
        return Verdict(0)
    return _against_checkpoint(session, size, merkle.root(frontier), tree.checkpoint)


def _against_checkpoint(session: Session, size: int, root: bytes, checkpoint: str) -> Verdict:
    signed = session.info["vault"].read_checkpoint(checkpoint)
    if signed is None or signed.origin != ORIGIN:
        return Verdict(size, N_("The checkpoint is not signed by this system."))
    if signed.size > size:
        return Verdict(size, N_("The end of the log was cut off."), size)
    if signed.size < size or signed.root != root:
        return Verdict(size, N_("The log is not the one that was signed."))
    return Verdict(size)
