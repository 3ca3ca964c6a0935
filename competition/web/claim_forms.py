"""The forms of winners. They need no form token: the address that they are sent to is the winner's alone."""

from collections.abc import Iterable

from flask_wtf import FlaskForm
from wtforms import BooleanField, EmailField, HiddenField, RadioField, StringField, TelField

from competition.rules import claiming
from competition.rules.errors import RuleError
from competition.services.views.award import ClaimView
from competition.web.forms import TOKEN, ReaderForm


class HolderForm(FlaskForm):  # type: ignore[misc]
    """Takes the strictly read fields of a request, or None when it is only shown."""

    class Meta:
        csrf = False

    def refuse(self, problems: Iterable[RuleError]) -> None:
        for problem in problems:
            self[problem.field].errors = [problem.message]


class ClaimForm(HolderForm):
    ONCE = (*claiming.ADDRESS, "eligible", "publication", "second_email", "phone")

    recipient = StringField("Name on the letter box")
    street = StringField("House number and street")
    more = StringField("Flat, floor, company", description="If it needs one.")
    town = StringField("Town")
    county = StringField("County", description="If you use one. We name it only if you allow it below.")
    postcode = StringField("Postcode")
    country = StringField("Country")
    second_email = EmailField(
        "Another e-mail address", description="If you like: our messages then go to both."
    )
    phone = TelField("Telephone", description="If you like: for the carrier, and if mail does not reach you.")
    eligible = BooleanField("This is still true")
    publication = RadioField(
        "How may we name you?",
        validate_choice=False,
        description="The name stands on the page of the draw. Objecting makes no difference to your prize.",
    )

    def as_typed(self) -> claiming.ClaimForm:
        typed = {
            name: self[name].data or ""
            for name in (*claiming.ADDRESS, "publication", "second_email", "phone")
        }
        return claiming.ClaimForm(**typed, eligible=bool(self.eligible.data))

    def fit(self, claim: ClaimView) -> "ClaimForm":
        """Ask no more than this prize needs, and begin with what the winner chose when entering."""
        self.publication.choices = [*claiming.PUBLICATION.items()]
        if claim.digital:
            for name in claiming.ADDRESS:
                if name != "county":
                    del self[name]
            self.county.description = "Only if you allow us to name it with your surname."
        elif not self.is_submitted():
            self.recipient.data = claim.name
        if claim.objected and not self.is_submitted():
            self.publication.data = claiming.OBJECT
        return self


class ReceivedForm(HolderForm):
    ONCE = ("received",)

    received = BooleanField("It has come")


class CodeForm(HolderForm):
    ONCE = ("ready",)

    ready = BooleanField("I am ready to write it down")


class DeclineForm(HolderForm):
    ONCE = ("email", "decline_token")

    decline_token = HiddenField()
    email = EmailField(
        "Your e-mail address",
        description="The one you entered with. It shows that a person asks, not a program that opens links.",
    )


class CheckForm(ReaderForm):
    ONCE = ("code", TOKEN)

    code = StringField("Check code", description="Eight letters and digits, such as W7Q4-M2KX.")
