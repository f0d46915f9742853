import pytest

from casework.app import create_app
from casework.ui import guard
from casework.ui.context import Wiring
from casework.ui.guard import UnmarkedView, check_marks, permission, public


def test_a_view_without_a_mark_stops_the_start(wiring: Wiring) -> None:
    app = create_app(wiring.settings, wiring)
    check_marks(app)
    app.add_url_rule("/forgotten", "forgotten", lambda: "x")
    with pytest.raises(UnmarkedView, match="forgotten"):
        check_marks(app)


def test_an_unknown_permission_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="unknown permission"):
        permission("case:reed")


def test_two_marks_are_a_mistake() -> None:
    def view() -> str:
        return ""

    public(view)
    with pytest.raises(ValueError, match="two permission marks"):
        permission("case:read")(view)
    assert guard.mark_of(view) == guard.PUBLIC
