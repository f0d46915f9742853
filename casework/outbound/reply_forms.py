"""What the receiver of a letter answers: itself, through the link; or as it told the sender by other means."""

from collections.abc import Mapping, Sequence
from typing import Any

from casework.outbound.rules import DECLINES, TAKES_ON, Reply
from casework.ui.forms import CodeRadios, Form, Length, NameField, Radios, Required, TextField
from casework.ui.language import _, _l


class ReplyForm(Form):
    """Whether the letter is taken on, else why not, and who says so."""

    answer = Radios(
        _l("Can your organisation take it on?"),
        choices=[(TAKES_ON, _l("Yes, we take it on")), (DECLINES, _l("No, we can’t take it on"))],
        validators=[Required(_l("Choose the answer"))],
    )
    reason = CodeRadios(_l("Why can’t it be taken on?"), codes="decline_reason")
    name = NameField(_l("Your name"), validators=[Required(_l("Enter the name"))])
    post = TextField(
        _l("Your post"),
        hint=_l("For example: officer on duty, head of the station"),
        validators=[Required(_l("Enter the post")), Length(120)],
    )

    def validate(self, extra_validators: Mapping[str, Sequence[Any]] | None = None) -> bool:
        """Every field, and a no with its reason."""
        sound = bool(super().validate(extra_validators))
        if self.answer.data == DECLINES and not self.reason.data:
            self.reason.errors = [_("Choose the reason")]
            return False
        return sound

    def reply(self) -> Reply:
        """The answer, with the reason of a no."""
        return Reply(
            name=self.name.data or "",
            post=self.post.data or "",
            answer=self.answer.data or "",
            reason=self.reason.data or "",
        )


class ToldForm(ReplyForm):
    """The same, as the receiver told it by telephone, by a signed copy or in person."""

    answer = Radios(
        _l("What did the receiver say?"),
        choices=[(TAKES_ON, _l("It has the letter and takes it on")), (DECLINES, _l("It can’t take it on"))],
        validators=[Required(_l("Choose the answer"))],
    )
    name = NameField(_l("Name of the one who said so"), validators=[Required(_l("Enter the name"))])
    post = TextField(
        _l("The post of that person"),
        hint=_l("For example: officer on duty, head of the station"),
        validators=[Required(_l("Enter the post")), Length(120)],
    )

    def only_decline(self) -> None:
        """Leave the one answer there is to a letter that was taken on already."""
        self.answer.choices = [pair for pair in self.answer.choices if pair[0] == DECLINES]
        self.answer.data = self.answer.data or DECLINES
