"""The forms with which a report is begun, written, sent up the line and answered."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from casework.indicators.narrative import Narrative
from casework.refusal import N_, Refusal
from casework.reporting.text import HEAD, LINE, LONGEST, Written, field_of
from casework.ui.forms import DateField, Form, Length, NumberField, Required, Select, TextArea, TextField
from casework.ui.language import _, _l, current

HEADS = {
    "above": (_l("Agency above it"), _l("Stands over its name in the letterhead; may be left empty.")),
    "agency": (_l("Agency that reports"), ""),
    "symbol": (_l("Symbol after the number"), _l("Such as BC-SNV. The number itself stays blank.")),
    "place": (_l("Place of issue"), _l("Stands before the date, which stays blank.")),
    "capacity": (
        _l("Who signs, as what"),
        _l("Such as KT. GIÁM ĐỐC / PHÓ GIÁM ĐỐC; a stroke begins a new line. No name."),
    ),
}


class OccasionForm(Form):
    """A report asked for outside the calendar: of which plan and year, closed when, to be sent by when."""

    wanted = Select(_l("Which report"), validators=[Required(_l("Choose which report."))])
    year = NumberField(_l("Year it reports on"), validators=[Required(_l("Enter the year."))])
    cut_off = DateField(
        _l("Data closed on"),
        hint=_l("The report shows the newest release that was closed by this day."),
        validators=[Required(_l("Enter the day on which the data are closed."))],
    )
    last_day = DateField(
        _l("Last day to send it"),
        hint=_l("“Before 10 June” is 9 June. Leave it empty where no date was named."),
    )

    def offer(self, reports: Iterable[tuple[str, str]]) -> None:
        """The reports that may be begun so: (plan/report, words)."""
        self.wanted.choices = [*(self.wanted.choices or [])[:1], *reports]

    def asked(self) -> "Asked":
        """What was asked for."""
        plan, _stroke, report = (self.wanted.data or "").partition("/")
        year = self.year.data or 0
        if not 2000 <= year <= 2100:
            raise Refusal(N_("Enter a year such as 2026."), field="year")
        return Asked(plan, report, year, cast(date, self.cut_off.data), self.last_day.data)


@dataclass(frozen=True)
class Asked:
    """A report that was asked for, as it was told."""

    plan: str
    report: str
    year: int
    cut_off: date
    last_day: date | None


class _Text(Form):
    """What staff write; the fields of the parts are those of the policies."""

    codes: tuple[str, ...] = ()

    def written(self) -> Written:
        """What was typed."""
        fields: Mapping[str, Any] = self._fields
        return Written(
            {code: fields[field_of(code)].data or "" for code in self.codes},
            {name: fields[name].data or "" for name in HEAD},
        )


def text_form(narrative: Narrative, written: Written, version: int, *, sent: bool = True) -> _Text:
    """The form over what is written already; ``sent=False`` shows that even when something else was sent."""
    fields: dict[str, Any] = {
        name: TextField(label, hint=hint, validators=[Length(LINE)]) for name, (label, hint) in HEADS.items()
    }
    for part in narrative.parts:
        name, hint = part.name.of(current()), part.hint.of(current())
        label = name if part.required else _("%(name)s (may be left empty)", name=name)
        fields[field_of(part.code)] = TextArea(label, hint=hint, rows=8, validators=[Length(LONGEST)])
    fields["codes"] = tuple(part.code for part in narrative.parts)
    data = {"version": version, **written.head} | {
        field_of(code): text for code, text in written.parts.items()
    }
    form_class = type("TextForm", (_Text,), fields)
    return cast(_Text, form_class(data=data) if sent else form_class(formdata=None, data=data))


class ActForm(Form):
    """Submitting or accepting: nothing to fill in."""


class ReturnForm(Form):
    """Returned, and why."""

    reason = TextArea(
        _l("Why is it returned?"),
        hint=_l("What has to be changed. Don’t name or describe anybody."),
        rows=3,
        validators=[Required(_l("Say why it is returned.")), Length(2_000)],
    )
