"""Referring from a case, in three pages: what and where, to whom, what is told."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from casework.partners import rules as checks
from casework.referrals.requests import ReferralRequest
from casework.referrals.rules import DANGER, RISKS
from casework.refusal import Refusal
from casework.sharing import ENVELOPE, SAFETY, Grant
from casework.ui.forms import (
    Checkboxes,
    CodeCheckboxes,
    CodeRadios,
    CodeSelect,
    CommuneField,
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


class NeedForm(Form):
    """What is needed, and where."""

    services = CodeCheckboxes(
        _l("What is needed"),
        codes="service_kind",
        hint=_l("Choose all that apply."),
        validators=[Required(_l("Choose at least one kind of help"))],
    )
    commune_code = CommuneField(
        _l("Commune or ward where the help is needed"), validators=[Required(_l("Enter the commune or ward"))]
    )


class WhomForm(Form):
    """Who is asked: one of those on duty, or another organisation, by name."""

    needed = HiddenField()
    where = HiddenField()
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

    def says_who(self) -> bool:
        """Whether another organisation is named where one was chosen."""
        if self.receiver.data == OTHER and not (self.outside.data or "").strip():
            self.outside.errors = [_("Enter the name of the organisation")]
            return False
        return True


class TellForm(Form):
    """What is told, and on what ground; only what the sharing table lets this receiver know is offered."""

    needed = HiddenField()
    where = HiddenField()
    receiver = HiddenField()
    outside = HiddenField()
    outside_kind = HiddenField()
    key = HiddenField()
    risk = CodeRadios(
        _l("How great is the danger now?"),
        codes="risk_level",
        validators=[Required(_l("Choose how great the danger is"))],
    )
    risk_signs = CodeCheckboxes(_l("Signs of danger"), codes="risk_sign")
    tell_envelope = Checkboxes(_l("From the case"))
    children_present = CodeRadios(
        _l("Are there children who need protection too?"), codes="yes_no", default="chua_ro"
    )
    interpreter = TextField(
        _l("Interpreter"),
        hint=_l("The language, or sign language, if one is needed"),
        validators=[Length(80)],
    )
    access_needs = TextField(
        _l("Access"),
        hint=_l("For example a wheelchair, a late stage of pregnancy; no name, no place"),
        validators=[Length(200)],
    )
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
    ground = Radios(
        _l("On what ground do you refer?"), validators=[Required(_l("Choose the ground of the referral"))]
    )
    legal_ground = CodeSelect(_l("Legal ground"), codes="legal_ground")

    def narrow(self, grant: Grant) -> None:
        """Take out every question whose answer may not travel."""
        granted = grant.envelope | grant.person
        for name in (*TYPED, "risk_signs", "narrative"):
            if name not in granted:
                del self[name]

    def offer(self, told: Mapping[str, str], grant: Grant, least: str, grounds: Sequence[str]) -> None:
        """What the case knows and may be told, in words; the levels from the case's own up; the grounds."""
        envelope, person = self._shares(told, grant)
        self.tell_envelope.choices = [(name, told[name]) for name in envelope]
        self.tell_person.choices = [(name, told[name]) for name in person]
        if least in RISKS:
            higher = RISKS[: RISKS.index(least) + 1]
            self.risk.choices = [pair for pair in self.risk.choices if pair[0] in higher]
        if not envelope:
            del self.tell_envelope
        if not person:
            del self.tell_person
        self._grounds(grounds)

    def _grounds(self, codes: Sequence[str]) -> None:
        self.ground.choices = [(code, code_label("referral_ground", code)) for code in codes]

    @staticmethod
    def _shares(told: Mapping[str, str], grant: Grant) -> tuple[list[str], list[str]]:
        names = [name for name in told if name not in OFFERED_ALONE]
        first = [name for name in names if name in ENVELOPE and name in grant.envelope]
        return first, [name for name in names if name not in ENVELOPE and name in grant.person]

    def prefill(self, risk: str, key: UUID) -> None:
        """What is ticked before anybody has chosen."""
        self.key.data = str(key)
        self.risk.data = risk
        if "tell_envelope" in self:
            self.tell_envelope.data = [value for value, _words in self.tell_envelope.choices]
        if "tell_person" in self:
            self.tell_person.data = [value for value, _words in self.tell_person.choices if value in TICKED]
        if len(self.ground.choices) > 1:
            self.ground.data = self.ground.choices[0][0]

    def said(self, name: str) -> Any:
        """What was answered; empty also where it is not asked."""
        return self[name].data if name in self else ""

    def sound(self) -> bool:
        """What must hold beyond each field by itself."""
        tests: list[checks.Check] = [
            lambda: checks.check_level(self.said("risk"), self.said("risk_signs") or ()),
            lambda: checks.check_ground(self.said("ground"), self.said("legal_ground")),
            *(checks.unnamed(name, self.said(name) or "") for name in TYPED),
        ]
        sound = True
        for test in tests:
            try:
                test()
            except Refusal as refusal:
                self.refuse(refusal)
                sound = False
        return sound

    def request(
        self,
        values: Mapping[str, Any],
        grant: Grant,
        case_id: UUID,
        receiver: Mapping[str, Any],
    ) -> ReferralRequest:
        """The referral as it was chosen; the safe-contact block always travels."""
        told = {name: values.get(name) for name in self.said("tell_envelope") or ()}
        told |= {name: self.said(name) for name in ("risk_signs", *TYPED)}
        person = {name: values.get(name) for name in self.said("tell_person") or ()}
        person["narrative"] = self.said("narrative")
        person |= {name: values.get(name) for name in (*SAFETY, "confirmed_on") if name in grant.person}
        danger = self.said("ground") == DANGER
        return ReferralRequest(
            **receiver,
            services=tuple((self.needed.data or "").split()),
            commune_code=self.where.data or "",
            risk=self.said("risk") or "",
            ground=self.said("ground") or "",
            legal_ground=(self.said("legal_ground") or "") if danger else "",
            envelope={name: value for name, value in told.items() if value},
            person={name: value for name, value in person.items() if value},
            case_id=case_id,
            referral_id=UUID(self.key.data),
        )
