"""What is told of the guarantee: nothing of what nobody has looked at."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy.orm import Session

from casework import clock
from casework.indicators.policies import SitePolicies
from casework.releases import rechecks
from casework.releases.checking import Verdict
from casework.releases.verdicts import UNKNOWN, rows
from casework.ui.context import Wiring
from casework.ui.language import speaking
from tests.factories.releases import make_approved

pytestmark = pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)


def test_of_what_was_released_while_it_was_recomputed_nothing_is_told(
    session: Session, policies: SitePolicies, wiring: Wiring, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = clock.now()
    release = make_approved(session)
    release.decided_at = begun + timedelta(minutes=1)
    session.commit()
    with time_machine.travel(begun, tick=False) as time:

        def slowly(*_told: object) -> list[Verdict]:
            time.shift(timedelta(minutes=2))
            return [Verdict(release.year, None, holds=True)]

        monkeypatch.setattr(rechecks, "verdicts", slowly)
        found = rechecks.run(wiring)
    with speaking("vi"):
        [year] = rows([release], found, policies)
    assert year.colour == UNKNOWN
