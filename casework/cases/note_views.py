"""Pages of the notes in a case file."""

from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from casework.cases import note_operations, queries
from casework.cases.blueprint import blueprint
from casework.cases.forms import NoteForm
from casework.cases.models import Case, Note
from casework.ui import context
from casework.ui.attempt import attempt, notice
from casework.ui.guard import permission
from casework.ui.language import _


def _case(reference: str, needed: str) -> Case:
    return queries.case_by_reference(context.session(), context.actor(), needed, reference)


@blueprint.get("/<reference>/notes")
@permission("case:read")
def notes(reference: str) -> ResponseReturnValue:
    """The notes of a case, the latest first."""
    case = _case(reference, "case:read")
    written = queries.notes_of(context.session(), context.actor(), case)
    return render_template("cases/notes.html", case=case, written=written, mine=context.actor().id)


@blueprint.route("/<reference>/notes/new", methods=["GET", "POST"])
@permission("case:note")
def new_note(reference: str) -> ResponseReturnValue:
    """Write a note."""
    case = _case(reference, "case:note")
    form = NoteForm()
    if form.validate_on_submit():
        with attempt(form):
            note_operations.write_note(
                context.session(), context.actor(), case, form.body.data or "", context.now()
            )
            notice(_("The note was saved."))
            return redirect(url_for("cases.notes", reference=reference), 303)
    return render_template("cases/note.html", case=case, form=form, note=None)


@blueprint.route("/<reference>/notes/<uuid:note_id>", methods=["GET", "POST"])
@permission("case:note")
def edit_note(reference: str, note_id: UUID) -> ResponseReturnValue:
    """Change one's own note."""
    session, actor = context.session(), context.actor()
    case = _case(reference, "case:note")

    def load() -> Note:
        return queries.note_of(session, actor, "case:note", case, note_id)

    note = load()
    form = NoteForm(obj=note)
    if form.validate_on_submit():
        with attempt(form, current=lambda: NoteForm(formdata=None, obj=load())):
            note_operations.edit_note(
                session, actor, note, form.body.data or "", form.version.data or 0, context.now()
            )
            notice(_("The note was saved."))
            return redirect(url_for("cases.notes", reference=reference), 303)
    return render_template("cases/note.html", case=case, form=form, note=note)
