"""The form with which an organisation is given a token."""

from uuid import UUID

from casework.api.operations import TokenRequest
from casework.api.rules import FIGURES, LONGEST_NAME, RELEASES
from casework.ui.forms import Checkboxes, Form, Length, Radios, Required, Select, TextField
from casework.ui.language import _l

SCOPES = {
    FIGURES: _l("Indicators against their denominators (figures:read)"),
    RELEASES: _l("Releases and their tables (releases:read)"),
}


class TokenForm(Form):
    """Whose token, for which program, what it may read, for how long."""

    provider = Select(_l("Organisation"), validators=[Required(_l("Choose one of the organisations."))])
    name = TextField(
        _l("Which program is it for?"),
        hint=_l("The name of a program, not of a person."),
        validators=[
            Required(_l("Say which program it is for.")),
            Length(LONGEST_NAME),
        ],
    )
    scopes = Checkboxes(
        _l("What may it read?"),
        choices=list(SCOPES.items()),
        validators=[Required(_l("Choose what it may read."))],
    )
    days = Radios(_l("How long does it hold?"), validators=[Required(_l("Choose how long it holds."))])

    def offer(self, organisations: list[tuple[str, str]], days: list[tuple[str, str]]) -> None:
        """The organisations there are, and the times that the site allows: (value, words)."""
        self.provider.choices = [*(self.provider.choices or [])[:1], *organisations]
        self.days.choices = days

    def request(self) -> TokenRequest:
        """What was asked for."""
        try:
            provider = UUID(self.provider.data or "")
        except ValueError:
            provider = None
        days = self.days.data or ""
        return TokenRequest(
            provider,
            self.name.data or "",
            tuple(self.scopes.data or ()),
            int(days) if days.isdecimal() else 0,
        )
