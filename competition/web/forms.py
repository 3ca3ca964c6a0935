"""The forms that readers fill in. They hold what was typed; whether it will do is for the rules to say."""

from collections.abc import Iterable
from contextlib import suppress

from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    EmailField,
    HiddenField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)

from competition.adapters.addresses import suggestion
from competition.rules.complaining import KINDS
from competition.rules.describing_parts import MOST_EXTRAS
from competition.rules.errors import EntryRefusedError, RuleError
from competition.services.entries import Submission
from competition.services.views import ChoiceView, CompetitionView, ExtraView, MyDataView
from competition.web.form_token import TOO_OLD, FormToken, FormTokens

TOKEN = "form_token"  # noqa: S105 - the name of a field
Fields = MultiDict[str, str]


class ReaderForm(FlaskForm):  # type: ignore[misc]
    """Takes the strictly read fields of a request, or none when it is only shown."""

    class Meta:
        csrf = True
        csrf_class = FormToken
        csrf_field_name = TOKEN

    def __init__(self, tokens: FormTokens, fields: Fields | None = None) -> None:
        self.tokens = tokens
        super().__init__(formdata=fields, meta={"csrf_context": tokens})

    def refuse(self, problems: Iterable[RuleError]) -> None:
        """Put each refusal of the rules to the field that it is about."""
        for problem in problems:
            self[problem.field].errors = [problem.message]


# A form has as many as its competition asks for; what else is sent under these names is not read.
HOME = ("postcode", "house")
EXTRAS = tuple(f"extra_{number}" for number in range(1, MOST_EXTRAS + 1))


class EntryForm(ReaderForm):
    ONCE = ("email", "name", *HOME, *EXTRAS, "answer", "publication", "marketing", TOKEN)
    SEVERAL = ("eligible",)

    email = EmailField(
        "E-mail address", description="We send one message there to confirm. One entry per person."
    )
    name = StringField("Your name", description="First name and surname, as you would sign for a parcel.")
    postcode = StringField("Postcode", description="So that one household wins one prize. Not published.")
    house = StringField("House number or name", description="With the flat, if there is one. Not published.")
    answer = RadioField(validate_choice=False)
    extra_1, extra_2, extra_3, extra_4, extra_5 = (StringField() for _ in range(MOST_EXTRAS))
    eligible = SelectMultipleField("Can you enter?", validate_choice=False)
    publication = RadioField(
        "If you win, how may we name you?",
        validate_choice=False,
        description="You can change this when you claim.",
    )
    marketing = BooleanField(description="It makes no difference to your chance, and one click stops it.")

    def refuse(self, problems: Iterable[RuleError]) -> None:
        """As for every form; and whoever sends the same address again means it."""
        super().refuse(problems)
        self.form_token.current_token = self.tokens.make(queried=self.email.data or "")

    def extras(self) -> list[StringField]:
        """The promoter's own fields that this form has, in their order."""
        return [field for field in self if field.name in EXTRAS]

    def fit(self, competition: CompetitionView) -> "EntryForm":
        """Put this competition's questions into the form, and leave out what it does not ask."""
        if not competition.by_household:
            del self.postcode, self.house
        if competition.question is None:
            del self.answer
        else:
            self.answer.label.text = competition.question.text
            self.answer.description = competition.question.hint
            self.answer.choices = _pairs(competition.question.choices)
        self._fit_extras(competition.extras)
        self.eligible.choices = [(str(n), text) for n, text in enumerate(competition.eligibility, 1)]
        self.publication.choices = _pairs(competition.publication)
        self.marketing.label.text = competition.marketing
        if not competition.marketing:
            del self.marketing
        return self

    def _fit_extras(self, extras: tuple[ExtraView, ...]) -> None:
        for number, field in enumerate(self.extras()):
            if number >= len(extras):
                del self[field.name]
                continue
            extra = extras[number]
            field.label.text = extra.label if extra.required else f"{extra.label} (optional)"
            field.description = extra.purpose
            field.flags.required = extra.required


