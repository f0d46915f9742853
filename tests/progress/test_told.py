"""How far long work is: told by the work and by its heartbeat, read by whoever asks."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import UUID

from casework.progress import Told


def test_two_who_tell_at_once_do_not_stumble_over_each_other(tmp_path: Path) -> None:
    place = Told(tmp_path, "releases", UUID(int=1))

    def tell(step: str) -> None:
        for done in range(200):
            place.tell(step, done, 200)

    with ThreadPoolExecutor(2) as both:
        list(both.map(tell, ("victims", "in_need")))
    found = place.read()
    assert found is not None
    assert found.done == 199
    assert [path.name for path in place.path.parent.iterdir()] == [place.path.name]
