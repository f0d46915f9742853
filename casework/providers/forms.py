"""Forms for facilities and their activities."""

from casework.providers.operations import ActivityRequest, ProviderRequest
from casework.providers.rules import COMMUNE, COUNTRY, PROVINCE
from casework.ui import context
from casework.ui.forms import (
    Checkbox,
    CodeRadios,
    CodeSelect,
    CommuneField,
    DateField,
    FilterForm,
    Form,
    Length,
    NotInFuture,
    Radios,
    Required,
    TextField,
)
from casework.ui.language import _l

REACH_LABELS = {
    COMMUNE: _l("Its own commune"),
    PROVINCE: _l("Its province"),
    COUNTRY: _l("The whole country"),
}


class ProviderForm(Form):
    """A facility or organisation."""

    name = TextField(
        _l("Name of the organisation"),
        validators=[Required(_l("Enter the name of the organisation")), Length(200)],
    )
    kind = CodeRadios(
        _l("Kind of organisation"),
        codes="provider_kind",
        validators=[Required(_l("Choose the kind of organisation"))],
    )
    public = Radios(
        _l("Is it public?"),
        choices=[("co", _l("Yes")), ("khong", _l("No"))],
        validators=[Required(_l("Say whether the organisation is public"))],
    )
    commune_code = CommuneField(_l("Commune or ward"), validators=[Required(_l("Enter the commune or ward"))])
    reach = Radios(
        _l("How far does it serve?"),
        choices=list(REACH_LABELS.items()),
        default=PROVINCE,
        validators=[Required(_l("Say how far it serves."))],
    )
    active = Checkbox(_l("In operation"), default=True)

    def request(self) -> ProviderRequest:
        """What was entered, with the province of the commune."""
        code = self.commune_code.data or ""
        commune = context.policy().units.commune(code)
        return ProviderRequest(
            name=self.name.data or "",
            kind=self.kind.data or "",
            public=self.public.data == "co",
            commune_code=code,
            province_code=commune.province_code if commune else "",
            active=bool(self.active.data),
            reach=self.reach.data or "",
        )


class ActivityForm(Form):
    """A dated activity against gender-based violence."""

    held_on = DateField(_l("Date"), validators=[Required(_l("Enter the date")), NotInFuture()])
    kind = CodeRadios(
        _l("Kind of activity"),
        codes="activity_kind",
        validators=[Required(_l("Choose the kind of activity"))],
    )

    def request(self) -> ActivityRequest:
        """What was entered."""
        if self.held_on.data is None:
            raise ValueError("the form was not validated")
        return ActivityRequest(held_on=self.held_on.data, kind=self.kind.data or "")


class ProviderFilterForm(FilterForm):
    """Which facilities to list; their names are public knowledge, so one may stand in an address."""

    name = TextField(_l("Name of the organisation"))
    kind = CodeSelect(_l("Kind of organisation"), codes="provider_kind")
