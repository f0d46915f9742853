"""Forms of sign-in, one's own account, and account administration."""

from uuid import UUID

from casework.accounts.operations import UserRequest
from casework.providers.queries import facilities
from casework.ui import context
from casework.ui.forms import Form, HiddenField, Length, PasswordField, Radios, Required, Select, TextField
from casework.ui.labels import code_label, role_label
from casework.ui.language import _, _l


class SignInForm(Form):
    """User name and password."""

    username = TextField(_l("User name"), validators=[Required(_l("Enter your user name"))])
    password = PasswordField(_l("Password"), validators=[Required(_l("Enter your password"))])
    next = HiddenField()


class PasswordForm(Form):
    """A new password, typed twice."""

    current = PasswordField(_l("Current password"), validators=[Required(_l("Enter your current password"))])
    password = PasswordField(
        _l("New password"),
        hint=_l("At least 12 characters. Three or four words that don't belong together work well."),
        validators=[Required(_l("Enter a new password"))],
    )
    again = PasswordField(_l("New password again"), validators=[Required(_l("Enter the new password again"))])


class UserForm(Form):
    """A new account."""

    username = TextField(
        _l("User name"),
        hint=_l("Small letters without marks, digits, dots."),
        validators=[Required(_l("Enter a user name"))],
    )
    name = TextField(
        _l("Name of the member of staff"), validators=[Required(_l("Enter a name.")), Length(120)]
    )
    role = Radios(_l("Role"), validators=[Required(_l("Choose one of the roles."))])
    facility_id = Select(
        _l("Facility or agency"),
        hint=_l(
            "Staff of a facility, officers of an agency and coordinators have one of a fitting kind; "
            "managers, data-protection officers and administrators have none."
        ),
    )

    def offer(self) -> None:
        """Fill the roles from the policy and the facilities from the records."""
        self.role.choices = [(role, role_label(role)) for role in context.policy().access.roles]
        known = facilities(context.session())
        named = [(str(key), f"{name} ({code_label('provider_kind', kind)})") for key, name, kind in known]
        self.facility_id.choices = [("", _("None")), *named]

    def request(self) -> UserRequest:
        """What was entered."""
        return UserRequest(
            username=self.username.data or "",
            name=self.name.data or "",
            role=self.role.data or "",
            facility_id=UUID(self.facility_id.data) if self.facility_id.data else None,
            language=context.settings().language,
        )
