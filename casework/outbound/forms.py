"""Referring from a case, in three pages: what and where, to whom, what is told."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from casework.outbound.steps import FIELDS, TELL
from casework.partners import rules as checks
from casework.partners.forms import AccessFields, NeedQuestion, Question
from casework.referrals.requests import ReferralRequest
from casework.referrals.rules import DANGER, RISKS
from casework.sharing import ENVELOPE, SAFETY, Grant
from casework.ui import context
from casework.ui.forms import (
    Checkboxes,
    CodeCheckboxes,
    CodeRadios,
    CodeSelect,
    Form,
    HiddenField,
    Length,
    Radios,
    Required,
    TextArea,
    TextField,
)
from casework.ui.labels import code_label
from casework.ui.language import _, _l

OTHER = "other"
TYPED = ("children_present", "interpreter", "access_needs", "contact_window")
# Ticked from the start: what the receiver needs to find and reach the person. The rest somebody has to want.
TICKED = frozenset({"full_name", "number"})
OFFERED_ALONE = frozenset({"narrative", "risk_signs", *TYPED, *SAFETY, "confirmed_on"})

__all__ = ["OTHER", "NeedQuestion", "TellForm", "WhomForm"]


class WhomForm(Form):
    """Who is asked: one of those on duty, or another organisation, by name."""

    receiver = Radios(
        _l("Those on duty, the first to be asked on top"),
        validators=[Required(_l("Choose who should help"))],
    )
    outside = TextField(_l("Name of the organisation"), validators=[Length(200)])
    outside_kind = CodeSelect(
        _l("What kind of organisation it is"),
        codes="provider_kind",
        hint=_l("Leave empty if it is none of these: the least may be told then."),
    )

    def offer(self, choices: Sequence[tuple[str, str]]) -> None:
        """Those on duty, the first to be asked on top, and that it is somebody else."""
        self.receiver.choices = [*choices, (OTHER, _("Another organisation, by letter"))]

    def validate(self, extra_validators: Mapping[str, Sequence[Any]] | None = None) -> bool:
        """Every field, and another organisation by its name."""
        sound = bool(super().validate(extra_validators))
        if self.receiver.data == OTHER and not (self.outside.data or "").strip():
            self.outside.errors = [_("Enter the name of the organisation")]
            return False
        return sound


class TellForm(AccessFields, Question):
    """What is told, and on what ground; only what the sharing table lets this receiver know is offered."""

    asked_here = HiddenField()
    ground = Radios(
        _l("On what ground do you refer?"), validators=[Required(_l("Choose the ground of the referral"))]
    )
    legal_ground = CodeSelect(_l("Legal ground"), codes="legal_ground")
    risk = CodeRadios(
        _l("How great is the danger now?"),
        codes="risk_level",
        validators=[Required(_l("Choose how great the danger is"))],
    )
    risk_signs = CodeCheckboxes(_l("Signs of danger"), codes="risk_sign")
    tell_envelope = Checkboxes(_l("From the case"))
    contact_window = TextField(
        _l("When a call is safe, as the receiver may read it first"),
        hint=_l("Only days and hours, for example mornings on working days; no name, no place"),
        validators=[Length(120)],
    )
    tell_person = Checkboxes(_l("Who the person is"), hint=_l("Tick only what the receiver needs to help."))
    narrative = TextArea(
        _l("What the receiver must know of what happened"),
        rows=6,
        hint=_l("May stay empty. Only what is needed to help."),
        validators=[Length(5_000)],
    )

    def offer(self, told: Mapping[str, str], grant: Grant, least: str, grounds: Sequence[str]) -> None:
        """What the case knows and may be told, in words; the levels from the case's own up; the grounds."""
        self.ask_only(grant.envelope | grant.person)
        self._shares(told, grant)
        if least in RISKS:
            higher = RISKS[: RISKS.index(least) + 1]
            self.risk.choices = [pair for pair in self.risk.choices if pair[0] in higher]
        self.ground.choices = [(code, code_label("referral_ground", code)) for code in grounds]
        here = [name for name in FIELDS[TELL] if name in self]
        self.asked_here.data = " ".join(here)
        # Errors are listed in the order in which the page asks.
        rest = [name for name in self._fields if name not in here]
        self._fields = {name: self._fields[name] for name in (*here, *rest)}

    def _shares(self, told: Mapping[str, str], grant: Grant) -> None:
        names = [name for name in told if name not in OFFERED_ALONE]
        first = [name for name in names if name in ENVELOPE and name in grant.envelope]
        then = [name for name in names if name not in ENVELOPE and name in grant.person]
        for field, offered in ((self.tell_envelope, first), (self.tell_person, then)):
            field.choices = [(name, told[name]) for name in offered]
            if not offered:
                del self[field.name]

    def prefill(self, risk: str) -> None:
        """What is ticked before anybody has chosen."""
        self.risk.data = risk
        if "tell_envelope" in self:
            self.tell_envelope.data = [value for value, _words in self.tell_envelope.choices]
        if "tell_person" in self:
            self.tell_person.data = [value for value, _words in self.tell_person.choices if value in TICKED]
        if len(self.ground.choices) > 1:
            self.ground.data = self.ground.choices[0][0]

    def checks(self) -> list[Callable[[], None]]:
        """What must hold beyond each field by itself."""
        danger = context.policy().danger
        return [
            lambda: checks.check_level(self.said("risk"), self.said("risk_signs") or (), danger),
            lambda: checks.check_ground(self.said("ground"), self.said("legal_ground")),
            *(checks.unnamed(name, self.said(name) or "") for name in TYPED),
        ]

    def validate(self, extra_validators: Mapping[str, Sequence[Any]] | None = None) -> bool:
        """Every field, then the fields together; a ground that is offered no more in words of its own."""
        sound = super().validate(extra_validators)
        if self.ground.data and self.ground.data not in dict(self.ground.choices):
            self.ground.errors = [
                _("The consent on which you referred is there no more. Ask anew, or choose another ground.")
            ]
        return sound

    def request(
        self,
        values: Mapping[str, Any],
        grant: Grant,
        need: Mapping[str, Any],
        **to: Any,
    ) -> ReferralRequest:
        """The referral as it was chosen; the safe-contact block always travels."""
        told = {name: values.get(name) for name in self.said("tell_envelope") or ()}
        told |= {name: self.said(name) for name in ("risk_signs", *TYPED)}
        person = {name: values.get(name) for name in self.said("tell_person") or ()}
        person["narrative"] = self.said("narrative")
        person |= {name: values.get(name) for name in (*SAFETY, "confirmed_on") if name in grant.person}
        danger = self.said("ground") == DANGER
        return ReferralRequest(
            services=tuple(need["services"]),
            commune_code=need["commune_code"],
            risk=self.said("risk") or "",
            ground=self.said("ground") or "",
            legal_ground=(self.said("legal_ground") or "") if danger else "",
            envelope={name: value for name, value in told.items() if value},
            person={name: value for name, value in person.items() if value},
            **to,
        )
