"""The form for the safe-contact block."""

from casework.safety.operations import SafeContactRequest
from casework.ui.forms import (
    CodeRadios,
    CodeSelect,
    DateField,
    Form,
    Length,
    NotInFuture,
    Required,
    TextField,
)
from casework.ui.language import _l


class SafeContactFields:
    """How a person may be reached without danger, for intake and for later changes."""

    may_contact = CodeRadios(
        _l("May the person be contacted?"),
        codes="yes_no",
        validators=[Required(_l("Say whether the person may be contacted."))],
    )
    channel = CodeSelect(_l("Safe channel"), codes="contact_channel")
    number = TextField(_l("Number or address to use"), validators=[Length(120)])
    hours = TextField(
        _l("Safe hours"), hint=_l("For example working days from 9 to 11"), validators=[Length(200)]
    )
    pickup = TextField(_l("Who may pick up"), validators=[Length(200)])
    voicemail = CodeRadios(_l("May a voice message be left?"), codes="yes_no", default="chua_ro")
    caller_name = TextField(
        _l("Name the caller should use"), hint=_l("Never the name of the facility"), validators=[Length(120)]
    )
    code_word = TextField(
        _l("Code word"), hint=_l("By which both know that it is safe to talk"), validators=[Length(80)]
    )
    confirmed_on = DateField(_l("Confirmed with the person on"), validators=[NotInFuture()])


class SafeContactForm(SafeContactFields, Form):
    """The safe-contact block."""

    def request(self) -> SafeContactRequest:
        """What was entered."""
        return SafeContactRequest(
            may_contact=self.may_contact.data or "",
            channel=self.channel.data or "",
            number=self.number.data or "",
            hours=self.hours.data or "",
            pickup=self.pickup.data or "",
            voicemail=self.voicemail.data or "chua_ro",
            caller_name=self.caller_name.data or "",
            code_word=self.code_word.data or "",
            confirmed_on=self.confirmed_on.data,
            version=self.version.data or 0,
        )
