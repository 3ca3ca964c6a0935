"""The forms of signing in and of accounts. Each names its fields once, for strict reading."""

from collections.abc import Sequence

from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    EmailField,
    HiddenField,
    PasswordField,
    RadioField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # the stubs are older
from wtforms.validators import InputRequired

from competition.rules.description import Promoter
from competition.rules.errors import ChangedError, FormRefusedError, RuleError
from competition.rules.permissions import Role
from competition.rules.voiding import REASONS
from competition.services.admins.signing_in import session_name
from competition.web.admin.cookies import session_token
from competition.web.edge import edge
from competition.web.form_token import FormTokens, form_tokens
from competition.web.forms import ReaderForm

TO_CORRECT, CHANGED = 422, 409
TOKEN = "form_token"  # noqa: S105 - the name of a field


class AdminForm(ReaderForm):
    """A form of somebody who is signed in: its token is good in this session only (O15)."""

    ONCE: Sequence[str] = (TOKEN,)
    changed = False
    """Whether it was refused because something has changed since, and not for what was typed."""

    def __init__(self, fields: MultiDict[str, str] | None = None) -> None:
        super().__init__(session_tokens(), fields)

    def take(self, refused: RuleError) -> int:
        """Say what has to be put right, each at its field, or above them what has changed since.

        Returns the status of the answer. What is about no field of this form is not for it to say.
        """
        if isinstance(refused, ChangedError):
            self.form_token.errors, self.changed = [refused.message], True
            return CHANGED
        problems = refused.problems if isinstance(refused, FormRefusedError) else (refused,)
        if any(problem.field not in self for problem in problems):
            raise refused
        self.refuse(problems)
        return TO_CORRECT


class OpenForm(ReaderForm):
    """A form of somebody who is not signed in yet."""

    ONCE: Sequence[str] = (TOKEN,)
    PURPOSE = ""

    def __init__(self, fields: MultiDict[str, str] | None = None) -> None:
        super().__init__(form_tokens(edge().config.keys.secrets, "admin", self.PURPOSE), fields)


def session_tokens() -> FormTokens:
    return form_tokens(edge().config.keys.secrets, "admin", session_name(session_token()))


class SignInForm(OpenForm):
    ONCE = ("email", "password", TOKEN)
    PURPOSE = "sign-in"

    email = EmailField("E-mail address")
    password = PasswordField("Password")


class FounderForm(OpenForm):
    ONCE = ("name", "email", "password", TOKEN)
    PURPOSE = "set-up"

    name = StringField(
        "Your name", description="Seen by your colleagues. The public log says a code instead."
    )
    email = EmailField("E-mail address", description="You sign in with it.")
    password = PasswordField("Password", description="12 characters or more. Four words are good.")


class PromoterForm(AdminForm):
    ONCE = ("promoter_name", "promoter_address", "promoter_contact", TOKEN)

    promoter_name = StringField("Promoter’s name", description="A company, a club or a person.")
    promoter_address = StringField("Postal address", description="On one line, with the country.")
    promoter_contact = EmailField("Mail address that readers write to")

    def typed(self) -> dict[str, str]:
        """By the keys of a description."""
        fields = {"name": self.promoter_name, "address": self.promoter_address}
        return {key: field.data or "" for key, field in {**fields, "contact": self.promoter_contact}.items()}

    def showing(self, found: Promoter) -> "PromoterForm":
        self.promoter_name.data, self.promoter_address.data = found.name, found.address
        self.promoter_contact.data = found.contact
        return self


class KeysForm(AdminForm):
    ONCE = ("copied", TOKEN)

    copied = BooleanField("I have a copy elsewhere")


class CodeForm(AdminForm):
    ONCE = ("code", TOKEN)

    code = StringField("Code", description="Six digits from your app, or one of the codes on paper.")


class NewPasswordForm(OpenForm):
    ONCE = ("password", TOKEN)
    PURPOSE = "new-password"

    password = PasswordField("Password", description="12 characters or more. Four words are good.")


class ResetForm(OpenForm):
    ONCE = ("email", TOKEN)
    PURPOSE = "reset"

    email = EmailField("E-mail address", description="If it has an account here, we send a link there.")


class ProveForm(AdminForm):
    ONCE = ("password", TOKEN)

    password = PasswordField("Password")


class ChangePasswordForm(AdminForm):
    ONCE = ("password", TOKEN)

    password = PasswordField(
        "New password", description="12 characters or more. You are signed out everywhere."
    )


class PasskeyForm(AdminForm):
    """Filled in by the browser's script."""

    ONCE = ("answer", "name", TOKEN)

    answer = StringField()
    name = StringField("A name for a passkey", description="Such as “Jo’s phone”.")


class InviteForm(AdminForm):
    ONCE = ("email", "name", "role", TOKEN)

    email = EmailField("E-mail address")
    name = StringField("Name", description="Seen by your colleagues. The public log says a code instead.")
    role = RadioField(
        "Role",
        choices=[SelectChoice(role.value, role.value.capitalize()) for role in Role],
        validators=[InputRequired("Choose what they may do.")],
    )


class RoleForm(AdminForm):
    ONCE = ("role", TOKEN)

    role = RadioField("Role", choices=[SelectChoice(role.value, role.value) for role in Role])


class DecideForm(AdminForm):
    ONCE = ("decision", TOKEN)

    decision = RadioField(
        "Your decision",
        choices=[SelectChoice("approve", "Approve, and do it now"), SelectChoice("refuse", "Refuse")],
        validators=[InputRequired("Choose one of the two.")],
    )


class VoidForm(AdminForm):
    ONCE = ("slug", "reason", "notice", TOKEN)

    # Whether it is one of them is for the rules to say.
    reason = RadioField(
        "Reason", choices=[SelectChoice(*each) for each in REASONS.items()], validate_choice=False
    )
    notice = TextAreaField(
        "What happened", description="A sentence or more. It is published for ever, and mailed to entrants."
    )
    slug = StringField("The competition’s short name")


class RoundForm(AdminForm):
    ONCE = ("round", "slug", TOKEN)

    round = TextAreaField(
        "The round, as a relay writes it",
        description="JSON with round and signature. It is verified: a wrong one changes nothing.",
    )
    slug = StringField("The competition’s short name")


class NumbersForm(AdminForm):
    ONCE = ("turn", "numbers", "slug", TOKEN)

    turn = HiddenField()
    numbers = TextAreaField(
        "The numbers",
        description="Each source on its own line, in the order of the description, such as 7 8 11 18 28 40.",
    )
    slug = StringField("The competition’s short name")
