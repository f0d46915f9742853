"""Two runs over one corrected ledger at once (somebody pressed the button twice) add what is new once."""

import dataclasses
import threading
from typing import Any
from unittest.mock import patch

from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from casework.db import WorkSession
from casework.exchange import operations
from casework.exchange.ledger import Ledger
from casework.exchange.work import Work
from casework.services.models import Service
from tests.exchange.test_storing import sample, store

__all__ = ["sample"]


def test_two_runs_at_once_add_a_new_row_once(
    session: Session, sessions: sessionmaker[WorkSession], sample: Ledger
) -> None:
    store(session, sample)
    before = session.scalar(select(func.count()).select_from(Service)) or 0
    session.commit()
    first = sample.services[0]
    added = dataclasses.replace(first, kind="y_te" if first.kind != "y_te" else "tam_lanh")
    corrected = dataclasses.replace(sample, services=(*sample.services, added))
    both_looked = threading.Barrier(2)

    class Slow(Work):
        """Goes on when the other has looked as well, or after a second."""

        def __init__(self, *args: Any) -> None:
            super().__init__(*args)
            try:
                both_looked.wait(timeout=1)
            except threading.BrokenBarrierError:
                return

    def run() -> None:
        with sessions() as one:
            store(one, corrected)

    with patch.object(operations, "Work", Slow):
        runs = [threading.Thread(target=run) for _ in range(2)]
        for one in runs:
            one.start()
        for one in runs:
            one.join()
    assert session.scalar(select(func.count()).select_from(Service)) == before + 1
