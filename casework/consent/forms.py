"""The forms for one answer to one purpose, and for taking one back."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from casework.access import Actor
from casework.cases.queries import Worker
from casework.consent.operations import ConsentRequest, WithdrawRequest
from casework.consent.rules import MANNERS
from casework.providers.models import Provider
from casework.ui import context
from casework.ui.forms import (
    CodeRadios,
    DateField,
    FilterForm,
    Form,
    HiddenField,
    Length,
    NotInFuture,
    Required,
    Select,
    TextArea,
)
from casework.ui.labels import code_label
from casework.ui.language import _, _l

KIND = "kind:"


class PurposeForm(FilterForm):
    """The purpose that is asked about; it is a code, so it may stand in the address."""

    purpose = CodeRadios(_l("What is she asked to agree to?"), codes="consent_purpose")


ORDER = ("recipient", "answer", "expires_on", "given_on", "manner", "taken_by", "remark")


class SaidForm(Form):
    """When, how and to whom something was said; its fields in the order of the page, in which errors are summed up."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._fields = dict(sorted(self._fields.items(), key=lambda item: _place(item[0])))

    given_on = DateField(
        _l("Date of the answer"), validators=[Required(_l("Enter the date of the answer")), NotInFuture()]
    )
    manner = CodeRadios(
        _l("How the answer was given"),
        codes="consent_manner",
        only=MANNERS,
        hint=_l("A representative may be the one who uses violence: ask the person herself first, alone."),
        validators=[Required(_l("Say how the answer was given."))],
    )
    taken_by = Select(_l("Who was told"), empty=None)
    remark = TextArea(
        _l("Remark"),
        hint=_l("For example who was present, or what was explained"),
        rows=4,
        validators=[Length(5_000)],
    )


class WithdrawForm(SaidForm):
    """That a consent is withdrawn."""

    given_on = DateField(
        _l("Date of the withdrawal"),
        validators=[Required(_l("Enter the date of the withdrawal")), NotInFuture()],
    )

    def request(self) -> WithdrawRequest:
        """What was entered."""
        return WithdrawRequest(
            given_on=_day(self.given_on.data),
            manner=self.manner.data or "",
            taken_by=UUID(self.taken_by.data) if self.taken_by.data else None,
            remark=self.remark.data or "",
        )


class ConsentForm(SaidForm):
    """What the person answered to a purpose, about whom, and until when it holds."""

    purpose = HiddenField()
    recipient = Select(
        _l("About whom"),
        hint=_l("An answer about one organisation leaves open what she says about the others."),
        empty=None,
    )
    answer = CodeRadios(_l("Answer"), codes="consent_answer", validators=[Required(_l("Choose the answer."))])
    expires_on = DateField(
        _l("Last day on which it holds"), hint=_l("Leave empty if it holds until she withdraws it.")
    )

    def offer_recipients(self, kinds: Iterable[str], organisations: Iterable[Provider]) -> None:
        """Offer everybody whom the purpose names, each kind of them if there are several, and those on record."""
        several = list(kinds)
        self.recipient.choices = [("", _("Everybody whom the purpose names"))]
        if len(several) > 1:
            self.recipient.choices += [
                (KIND + kind, _("Only: %(kind)s", kind=code_label("provider_kind", kind))) for kind in several
            ]
        self.recipient.choices += [(str(each.id), each.name) for each in organisations]

    def request(self) -> ConsentRequest:
        """What was entered."""
        chosen = self.recipient.data or ""
        kind = chosen.removeprefix(KIND) if chosen.startswith(KIND) else ""
        return ConsentRequest(
            purpose=self.purpose.data or "",
            answer=self.answer.data or "",
            given_on=_day(self.given_on.data),
            remark=self.remark.data or "",
            recipient_kind=kind,
            recipient_id=UUID(chosen) if chosen and not kind else None,
            manner=self.manner.data or "",
            taken_by=UUID(self.taken_by.data) if self.taken_by.data else None,
            expires_on=self.expires_on.data,
        )


def offer_staff(form: SaidForm, actor: Actor, workers: Iterable[Worker]) -> None:
    """Offer who works on cases of the facility; the one who records it is chosen already."""
    others = [(str(each.id), each.name) for each in workers if each.id != actor.id]
    form.taken_by.choices = [("", actor.name), *others]


def kinds_of(purpose: str) -> list[str]:
    """The kinds of organisation whom a purpose names, in the order of their list; none: it tells nobody."""
    purposes = context.policy().sharing.purposes
    known = context.policy().vocabulary["provider_kind"].codes
    return [kind for kind in known if purposes.get(kind) == purpose]


def _place(name: str) -> int:
    return ORDER.index(name) if name in ORDER else -1


def _day(told: date | None) -> date:
    assert told is not None  # noqa: S101 - Required said so
    return told
