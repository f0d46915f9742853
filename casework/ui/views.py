"""Pages that belong to no room: start, language, leaving, assets."""

from flask import Blueprint, Response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from casework.ui import language, leaving, navigation
from casework.ui.guard import public, signed_in
from casework.ui.static import serve

blueprint = Blueprint("ui", __name__)


@blueprint.get("/")
@signed_in
def home() -> ResponseReturnValue:
    """Go to the first page that the actor may open."""
    target = navigation.home()
    return redirect(target, 303) if target else render_template("ui/nothing.html")


@blueprint.post("/language", endpoint="language")
@public
def choose_language() -> ResponseReturnValue:
    """Change the language and return to the page."""
    wanted = request.form.get("language", "")
    if wanted in language.LANGUAGES:
        language.ask_for(wanted)
    return redirect(navigation.safe_next(request.form.get("next")), 303)


@blueprint.route("/exit", methods=["GET", "POST"], endpoint="exit")
@public
def leave() -> ResponseReturnValue:
    """Leave at once."""
    return leaving.leave()


@blueprint.post("/still-here")
@signed_in
def still_here() -> ResponseReturnValue:
    """Keep the session alive for somebody who says that she is still there."""
    return Response(status=204)


@blueprint.get("/static/<name>")
@public
def static(name: str) -> ResponseReturnValue:
    """A stylesheet, script or icon."""
    return serve(name)