def submission(tokens: FormTokens, fields: Fields, *, page: str) -> Submission:
    """What was sent, read without making the form, which most entrants never see again.

    Raises EntryRefusedError, once for an address that looks mistyped, and for a token that is too old.
    """
    token, email = fields.get(TOKEN, ""), fields.get("email", "")
    nonce, meant = tokens.nonce(token), suggestion(email)
    if meant and not tokens.has_queried(token, email):
        question = f"Did you mean {meant}? If what you typed is right, send it again."
        raise EntryRefusedError([RuleError("mistyped", question, field="email")])
    if nonce is None:
        raise EntryRefusedError([RuleError("too_old", TOO_OLD, field=TOKEN)])
    sent = Submission(
        email=email,
        name=fields.get("name", ""),
        eligible=tuple(fields.getlist("eligible")),
        answer=fields.get("answer", ""),
        publication=fields.get("publication", ""),
        # What the box of the page sends; anything else is no consent.
        marketing=fields.get("marketing") == "y",
        page=page,
        extras=tuple(fields.get(name, "") for name in EXTRAS),
        postcode=fields.get("postcode", ""),
        house=fields.get("house", ""),
        nonce=nonce,
        took=tokens.age(token),
    )
    # Ahead of the transaction, in which others wait; what is wrong with it is told with all the rest.
    with suppress(RuleError):
        _ = sent.address
    return sent


def _pairs(choices: tuple[ChoiceView, ...]) -> list[tuple[str, str]]:
    return [(choice.value, choice.label) for choice in choices]


class ResendForm(ReaderForm):
    ONCE = ("email", TOKEN)

    # The page has two forms with an address, and ids are unique.
    email = EmailField(
        "E-mail address",
        id="again",
        description="For your privacy, this page does not show the address you typed.",
    )


class CodeForm(ReaderForm):
    ONCE = ("email", "code", TOKEN)

    email = EmailField(
        "E-mail address", description="The one you entered with. For your privacy, we do not fill it in."
    )
    code = StringField("Six-digit code", description="It stands in our message, under the button.")


class ComplaintForm(ReaderForm):
    ONCE = ("email", "kind", "text", TOKEN)

    email = EmailField("Your e-mail address", description="We answer there.")
    kind = RadioField("What is it about?", validate_choice=False)
    text = TextAreaField(
        "What should we know or do?",
        description="Which draw, and what happened. If you have a ticket, its number helps.",
    )

    def fit(self) -> "ComplaintForm":
        self.kind.choices = list(KINDS.items())
        return self


class DetailsForm(FlaskForm):  # type: ignore[misc]
    """Behind the mailed link, which is token enough: all that it changes can be changed back."""

    ONCE = ("name", "publication", "marketing")

    class Meta:
        csrf = False

    name = StringField("Your name", description="First name and surname, as you would sign for a parcel.")
    publication = RadioField("If you win, how may we name you?", validate_choice=False)
    marketing = BooleanField(description="It makes no difference to your chance, and one click stops it.")

    def fit(self, view: MyDataView) -> "DetailsForm":
        self.publication.choices = _pairs(view.choices)
        self.marketing.label.text = view.person.offer
        if not view.person.offer:
            del self.marketing
        return self

    def refuse(self, problems: Iterable[RuleError]) -> None:
        for problem in problems:
            self[problem.field].errors = [problem.message]


class EraseForm(FlaskForm):  # type: ignore[misc]
    """As that for withdrawing, with a token that only erases this entry."""

    ONCE = ("email", "erase_token")

    class Meta:
        csrf = False

    erase_token = HiddenField()
    email = EmailField(
        "Your e-mail address",
        description="The one you entered with. It shows that a person asks, not a program that opens links.",
    )


class WithdrawForm(FlaskForm):  # type: ignore[misc]
    """Needs no form token: it carries one that only withdraws this entry."""

    ONCE = ("email", "withdraw_token")

    class Meta:
        csrf = False

    withdraw_token = HiddenField()
    email = EmailField(
        "Your e-mail address",
        description="The one you entered with. It shows that a person asks, not a program that opens links.",
    )


class AppealForm(FlaskForm):  # type: ignore[misc]
    """Needs no form token: the link that leads to it is good for nothing else."""

    ONCE = ("text",)

    class Meta:
        csrf = False

    text = TextAreaField(
        "Why is the decision wrong?",
        description="Two or three sentences. Only the promoter’s people read them.",
    )
