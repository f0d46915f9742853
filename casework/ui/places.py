"""A commune, typed by name or code; nobody scrolls through three thousand of them."""

from collections.abc import Sequence
from typing import Any

from casework.ui import context
from casework.ui.fields import TextField, Validators, at, tidy
from casework.ui.language import _, _l
from casework.ui.static import COMMUNES, asset
from casework.ui.widgets import Params, TextInput

SHOWN = 5


class CommuneInput(TextInput):
    """A text box that offers names while one types, where the browser runs our script."""

    def params(self, field: Any, options: Any) -> Params:
        """Marks the box for the script."""
        params = super().params(field, options)
        params["attributes"]["data-communes"] = asset(COMMUNES)
        return params


class CommuneField(TextField):
    """A commune, ward or special zone of today; ``.data`` is its five-digit code or empty.

    Reads a code, a name, or "name, province"; when several fit, the error lists them.
    """

    widget = CommuneInput()

    def __init__(
        self, label: str = "", validators: Validators = (), *, hint: str = "", **kwargs: Any
    ) -> None:
        words = hint or _l("Name and province, or the code: for example Ba Đình, Hà Nội")
        super().__init__(label, validators, hint=words, **kwargs)

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Find the one commune that was meant."""
        text = tidy(valuelist[0]) if valuelist else ""
        self.data = ""
        if text:
            try:
                self.data = parse_commune(text)
            except ValueError as error:
                raise ValueError(at(self, str(error))) from None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return context.policy().units.label(self.data) if self.data else ""


def parse_commune(text: str) -> str:
    """The code of the commune that the text names; ValueError says what else to write."""
    units = context.policy().units
    found = units.recognise(text)
    if found is not None:
        return found.code
    several = units.search(text, SHOWN + 1)
    if not several:
        raise ValueError(
            _("No commune or ward has this name or code; write its name of today and its province")
        )
    names = "; ".join(units.label(unit.code) for unit in several[:SHOWN])
    more = " …" if len(several) > SHOWN else ""
    raise ValueError(_("Several places fit: %(names)s. Write name and province", names=names + more))
