"""What the receiver of a referral fills in: its decision, an attempt to reach the person, the end."""

import re
from datetime import datetime, time
from typing import Any

from wtforms.validators import StopValidation

from casework import clock
from casework.referrals.requests import AttemptRequest
from casework.ui import context
from casework.ui.forms import (
    CodeRadios,
    CodeSelect,
    DateField,
    FilterForm,
    Form,
    Length,
    NotInFuture,
    Radios,
    Required,
    Select,
    TextArea,
    TextField,
)
from casework.ui.language import _, _l

CHANNELS = ("phone_call", "text_message", "messaging_app", "email", "trusted_person", "in_person")
_TIME = re.compile(r"([01]?[0-9]|2[0-3])[:.hg]([0-5][0-9])")


class TimeField(TextField):
    """A time of the day as staff write it: 9:30, 14h05; ``.at`` is None until it is right."""

    at: time | None = None

    def pre_validate(self, form: Any) -> None:
        """Read it, or say how it is written."""
        match = _TIME.fullmatch((self.data or "").strip().lower())
        if match:
            self.at = time(int(match[1]), int(match[2]))
        elif self.data:
            raise StopValidation(_("Enter a time such as 9:30 or 14:05"))


class DeclineForm(Form):
    """Why the referral is not taken on."""

    reason = CodeRadios(
        _l("Why can the referral not be taken on?"),
        codes="decline_reason",
        validators=[Required(_l("Choose the reason"))],
    )


class PassOnForm(Form):
    """To whom the referral is passed on, and why."""

    receiver = Radios(_l("Who should be asked now?"), validators=[Required(_l("Choose who should be asked"))])
    reason = CodeRadios(
        _l("Why is it passed on?"), codes="decline_reason", validators=[Required(_l("Choose the reason"))]
    )


class AskForm(Form):
    """What the sender is asked."""

    question = CodeRadios(
        _l("What do you need to know?"),
        codes="info_question",
        validators=[Required(_l("Choose the question"))],
    )


class AttemptForm(Form):
    """One attempt to reach the person."""

    on = DateField(_l("Date of the attempt"), validators=[Required(_l("Enter the date")), NotInFuture()])
    at = TimeField(
        _l("Time"), hint=_l("For example 9:30 or 14:05"), validators=[Required(_l("Enter the time"))]
    )
    channel = CodeSelect(
        _l("How"), codes="contact_channel", only=CHANNELS, validators=[Required(_l("Choose the way"))]
    )
    result = CodeRadios(
        _l("What came of it?"), codes="contact_result", validators=[Required(_l("Choose what came of it"))]
    )
    safe = CodeRadios(
        _l("Was it safe?"),
        codes="yes_no",
        only=("co", "khong"),
        hint=_l("If it was not, all contact stops at once until somebody has found a safe way."),
        validators=[Required(_l("Say whether it was safe"))],
    )
    note = TextArea(_l("Note"), rows=3, validators=[Length(2_000)])

    def prefill(self) -> None:
        """Now, unless something was typed."""
        now = clock.local(context.now())
        self.on.data, self.at.data = now.date(), f"{now:%H:%M}"

    def request(self) -> AttemptRequest:
        """What was entered; only after ``validate``."""
        assert self.on.data is not None  # noqa: S101 - Required said so
        assert self.at.at is not None  # noqa: S101 - as above
        return AttemptRequest(
            channel=self.channel.data or "",
            result=self.result.data or "",
            safe=self.safe.data == "co",
            at=datetime.combine(self.on.data, self.at.at, clock.LOCAL),
            note=self.note.data or "",
        )


class StepForm(Form):
    """A step that needs nothing but to be confirmed."""


class CloseForm(Form):
    """Why the work on the referral ends."""

    reason = CodeRadios(
        _l("Why does the work on this referral end?"),
        codes="close_reason",
        validators=[Required(_l("Choose the reason"))],
    )


class FunnelForm(FilterForm):
    """Which half-year's figures are shown."""

    half = Select(_l("Half-year"), empty=None)

    @property
    def used(self) -> bool:
        """One half-year is always chosen, so that there is nothing to take off."""
        return False
