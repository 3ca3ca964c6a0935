"""The forms of the awards board. What they may hold is for the rules to say."""

from collections.abc import Sequence

from wtforms import HiddenField, IntegerField, RadioField, StringField, TextAreaField

from competition.rules import vacating
from competition.rules.errors import RuleError
from competition.services.views.award import BoardView
from competition.web.admin.forms import TOKEN, AdminForm
from competition.web.bodies import form_fields


class ReleaseForm(AdminForm):
    ONCE = ("number", TOKEN)

    number = StringField("How many recipients do you see?", description="Type the number of lines above.")


class ButtonForm(AdminForm):
    """Nothing to fill in: one press, and the token of this session."""

    ONCE = (TOKEN,)


class HolderForm(AdminForm):
    """About a prize unit and the ticket that held it when the page was made."""

    ONCE: Sequence[str] = ("ticket", TOKEN)

    ticket = HiddenField()


def require_pressed(form: AdminForm | None = None) -> None:
    """Raise RuleError for a form that is one button, of another session or of long ago."""
    if not (form or ButtonForm(form_fields(ButtonForm.ONCE))).validate():
        raise RuleError("stale", "This page was open for too long. Load it again, and press once more.")


class DispatchForm(HolderForm):
    ONCE = ("carrier", "tracking", "ticket", TOKEN)

    carrier = StringField("Carrier", description="Such as Royal Mail. The winner reads it.")
    tracking = StringField("Tracking number", description="If there is one.")


class VacateForm(HolderForm):
    ONCE = ("reason", "evidence", "ticket", TOKEN)

    reason = RadioField("Reason", validate_choice=False)
    evidence = TextAreaField(
        "What you know",
        description="For whoever approves it. Only its digest is public, and it is erased later.",
    )

    def fit(self, reasons: tuple[str, ...]) -> "VacateForm":
        # Silence ends a hold by itself, and only then.
        chosen = [reason for reason in reasons if reason != "no_reply"]
        self.reason.choices = [(reason, vacating.in_words(reason)) for reason in chosen]
        return self


class HandoverForm(AdminForm):
    ONCE = ("days", TOKEN)

    days = IntegerField("For how many days?", default=7)


class LoadForm(AdminForm):
    ONCE = ("prize", "codes", TOKEN)

    prize = RadioField("Prize", validate_choice=False)
    codes = TextAreaField(
        "Codes", description="One a line. They lie sealed; each is shown to one winner once."
    )

    def fit(self, board: BoardView) -> "LoadForm":
        self.prize.choices = [(str(number), title) for number, title in enumerate(board.prizes, 1)]
        if len(board.prizes) == 1 and not self.is_submitted():
            self.prize.data = "1"
        return self
