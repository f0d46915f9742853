"""Forms of the duty table."""

from typing import Any
from uuid import UUID

from casework.providers.rules import COMMUNE, COUNTRY, PROVINCE
from casework.routing.models import Duty
from casework.routing.operations import DutyRequest
from casework.ui import context
from casework.ui.forms import (
    CodeCheckboxes,
    CodeSelect,
    CommuneField,
    DateField,
    FilterForm,
    Form,
    NumberField,
    Radios,
    Required,
    Select,
)
from casework.ui.language import _, _l


def provinces() -> list[tuple[str, str]]:
    """All provinces, by code."""
    known = context.policy().units.provinces
    return [(code, known[code].name) for code in sorted(known)]


class DutyForm(Form):
    """Who is on duty for which services where; several services make a line each."""

    service_kinds = CodeCheckboxes(
        _l("Services"), codes="service_kind", validators=[Required(_l("Choose at least one service"))]
    )
    area = Radios(
        _l("Area"),
        choices=[
            (COMMUNE, _l("A commune or ward")),
            (PROVINCE, _l("A province or city")),
            (COUNTRY, _l("The whole country")),
        ],
        validators=[Required(_l("Choose the area"))],
    )
    area_code = CommuneField(_l("Commune or ward"))
    province_code = Select(_l("Province or city"))
    provider_id = Select(
        _l("Organisation on duty"), validators=[Required(_l("Choose an organisation that is in operation."))]
    )
    position = NumberField(
        _l("Place in the order"),
        hint=_l("1 is asked first"),
        default=1,
        validators=[Required(_l("Enter the place in the order"))],
    )
    starts_on = DateField(_l("First day"), hint=_l("Empty: it is on duty already"))
    ends_on = DateField(_l("Last day"), hint=_l("Empty: until further notice"))

    def offer(self, known: list[tuple[UUID, str]], kept: str | None) -> None:
        """Fill in the organisations and the areas to choose from; ``kept``: only in this province, None: anywhere."""
        self.province_code.choices = [("", ""), *(one for one in provinces() if kept in (None, one[0]))]
        if kept is not None:
            self.province_code.data = self.province_code.data or kept
            self.area.choices = [one for one in self.area.choices if one[0] != COUNTRY]
        self.provider_id.choices = [("", ""), *((str(key), name) for key, name in known)]

    def show(self, duty: Duty) -> None:
        """Fill in a line of the table; of its service there is only one."""
        self.service_kinds.data = [duty.service_kind]
        place = context.policy().units.province(duty.area_code)
        self.area.data = (PROVINCE if place else COMMUNE) if duty.area_code else COUNTRY
        self.area_code.data = "" if place else duty.area_code
        self.province_code.data = duty.area_code if place else ""
        self.provider_id.data = str(duty.provider_id)

    def validate(self, extra_validators: Any = None) -> bool:
        """The area that was chosen must be named."""
        valid = super().validate(extra_validators)
        named = {COMMUNE: self.area_code, PROVINCE: self.province_code}
        field = named.get(self.area.data or "")
        if field is not None and not field.data and not field.errors:
            field.errors = [*field.errors, _("Name the commune or province")]
            return False
        return valid

    def requests(self) -> list[DutyRequest]:
        """What was entered: one request for each service."""
        codes = {COMMUNE: self.area_code.data, PROVINCE: self.province_code.data}
        return [
            DutyRequest(
                service_kind=kind,
                area_code=codes.get(self.area.data or "") or "",
                position=self.position.data or 0,
                provider_id=UUID(self.provider_id.data),
                starts_on=self.starts_on.data,
                ends_on=self.ends_on.data,
            )
            for kind in self.service_kinds.data or []
        ]


class DutyFilterForm(FilterForm):
    """Which lines of the table to list."""

    kind = CodeSelect(_l("Service"), codes="service_kind")
    province = Select(_l("Province or city"))

    def offer(self) -> None:
        """Fill in the provinces."""
        self.province.choices = [("", ""), *provinces()]


class AskedForm(FilterForm):
    """A need and a place, to try the table."""

    kind = CodeSelect(_l("Service"), codes="service_kind")
    place = CommuneField(_l("Commune or ward"))
