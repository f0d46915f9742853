"""What a leaf hashes is one canonical JSON object, whatever stands in it."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from casework.audit import merkle
from casework.audit.writing import CANONICAL, leaf_of

ODD = timezone(timedelta(hours=7))
EARLY = datetime(2000, 1, 1)  # noqa: DTZ001 - the strategy adds the zone
TEXT = st.text(max_size=30)


@given(
    st.fixed_dictionaries(
        {
            "position": st.integers(0, 2**40),
            "at": st.datetimes(timezones=st.sampled_from((UTC, ODD)), min_value=EARLY),
            "actor_id": st.none() | st.uuids(),
            "actor_role": TEXT,
            "event": TEXT,
            "kind": TEXT,
            "row_id": st.none() | st.uuids(),
            "subject_id": st.none() | st.uuids(),
            "case_id": st.none() | st.uuids(),
            "facts": TEXT,
        }
    )
)
def test_the_leaf_is_that_of_the_canonical_json(values: dict[str, Any]) -> None:
    plain = {
        name: str(value) if name.endswith("_id") else value for name, value in values.items() if name != "at"
    }
    plain["at"] = values["at"].astimezone(UTC).isoformat(timespec="microseconds")
    assert leaf_of(values) == merkle.leaf_hash(CANONICAL.encode(plain).encode())
