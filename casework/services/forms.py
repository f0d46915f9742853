"""The form for one service to a survivor."""

from uuid import UUID

from casework.providers import queries as providers
from casework.services.operations import ServiceRequest
from casework.ui import context
from casework.ui.forms import (
    CodeRadios,
    CodeSelect,
    DateField,
    Form,
    Length,
    NotInFuture,
    Required,
    Select,
    TextArea,
)
from casework.ui.language import _, _l


class ServiceForm(Form):
    """A service: what, by whom, referred and delivered when, with what outcome."""

    kind = CodeSelect(_l("Service"), codes="service_kind", validators=[Required(_l("Choose the service"))])
    provider_id = Select(_l("Delivered by"), hint=_l("Leave empty if it is not known."))
    referred_on = DateField(
        _l("Referred on"), hint=_l("Leave empty if there was no referral."), validators=[NotInFuture()]
    )
    status = CodeRadios(
        _l("Outcome"), codes="service_status", validators=[Required(_l("Choose the outcome"))]
    )
    delivered_on = DateField(
        _l("Delivered on"), hint=_l("Only if it was delivered."), validators=[NotInFuture()]
    )
    note = TextArea(_l("Note"), rows=4, validators=[Length(5_000)])

    def offer_providers(self, chosen: UUID | None) -> None:
        """Fill the list of providers from those in operation, and the one chosen before."""
        known = providers.choices(context.session(), context.actor(), chosen)
        self.provider_id.choices = [("", _("Not known")), *((str(key), name) for key, name in known)]

    def request(self) -> ServiceRequest:
        """What was entered."""
        return ServiceRequest(
            kind=self.kind.data or "",
            provider_id=UUID(self.provider_id.data) if self.provider_id.data else None,
            referred_on=self.referred_on.data,
            delivered_on=self.delivered_on.data,
            status=self.status.data or "",
            note=self.note.data or "",
        )
