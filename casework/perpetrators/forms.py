"""Forms of the perpetrator's file."""

from uuid import UUID

from casework.people.forms import PersonFields, person_request
from casework.people.requests import PersonRequest
from casework.perpetrators.operations import LiabilityRequest, SessionRequest
from casework.providers import queries as providers
from casework.ui import context
from casework.ui.forms import (
    CodeRadios,
    DateField,
    Form,
    HiddenField,
    Length,
    NotInFuture,
    Radios,
    Required,
    Select,
    TextArea,
)
from casework.ui.language import _, _l


class LinkForm(PersonFields, Form):
    """A person who is alleged to have used violence; ``looked`` says that look-alikes were looked at."""

    looked = HiddenField()

    def request(self) -> PersonRequest:
        """What was entered."""
        return person_request(self)


class LiabilityForm(Form):
    """Criminal liability in one case."""

    status = CodeRadios(
        _l("Criminal liability"),
        codes="liability_status",
        validators=[Required(_l("Choose whether the person is prosecuted"))],
    )
    since = DateField(_l("Since"), validators=[NotInFuture()])

    def request(self) -> LiabilityRequest:
        """What was entered."""
        return LiabilityRequest(status=self.status.data or "", since=self.since.data)


class SessionForm(Form):
    """One session with a perpetrator."""

    held_on = DateField(_l("Date of the session"), validators=[Required(_l("Enter the date")), NotInFuture()])
    kind = CodeRadios(
        _l("Kind of session"),
        codes="counselling_kind",
        hint=_l("Mediation and community criticism are recorded, but they are not counselling."),
        validators=[Required(_l("Choose the kind of session"))],
    )
    attended = Radios(
        _l("Did the person attend?"),
        choices=[("co", _l("Yes")), ("khong", _l("No"))],
        validators=[Required(_l("Say whether the person attended"))],
    )
    provider_id = Select(_l("Held at"))
    note = TextArea(_l("Note"), rows=5, validators=[Length(5_000)])

    def offer_providers(self, chosen: UUID | None) -> None:
        """Fill the list of places from the facilities in operation, and the one chosen before."""
        known = providers.choices(context.session(), context.actor(), chosen)
        self.provider_id.choices = [("", _("Not known")), *((str(key), name) for key, name in known)]

    def request(self) -> SessionRequest:
        """What was entered."""
        if self.held_on.data is None:
            raise ValueError("the form was not validated")
        return SessionRequest(
            held_on=self.held_on.data,
            kind=self.kind.data or "",
            attended=self.attended.data == "co",
            provider_id=UUID(self.provider_id.data) if self.provider_id.data else None,
            note=self.note.data or "",
        )
