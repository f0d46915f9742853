"""Which entries of the log to show."""

from casework.audit.events import EVENTS
from casework.audit.queries import LogFilter
from casework.oversight.rules import end_of, parse_key, start_of
from casework.oversight.wording import event_label
from casework.ui.forms import DateField, FilterForm, Select, TextField
from casework.ui.language import _, _l


class LogFilterForm(FilterForm):
    """Event, days, and the keys of a person or a member of staff as the log shows them."""

    event = Select(_l("Event"))
    since = DateField(_l("From day"))
    until = DateField(_l("To day"))
    subject = TextField(_l("Key of a person"))
    actor = TextField(_l("Key of a member of staff"))

    def offer(self) -> None:
        """Fill the list of events."""
        self.event.choices = [("", _("All")), *((event, event_label(event)) for event in EVENTS)]

    def request(self) -> LogFilter:
        """What was asked for; a key that is none matches nothing rather than everything."""
        return LogFilter(
            event=self.event.data or None,
            actor_id=parse_key(self.actor.data),
            subject_id=parse_key(self.subject.data),
            since=start_of(self.since.data),
            until=end_of(self.until.data),
        )
