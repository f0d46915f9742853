"""A command that fails says so in one sentence, without a trace that might hold somebody's name."""

import traceback
from pathlib import Path
from typing import Any

import click

from casework.access import NotFound
from casework.config import ConfigError
from casework.crypto import KeyFault
from casework.refusal import Refusal
from casework.start import StartRefused
from casework.vocabulary import PolicyError

OURS = Path(__file__).parents[1]
WORDED = (ConfigError, KeyFault, PolicyError, StartRefused)


class Plainly(click.Group):
    """A group whose commands turn every failure into a sentence on stderr and a non-zero exit."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was asked for."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except WORDED as trouble:
            raise click.ClickException(str(trouble)) from trouble
        except Refusal as refusal:
            raise click.ClickException(refusal.message % refusal.values) from refusal
        except NotFound as trouble:
            raise click.ClickException("There is no such record.") from trouble
        except Exception as trouble:
            raise click.ClickException(_unforeseen(trouble)) from trouble


def _unforeseen(trouble: Exception) -> str:
    # The message of an exception may repeat a value; its type and place cannot.
    frames = traceback.extract_tb(trouble.__traceback__)
    place = next(
        (frame for frame in reversed(frames) if Path(frame.filename).is_relative_to(OURS)), frames[-1]
    )
    return (
        f"casework met something unforeseen and undid what it had begun: {type(trouble).__name__} at "
        f"{Path(place.filename).name}:{place.lineno}. Please report this line; it holds no personal data."
    )
