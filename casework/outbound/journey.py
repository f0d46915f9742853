"""A referral out of a case on its way through the pages: what was typed, and whether it can be so still."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

from werkzeug.datastructures import MultiDict

from casework.cases.models import Case
from casework.consent.models import Consent
from casework.consent.queries import covers
from casework.intake.drafts import SEEN
from casework.outbound import presenters, queries, receivers
from casework.outbound.forms import OTHER, NeedQuestion, TellForm, WhomForm
from casework.outbound.receivers import Receiver
from casework.outbound.steps import FIELDS, NEED, STEPS, TELL, WHOM
from casework.providers.models import Provider
from casework.referrals.requests import ReferralRequest
from casework.routing.queries import OnDuty
from casework.ui import context
from casework.ui.forms import Form

Typed = Mapping[str, Sequence[str]]


@dataclass
class Journey:
    """The pages of one draft, as typed; receivers and consent are looked for anew each time."""

    case: Case
    sender: Provider
    draft_id: UUID
    typed: Typed = field(default_factory=dict)

    @property
    def open_step(self) -> str:
        """The first page that has to be answered, still or anew; the last one is answered by sending."""
        if self.need is None:
            return NEED
        return WHOM if self.receiver is None else TELL

    def reached(self, step: str) -> bool:
        """Whether all pages before this one are answered."""
        return STEPS.index(step) <= STEPS.index(self.open_step)

    @cached_property
    def need(self) -> Mapping[str, Any] | None:
        """What is needed and where; None before that is answered."""
        form = NeedQuestion(formdata=self._kept(NEED), meta={"csrf": False})
        return form.data if NEED in self._seen and form.validate() else None

    @cached_property
    def offers(self) -> Sequence[OnDuty]:
        """Those on duty for it who may be told anything, the first to be asked on top."""
        policies = context.policy()
        if self.need is None:
            return []
        services, commune = self.need["services"], self.need["commune_code"]
        return receivers.offers(
            context.session(), policies.sharing, policies.units, self.sender, services, commune
        )

    @cached_property
    def receiver(self) -> Receiver | None:
        """Who was chosen, if that one can be asked still."""
        form = self._whom(self._kept(WHOM), csrf=False)
        return self.receiver_in(form) if WHOM in self._seen and form.validate() else None

    def receiver_in(self, form: WhomForm) -> Receiver | None:
        """Who is chosen on the page; None where nothing may be told to that one."""
        session, sharing = context.session(), context.policy().sharing
        if form.receiver.data == OTHER:
            name, kind = (form.outside.data or "").strip(), form.outside_kind.data or ""
            return receivers.named(session, sharing, self.sender, name, kind)
        return receivers.receiver_of(session, sharing, self.sender, UUID(form.receiver.data))

    @property
    def gone(self) -> str:
        """The name of whoever was chosen and can't be asked any more; "" where that is not so."""
        if WHOM not in self._seen or self.receiver is not None:
            return ""
        chosen = self._said("receiver")
        if chosen == OTHER:
            return self._said("outside")
        return receivers.name_of(context.session(), chosen)

    @property
    def told(self) -> Receiver:
        """Who was chosen; only from the last page, which needs a receiver."""
        if self.receiver is None:
            raise ValueError("pages are open")
        return self.receiver

    @property
    def purpose(self) -> str:
        """The purpose of consent that covers telling whoever was chosen."""
        return context.policy().sharing.purpose(self.told.kind)

    @cached_property
    def consent(self) -> Consent | None:
        """What she said of telling whoever was chosen, if it covers that today."""
        kind, key = self.told.kind, self.told.key
        session, today = context.session(), context.today()
        return covers(session, self.case.id, self.purpose, key, today, recipient_kind=kind)

    @cached_property
    def known(self) -> queries.Known:
        """What the case knows and could tell."""
        return queries.known_of(context.session(), context.actor(), self.case, context.today())

    def form(self, step: str, sent: MultiDict[str, str] | None = None) -> Form:
        """The form of a page: as sent in this request, else as it was kept, else as it begins."""
        typed = sent if sent is not None else self._kept(step)
        if step == NEED:
            need = NeedQuestion(formdata=typed)
            if typed is None:
                need.commune_code.data = self.case.commune_code
            return need
        return self._whom(typed) if step == WHOM else self._tell(typed)

    def _whom(self, typed: MultiDict[str, str] | None, *, csrf: bool = True) -> WhomForm:
        form = WhomForm(formdata=typed, meta={} if csrf else {"csrf": False})
        form.offer(presenters.choices(self.offers, context.policy().sharing))
        return form

    def _tell(self, typed: MultiDict[str, str] | None) -> TellForm:
        form = TellForm(formdata=typed)
        told = presenters.told(self.known.values)
        form.offer(told, self.told.grant, self.known.risk, presenters.grounds(self.consent))
        if typed is None:
            form.prefill(self.known.risk)
        return form

    def outdated(self, form: TellForm) -> list[str]:
        """What was chosen on the last page and is offered no more: names of fields."""
        offered = {field.name: dict(field.choices) for field in (form.ground, form.risk)}
        return [name for name, choices in offered.items() if self._said(name) not in {"", *choices}]

    def left_out(self, form: TellForm) -> list[str]:
        """What was typed on the last page for another receiver, and may not be told to this one: names of fields."""
        return [name for name in FIELDS[TELL] if name not in form and any(self.typed.get(name, ()))]

    def request(self, form: TellForm) -> ReferralRequest:
        """What would be sent; only from the last page."""
        if self.need is None:
            raise ValueError("pages are open")
        return form.request(
            self.known.values,
            self.told.grant,
            self.need,
            **self.told.addressed(),
            case_id=self.case.id,
            referral_id=self.draft_id,
        )

    @property
    def _seen(self) -> Sequence[str]:
        return self.typed.get(SEEN, ())

    def _said(self, name: str) -> str:
        return (self.typed.get(name) or [""])[0]

    def _kept(self, step: str) -> MultiDict[str, str] | None:
        """What was typed on a page; None where it has not been seen."""
        names = set(FIELDS[step])
        if step not in self._seen and not names & set(self.typed):
            return None
        return MultiDict({name: list(values) for name, values in self.typed.items() if name in names})
