"""A draft on its way through the questions: what is asked next, what was answered, what would be sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

from werkzeug.datastructures import MultiDict

from casework.intake.drafts import SEEN
from casework.partners import queries, steps
from casework.partners.forms import FORMS, FacilityQuestion, NeedQuestion, Question, own_names
from casework.partners.queries import Offer
from casework.partners.values import filled, plain
from casework.providers.models import Provider
from casework.referrals.requests import ReferralRequest
from casework.referrals.rules import DANGER
from casework.sharing import CORE, narrow
from casework.ui import context
from casework.ui.labels import code_label

Typed = Mapping[str, Sequence[str]]


@dataclass
class Journey:
    """The answers of one draft, as typed, and whose they are."""

    draft_id: UUID
    sender: Provider
    typed: Typed = field(default_factory=dict)

    def question(self, step: str, sent: MultiDict[str, str] | None = None) -> Question:
        """The form of a question, to be shown: as sent in this request, else as it was kept."""
        if sent is not None:
            return self._tailored(FORMS[step](formdata=sent))
        form = self._tailored(FORMS[step](formdata=self._kept(step)))
        if isinstance(form, FacilityQuestion):
            form.choose_first()
        return form

    def _tailored(self, form: Question) -> Question:
        form.ask_only(CORE if isinstance(form, NeedQuestion) else self.asked)
        if isinstance(form, FacilityQuestion):
            form.receiver.choices = [
                (str(one.id), f"{one.name} ({code_label('provider_kind', one.kind)})") for one in self.offers
            ]
        return form

    def _kept(self, step: str) -> MultiDict[str, str] | None:
        """What was typed for a question; None where it has not been seen."""
        names = own_names(FORMS[step])
        if step not in self.typed.get(SEEN, ()) and not names & set(self.typed):
            return None
        return MultiDict({name: list(values) for name, values in self.typed.items() if name in names})

    def _sound(self, step: str) -> dict[str, Any] | None:
        """What a question was answered with; None where that has to be answered still, or anew."""
        if step not in self.typed.get(SEEN, ()):
            return None
        form = self._tailored(FORMS[step](formdata=self._kept(step), meta={"csrf": False}))
        if not form.validate():
            return None
        return {one.name: one.data for one in form if one.name != "version"}

    @cached_property
    def offers(self) -> list[Offer]:
        """The facilities on duty for what is needed where it is needed; none before that is answered."""
        need = self._sound(steps.NEED)
        if need is None:
            return []
        return queries.offers(
            context.session(),
            context.policy().sharing,
            context.units(),
            self.sender,
            need["services"],
            need["commune_code"],
        )

    @cached_property
    def chosen(self) -> Offer | None:
        """The facility that was chosen, if it is still on offer."""
        receiver = (self.typed.get("receiver") or [""])[0]
        return next((one for one in self.offers if str(one.id) == receiver), None)

    @cached_property
    def asked(self) -> frozenset[str]:
        """The fields that may be asked: what the chosen facility may be told, else any that could be chosen."""
        if self.chosen is not None:
            grants = [self.chosen.grant]
        elif self.offers:
            grants = [one.grant for one in self.offers]
        else:
            grants = queries.grants_of(context.policy().sharing, self.sender.kind)
        return frozenset().union(*(grant.envelope | grant.person for grant in grants))

    @cached_property
    def answers(self) -> dict[str, dict[str, Any]]:
        """The sound answers, by question."""
        found = {step: self._sound(step) for step in steps.STEPS}
        return {step: told for step, told in found.items() if told is not None}

    @property
    def open_step(self) -> str | None:
        """The question to ask next; None: all are answered."""
        return steps.first_open(self.answers)

    def request(self) -> ReferralRequest:
        """What would be sent; only when no question is open."""
        if self.chosen is None or self.open_step is not None:
            raise ValueError("questions are open")
        told = {name: plain(value) for answer in self.answers.values() for name, value in answer.items()}
        told = filled(told, context.today())
        beside = {name: value for name, value in told.items() if name not in CORE}
        return ReferralRequest(
            receiver_id=self.chosen.id,
            services=tuple(told["services"]),
            commune_code=told["commune_code"],
            risk=told["risk"],
            ground=told["ground"],
            legal_ground=told["legal_ground"] if told["ground"] == DANGER else "",
            envelope=narrow(self.chosen.grant, "envelope", beside),
            person=narrow(self.chosen.grant, "person", beside),
            referral_id=self.draft_id,
        )
