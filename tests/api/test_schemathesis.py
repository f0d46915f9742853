"""Whatever a machine thinks of asking, the interface answers as its description says."""

from collections.abc import Callable
from typing import Any

import hypothesis
import pytest
import schemathesis
from flask import Flask
from schemathesis import GenerationMode

from casework.api import policy
from casework.api.policy import Interface
from casework.config import Settings
from casework.releases.models import Release

THERE = {"code": "2025-2", "table": "victims-base"}
SETTINGS = hypothesis.settings(
    max_examples=8,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=list(hypothesis.HealthCheck),
)


@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
def test_a_machine_finds_nothing(
    app: Flask,
    settings: Settings,
    released: Release,
    made: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(policy._kept, settings.policies, Interface("", 100_000, (30,)))
    headers = {"Authorization": f"Bearer {made()[1]}"}
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    operations: list[Any] = [found.ok() for found in schema.get_all_operations()]  # type: ignore[union-attr]  # all are
    assert len(operations) == 4  # it leaves the description itself out
    for operation in operations:
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            _tried(operation, mode, headers)


def _tried(operation: Any, mode: GenerationMode, headers: dict[str, str]) -> None:
    @SETTINGS
    @hypothesis.given(case=operation.as_strategy(generation_mode=mode))
    def tried(case: Any) -> None:
        if mode is GenerationMode.POSITIVE:  # by chance it would never find one that is there
            case.path_parameters.update({name: THERE[name] for name in case.path_parameters})
        case.call_and_validate(headers=headers)

    tried()
