"""The form for somebody close to the survivor."""

from casework.relatives.operations import RelativeRequest
from casework.ui.forms import CodeRadios, CodeSelect, Form, Length, NameField, TextField
from casework.ui.language import _l


class RelativeForm(Form):
    """Who it is, and whether she or he may know."""

    name = NameField(_l("Name"), hint=_l("As the survivor calls this person; leave empty if not known"))
    relation = CodeSelect(_l("Relation to the survivor"), codes="relation")
    phone = TextField(_l("Phone number"), validators=[Length(60)])
    citizen_number = TextField(
        _l("Citizen number"),
        hint=_l("12 digits, as on the identity card (CCCD); leave empty if there are no papers"),
        validators=[Length(40)],
    )
    lives_with = CodeRadios(_l("Lives with the survivor"), codes="yes_no", default="chua_ro")
    may_know = CodeRadios(
        _l("May know that she has sought help"),
        codes="yes_no",
        hint=_l("Unless the answer is yes, say nothing to this person"),
        default="chua_ro",
    )

    def request(self) -> RelativeRequest:
        """What was entered."""
        return RelativeRequest(
            name=self.name.data or "",
            relation=self.relation.data or "",
            phone=self.phone.data or "",
            citizen_number=self.citizen_number.data or "",
            lives_with=self.lives_with.data or "chua_ro",
            may_know=self.may_know.data or "chua_ro",
        )
