"""Cards on the overview of a case, given by rooms above, so that this room imports none of them."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import current_app
from flask.sansio.app import App
from sqlalchemy.orm import Session

from casework.access import Actor
from casework.cases.models import Case

_KEY = "casework.case_panels"


@dataclass(frozen=True)
class Panel:
    """A card: its title, rows of label and value (shown escaped), and where it leads.

    ``link`` is the address and ``link_text`` its words; None: the card leads nowhere. ``post`` and
    ``post_text`` make a button that sends a form. ``warning`` is a sentence that must not be overlooked.
    """

    title: str
    rows: tuple[tuple[str, str], ...] = ()
    link: str | None = None
    link_text: str = ""
    post: str | None = None
    post_text: str = ""
    warning: str = ""


Provider = Callable[[Session, Actor, Case], Panel | None]


def register(app: App, provider: Provider, order: int = 50) -> None:
    """Let a room add its card; the cards stand by ``order``.

    A room does so with ``blueprint.record_once(lambda state: panels.register(state.app, its_card))``.
    """
    providers: list[tuple[int, Provider]] = app.extensions.setdefault(_KEY, [])
    providers.append((order, provider))
    providers.sort(key=lambda each: each[0])


def panels(session: Session, actor: Actor, case: Case) -> list[Panel]:
    """The cards for a case that this viewer may see."""
    providers: list[tuple[int, Provider]] = current_app.extensions.get(_KEY, [])
    return [panel for _, provider in providers if (panel := provider(session, actor, case)) is not None]
