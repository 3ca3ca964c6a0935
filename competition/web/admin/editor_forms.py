"""The forms of the editor and of moving dates. The steps themselves have none: they keep what was typed."""

from wtforms import FileField, HiddenField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # the stubs are older

from competition.rules.amending import MOVABLE, REASONS
from competition.rules.embedding import WANTED
from competition.web.admin.forms import TOKEN, AdminForm


class VersionForm(AdminForm):
    """A form about what was there when the page was made."""

    version = HiddenField()

    def seen_version(self) -> int:
        """0, which nothing is at, for what is no number."""
        text = self.version.data or ""
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


class BeginForm(AdminForm):
    ONCE = ("template", TOKEN)

    template = RadioField("What does it begin with?", validate_choice=False)


class PictureForm(VersionForm):
    picture = FileField("Picture", description="JPEG, PNG, WebP or GIF, 10 MB at most.")
    remove = HiddenField()


class PublishForm(VersionForm):
    ONCE = ("slug", "version", TOKEN)

    slug = StringField("The competition’s short name", description="Typed, so that it is the right one.")


class EmbedForm(AdminForm):
    ONCE = ("origins", TOKEN)

    origins = TextAreaField(
        "Sites that may show the form", description=f"One a line. {WANTED} Left empty, none may."
    )


class DatesForm(VersionForm):
    ONCE = (*MOVABLE, "reason", "happened", "rules", "version", TOKEN)

    closes = StringField("Closes")
    confirm_by = StringField("Last moment to confirm")
    freeze_by = StringField("List frozen by")
    draw_at = StringField("Draw")
    # Whether it is one of them is for the rules to say.
    reason = RadioField(
        "Reason", choices=[SelectChoice(*each) for each in REASONS.items()], validate_choice=False
    )
    happened = TextAreaField(
        "What happened that you could not control",
        description="A sentence or more. It is published for ever.",
    )
    rules = TextAreaField("The new terms", description="The terms are your own text, with the old dates.")
