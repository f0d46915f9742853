"""Forms of no-contact orders: asked for, decided, sent, cancelled, contact permitted, broken."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from casework.orders import rules
from casework.orders.requests import CancelDecided, ContactRequest, Decided, OrderRequest
from casework.people.models import Person
from casework.ui import context
from casework.ui.forms import (
    CodeCheckboxes,
    CodeRadios,
    CommuneField,
    Form,
    Length,
    MomentField,
    Radios,
    Required,
    TextArea,
    TextField,
)
from casework.ui.language import _, _l

LONG = 8_000
PRINTED = 4_000


class OrderForm(Form):
    """A request for an order."""

    person = Radios(
        _l("Against whom"), validators=[Required(_l("Choose against whom the order is asked for."))]
    )
    kind = CodeRadios(
        _l("Who decides"), codes="order_kind", validators=[Required(_l("Choose who is to decide."))]
    )
    court = TextField(
        _l("Which court"), hint=_l("The one that handles their civil case"), validators=[Length(200)]
    )
    requester = CodeRadios(
        _l("Who asks"), codes="order_requester", validators=[Required(_l("Say who asks for the order."))]
    )
    basis = CodeRadios(
        _l("What the request rests on"),
        codes="order_basis",
        hint=_l("An agency needs her consent on record, unless her life is in danger."),
        validators=[Required(_l("Say on what the request rests."))],
    )
    legal_ground = CodeRadios(_l("Legal ground"), codes="legal_ground")
    commune_code = CommuneField(
        _l("Commune or ward where the violence happened"),
        validators=[Required(_l("Enter the commune or ward where the violence happened."))],
    )
    requested_at = MomentField(
        _l("Received by the one who decides"),
        hint=_l("The chair’s 12 hours run from here. For example 5/3/2026 14:30"),
        validators=[Required(_l("Enter when the request was received."))],
    )
    why = TextArea(
        _l("Why she needs it"),
        hint=_l(
            "What harm was done or threatened. A request has to give its reason, and this is printed on it: "
            "never write where she stays."
        ),
        rows=6,
        validators=[Length(PRINTED)],
    )

    def offer(self, people: Sequence[Person]) -> None:
        """Offer the alleged perpetrators of the case."""
        self.person.choices = [(str(one.id), one.full_name or _("Name not known")) for one in people]

    def prefill(self, commune_code: str, people: Sequence[Person]) -> None:
        """What is most likely: now, there, and the only one there is."""
        self.requested_at.data, self.commune_code.data = context.now(), commune_code
        self.kind.data = rules.CHAIR
        if len(people) == 1:
            self.person.data = str(people[0].id)

    def validate(self, extra_validators: Any = None) -> bool:
        """Say all that is missing at once, also what only some requests need."""
        answers = (self.kind, self.requester, self.basis, self.legal_ground, self.court, self.why)
        well = bool(super().validate(extra_validators))
        missing = list(rules.unsaid(*(field.data or "" for field in answers)))
        for refusal in missing:
            self.refuse(refusal)
        return well and not missing

    def request(self, renews_id: UUID | None) -> OrderRequest:
        """What was entered; only after ``validate``."""
        return OrderRequest(
            person_id=UUID(self.person.data),
            kind=self.kind.data or "",
            requester=self.requester.data or "",
            basis=self.basis.data or "",
            legal_ground=self.legal_ground.data or "",
            commune_code=self.commune_code.data or "",
            requested_at=self.requested_at.data,
            court=self.court.data or "",
            why=self.why.data or "",
            renews_id=renews_id,
        )


class DecideForm(Form):
    """What the chair or the court decided."""

    decision = CodeRadios(
        _l("What was decided"), codes="order_decision", validators=[Required(_l("Choose what was decided."))]
    )
    decided_at = MomentField(
        _l("Signed, or told"),
        hint=_l("An order takes effect on signing. For example 5/3/2026 14:30"),
        validators=[Required(_l("Enter when it was decided."))],
    )
    ends_at = MomentField(_l("The order ends"))
    number = TextField(_l("Number of the decision"), validators=[Length(60)])
    reasons = TextArea(_l("Reasons of the refusal"), rows=4, validators=[Length(LONG)])

    def request(self) -> Decided:
        """What was entered; only after ``validate``."""
        return Decided(
            decision=self.decision.data or "",
            decided_at=self.decided_at.data,
            ends_at=self.ends_at.data,
            number=self.number.data or "",
            reasons=self.reasons.data or "",
            version=self.version.data or 0,
        )


class SentForm(Form):
    """Who received the order."""

    recipients = CodeCheckboxes(
        _l("Who received the order"),
        codes="order_recipient",
        validators=[Required(_l("Choose who received the order."))],
    )
    at = MomentField(_l("When"), validators=[Required(_l("Enter when it was received."))])


class CancelForm(Form):
    """A request to cancel an order."""

    requester = CodeRadios(
        _l("Who asks"),
        codes="order_requester",
        only=("survivor", "guardian", "agency"),
        validators=[Required(_l("Say who asks for the cancellation."))],
    )
    requested_at = MomentField(
        _l("Received by the one who decides"),
        hint=_l("The chair’s 12 hours run from here. For example 5/3/2026 14:30"),
        validators=[Required(_l("Enter when the request was received."))],
    )


class CancelledForm(Form):
    """What was decided on cancelling."""

    decision = CodeRadios(
        _l("What was decided"),
        codes="order_cancelling",
        validators=[Required(_l("Choose what was decided."))],
    )
    decided_at = MomentField(_l("Signed, or told"), validators=[Required(_l("Enter when it was decided."))])
    reasons = TextArea(_l("Reasons"), rows=4, validators=[Length(LONG)])

    def request(self) -> CancelDecided:
        """What was entered; only after ``validate``."""
        return CancelDecided(
            decision=self.decision.data or "",
            decided_at=self.decided_at.data,
            reasons=self.reasons.data or "",
            version=self.version.data or 0,
        )


class ContactForm(Form):
    """A contact that was permitted."""

    ground = CodeRadios(
        _l("Ground"),
        codes="permitted_ground",
        validators=[Required(_l("Choose the ground: the law knows three."))],
    )
    starts_at = MomentField(_l("From"), validators=[Required(_l("Enter when the contact begins."))])
    ends_at = MomentField(
        _l("Until"),
        hint=_l("At most 4 hours later. For example 5/3/2026 14:30"),
        validators=[Required(_l("Enter when the contact ends."))],
    )
    place = TextField(_l("Place"), hint=_l("Never where she stays"), validators=[Length(300)])
    why = TextArea(_l("What for"), rows=3, validators=[Length(LONG)])

    def request(self) -> ContactRequest:
        """What was entered; only after ``validate``."""
        return ContactRequest(
            ground=self.ground.data or "",
            starts_at=self.starts_at.data,
            ends_at=self.ends_at.data,
            place=self.place.data or "",
            why=self.why.data or "",
        )


class BreachForm(Form):
    """That the order was broken."""

    at = MomentField(_l("When it happened"), validators=[Required(_l("Enter when it happened."))])
    note = TextArea(_l("What happened"), rows=5, validators=[Length(LONG)])
