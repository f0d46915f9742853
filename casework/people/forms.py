"""Fields for a person's particulars, for intake and for later changes."""

from typing import Any

from casework.people.models import Person
from casework.people.requests import PersonRequest
from casework.ui.forms import (
    CodeRadios,
    CommuneField,
    Form,
    Length,
    NameField,
    PartialDateField,
    Required,
    TextField,
)
from casework.ui.language import _l


class PersonFields:
    """Who somebody is; nothing but the sex must be answered, and that may be "not known"."""

    full_name = NameField(
        _l("Full name"), hint=_l("Family name first, as the person writes it; leave empty if not known")
    )
    sex = CodeRadios(_l("Sex"), codes="sex", validators=[Required(_l("Choose the sex, or “not known”"))])
    birth = PartialDateField(_l("Date of birth"))
    citizen_number = TextField(
        _l("Citizen number"),
        hint=_l("12 digits, as on the identity card (CCCD); leave empty if there are no papers"),
        validators=[Length(40)],
    )
    phone = TextField(_l("Phone number"), validators=[Length(60)])
    home_commune_code = CommuneField(_l("Commune or ward where the person lives"))
    address = TextField(_l("Address"), hint=_l("House, street, hamlet"), validators=[Length(300)])
    ethnicity = TextField(_l("Ethnic group"), validators=[Length(80)])
    disability = TextField(_l("Disability"), hint=_l("In words, if there is one"), validators=[Length(200)])


def person_request(form: Any) -> PersonRequest:
    """What was entered in a form that has these fields."""
    return PersonRequest(
        full_name=form.full_name.data or "",
        sex=form.sex.data or "",
        birth=form.birth.data or "",
        citizen_number=form.citizen_number.data or "",
        phone=form.phone.data or "",
        commune_code=form.home_commune_code.data or "",
        address=form.address.data or "",
        ethnicity=form.ethnicity.data or "",
        disability=form.disability.data or "",
    )


class PersonForm(PersonFields, Form):
    """A person's particulars, to be changed: ``PersonForm.of(person)`` fills it from the record (POST data wins)."""

    @classmethod
    def of(cls, person: Person, **kwargs: Any) -> "PersonForm":
        """The form for a person on record."""
        return cls(obj=person, home_commune_code=person.commune_code, **kwargs)

    def request(self) -> PersonRequest:
        """What was entered."""
        return person_request(self)
