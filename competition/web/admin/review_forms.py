"""The forms of looking through entries."""

from wtforms import FileField, HiddenField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # the stubs are older
from wtforms.validators import InputRequired

from competition.web.admin.forms import TOKEN, AdminForm


class FindForm(AdminForm):
    ONCE = ("find", TOKEN)

    find = StringField("Find one", description="A ticket, its first 12 digits at least, or a whole address.")


class ExcludeForm(AdminForm):
    """Whether the reason is one of the manifest's is for the rules to say."""

    ONCE = ("reason", TOKEN)

    reason = RadioField(
        "Why is it left out?",
        validate_choice=False,
        description="Ticket and reason become public, the name does not. The entrant is told and can appeal.",
    )


class DecideAppealForm(AdminForm):
    ONCE = ("decision", "read", TOKEN)

    read = HiddenField()

    decision = RadioField(
        "Your decision",
        choices=[
            SelectChoice("grant", "Grant it: the ticket is in the draw again"),
            SelectChoice("refuse", "Refuse it: the ticket stays left out"),
        ],
        validators=[InputRequired("Choose one of the two.")],
    )


class ConflictsForm(AdminForm):
    ONCE = ("addresses", TOKEN)

    addresses = TextAreaField(
        "Their addresses",
        description="One a line. This becomes the whole list. Only a keyed digest of each is kept.",
    )


class ExportForm(AdminForm):
    ONCE = ("kind", TOKEN)

    kind = RadioField(
        "Which file?",
        choices=[SelectChoice("csv", "CSV, for programs"), SelectChoice("xlsx", "XLSX, for a spreadsheet")],
        validators=[InputRequired("Choose a kind of file.")],
    )


class ImportForm(AdminForm):
    """`text` is that of the file that was looked at, for the press that takes it."""

    ONCE = ("file", "text", "go", TOKEN)

    file = FileField("Your file", description="At most 10,000 rows.")
    text = HiddenField()
    go = HiddenField()
