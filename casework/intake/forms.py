"""The one page on which a case is opened, and the question whether she is on record already."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast
from uuid import UUID

from werkzeug.datastructures import MultiDict

from casework.cases import rules as case_rules
from casework.cases.forms import CaseFields
from casework.cases.operations import CaseFacts
from casework.consent.operations import ConsentRequest
from casework.consent.rules import GIVEN, MANNERS, REFUSED
from casework.incidents import rules as incident_rules
from casework.incidents.forms import IncidentFields
from casework.incidents.operations import IncidentRequest
from casework.intake import rules
from casework.intake.requests import IntakeRequest
from casework.people import rules as people_rules
from casework.people.forms import PersonFields, person_request
from casework.refusal import Refusal
from casework.safety import rules as safe
from casework.safety.forms import SafeContactFields
from casework.safety.operations import SafeContactRequest
from casework.ui import context
from casework.ui.forms import CodeSelect, DateField, Form, HiddenField, NotInFuture, Radios, Required
from casework.ui.language import _, _l, current

NEW = "new"
CONSENT = "consent_"
WHEN_AND_HOW = ("consent_on", "consent_manner")  # of all answers on the page
SECTIONS = {0: PersonFields, 1: SafeContactFields, 3: CaseFields, 4: IncidentFields}
TOLD = ("occurred", "place", "acts", "harms", "relation", "narrative")


def _place(name: str) -> tuple[int, int]:
    """Where a field stands on the page: its section, and its place in it."""
    if name.startswith(CONSENT):
        return 2, WHEN_AND_HOW.index(name) + 1 if name in WHEN_AND_HOW else 0
    if name == "need":
        return 5, 0
    for section, fields in SECTIONS.items():
        known = list(vars(fields))
        if name in known:
            return section, known.index(name)
    return 0, 0


class IntakeFields(PersonFields, SafeContactFields, CaseFields, IncidentFields, Form):
    """All that opening a case asks; the questions on consent are added from the code list."""

    draft = HiddenField()
    relation = CodeSelect(
        _l("The perpetrator is the person's"), codes="relation", hint=_l("Leave empty if it is not known.")
    )
    consent_on = DateField(_l("Date of these answers"), validators=[NotInFuture()])
    consent_manner = CodeSelect(_l("How these answers were given"), codes="consent_manner", only=MANNERS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Errors are summed up in the order of the fields: that of the page, not that of the imports.
        self._fields = dict(sorted(self._fields.items(), key=lambda item: _place(item[0])))

    def validate(self, extra_validators: Mapping[str, Sequence[Any]] | None = None) -> bool:
        """Every field, then the fields together, so that all errors are said at once."""
        sound = bool(super().validate(extra_validators))
        for check in self._checks():
            try:
                check()
            except Refusal as refusal:
                field = self._fields.get(refusal.field or "")
                if field is None or not field.errors:
                    self.refuse(refusal)
                sound = False
        return sound

    def _checks(self) -> list[Callable[[], None]]:
        kind, acts = self.kind.data or "", tuple(self.acts.data or ())
        checks = [
            lambda: people_rules.check_citizen_number(self.citizen_number.data or ""),
            lambda: people_rules.check_phone(self.phone.data or ""),
            lambda: people_rules.check_birth(self.birth.data or "", context.today()),
            lambda: case_rules.check_trafficking(kind, self.trafficking_status.data),
            lambda: rules.check_incident(kind, acts, told=self.told),
        ]
        detected = self.detected_on.data
        if detected is not None:
            checks += [
                lambda: case_rules.check_detected(detected, context.today()),
                lambda: rules.check_order(self.occurred.data or "", detected),
            ]
        if self.may_contact.data:
            contact = self.contact_request()
            checks.append(
                lambda: safe.check_block(
                    contact.may_contact, contact.channel, contact.confirmed_on, context.today()
                )
            )
        if self.told:
            narrative = self.narrative.data or ""
            checks.append(lambda: incident_rules.check_content(acts, self.harms.data or (), narrative))
        return checks

    @property
    def told(self) -> bool:
        """Whether anything is said of an incident."""
        return any(self[name].data for name in TOLD)

    @property
    def consents(self) -> list[Radios]:
        """The questions on consent, one for each purpose."""
        return [
            cast(Radios, field)
            for field in self
            if field.name.startswith(CONSENT) and field.name not in WHEN_AND_HOW
        ]

    @property
    def draft_id(self) -> UUID | None:
        """The key of the draft that this page saves to; None if the page was tampered with."""
        try:
            return UUID(self.draft.data or "")
        except ValueError:
            return None

    def contact_request(self) -> SafeContactRequest:
        """The safe contact that was entered."""
        return SafeContactRequest(
            may_contact=self.may_contact.data or "",
            channel=self.channel.data or "",
            number=self.number.data or "",
            hours=self.hours.data or "",
            pickup=self.pickup.data or "",
            voicemail=self.voicemail.data or safe.UNKNOWN,
            caller_name=self.caller_name.data or "",
            code_word=self.code_word.data or "",
            confirmed_on=self.confirmed_on.data,
        )

    def request(self) -> IntakeRequest:
        """What was entered; only after ``validate``."""
        return IntakeRequest(
            person=person_request(self),
            contact=self.contact_request(),
            consents=tuple(
                ConsentRequest(
                    purpose=field.name.removeprefix(CONSENT),
                    answer=field.data,
                    given_on=self.consent_on.data or context.today(),
                    manner=self.consent_manner.data or "",
                )
                for field in self.consents
                if field.data
            ),
            case=CaseFacts(
                kind=self.kind.data or "",
                detected_on=self.detected_on.data,
                commune_code=self.commune_code.data or "",
                source=self.source.data or "",
                need=self.need.data or "",
                trafficking_status=self.trafficking_status.data or None,
            ),
            incident=self._incident() if self.told else None,
            draft_id=self.draft_id,
        )

    def _incident(self) -> IncidentRequest:
        return IncidentRequest(
            acts=tuple(self.acts.data or ()),
            harms=tuple(self.harms.data or ()),
            relation=self.relation.data or "",
            occurred=self.occurred.data or "",
            place=self.place.data or "",
            narrative=self.narrative.data or "",
        )


def _form_class() -> type[IntakeFields]:
    vocabulary, language = context.policy().vocabulary, current()
    answers = [(code, vocabulary.label("consent_answer", code, language)) for code in (GIVEN, REFUSED)]
    asked = {
        CONSENT + term.code: Radios(
            term.words.of(language), choices=[*answers, ("", _("Not asked yet"))], default=""
        )
        for term in vocabulary["consent_purpose"]
    }
    return type("IntakeForm", (IntakeFields,), asked)


def blank_form(draft_id: UUID) -> IntakeFields:
    """An empty page, whose drafts will have this key."""
    return _form_class()(formdata=None, draft=str(draft_id), consent_on=context.today())


def sent_form() -> IntakeFields:
    """The page as it was sent in this request."""
    return _form_class()()


def draft_form(draft_id: UUID, typed: Mapping[str, Sequence[str]], *, checked: bool = False) -> IntakeFields:
    """The page as it was when the draft was saved, errors in fields and all; ``checked``: to validate it again."""
    meta = {"csrf": False} if checked else {}
    form = _form_class()(
        formdata=MultiDict({name: list(values) for name, values in typed.items()}), meta=meta
    )
    form.draft.data = str(draft_id)
    return form


class SameForm(Form):
    """Whether the person is one of those on record."""

    same_as = Radios(
        _l("Is this one of them?"), validators=[Required(_l("Say whether the person is on record already"))]
    )
