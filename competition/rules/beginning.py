"""What a new site should have done before its first competition. It reminds; it blocks nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from competition.rules import describing_parts
from competition.rules.description import Promoter
from competition.rules.errors import DescriptionError, Fault
from competition.rules.tables import Table
from competition.rules.wording import day, moment, plural

# At the desk, which serves people in any zone, every instant is told in this one.
ZONE = "UTC"


class Trial(StrEnum):
    """What became of the newest letter that was sent as a test."""

    NONE = "none"
    WAITING = "waiting"
    DELAYED = "delayed"
    DELIVERED = "delivered"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class MailTest:
    """`said` is the server's own sentence, where it gave one; `at` when it was taken, or is tried again."""

    state: Trial
    server: str
    said: str = ""
    at: datetime | None = None
    passed_at: datetime | None = None
    """When an earlier one was taken by the server."""


@dataclass(frozen=True, slots=True)
class Done:
    """Somebody did this: who, and when."""

    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Begun:
    """How far a site is set up."""

    promoter: Promoter | None
    promoter_said: Done | None
    mail: MailTest
    keys_copied: Done | None
    second_factor: bool
    codes_left: int


@dataclass(frozen=True, slots=True)
class FirstStep:
    """One thing to do; `name` is where it stands on the page."""

    name: str
    title: str
    done: bool
    sentence: str


def first_steps(begun: Begun) -> tuple[FirstStep, ...]:
    """Return every step in the order of the page."""
    return (_promoter(begun), _mail(begun.mail), _keys(begun.keys_copied), _factors(begun))


def _promoter(begun: Begun) -> FirstStep:
    sentence = "Say who answers for your draws (rule 8.17). A new draft begins with it."
    if begun.promoter and begun.promoter_said:
        sentence = f"{begun.promoter.name}. Said by {_who(begun.promoter_said)}."
    return FirstStep(
        "promoter", "Promoter’s name, postal address and contact", bool(begun.promoter), sentence
    )


def _mail(mail: MailTest) -> FirstStep:
    passed = mail.state is Trial.DELIVERED or mail.passed_at is not None
    return FirstStep("mail", "A letter that reached the mail server", passed, mail_sentence(mail))


def mail_sentence(mail: MailTest) -> str:
    """What became of the newest test, in words."""
    said = f" {mail.said[:1].upper()}{mail.said[1:]}." if mail.said else ""
    at = moment(mail.at, ZONE) if mail.at else ""
    sentence = {
        Trial.NONE: "Not tried yet. A draw that cannot send mail takes no entry that counts.",
        Trial.WAITING: "Waiting. It goes within a minute, while the worker runs.",
        Trial.DELAYED: f"Not delivered yet.{said} It is tried again on {at}.",
        Trial.DELIVERED: f"Delivered to the mail server at {mail.server} on {at}. Look into your mailbox.",
        Trial.REFUSED: f"Refused for good by {mail.server}.{said}",
    }[mail.state]
    if mail.state is not Trial.DELIVERED and mail.passed_at:
        sentence += f" An earlier one was delivered on {moment(mail.passed_at, ZONE)}."
    return sentence


def _keys(copied: Done | None) -> FirstStep:
    sentence = "Without the signing key no draw that is running can be frozen or drawn."
    if copied:
        sentence = f"{copied.by} has a copy elsewhere, since {day(copied.at, ZONE)}."
    return FirstStep("keys", "A copy of the keys, elsewhere", copied is not None, sentence)


def _factors(begun: Begun) -> FirstStep:
    sentence = "Make codes for paper, for the day when your phone is lost."
    if begun.codes_left:
        sentence = f"Your second factor is set up, and {plural(begun.codes_left, 'code')} on paper left."
    done = begun.second_factor and begun.codes_left > 0
    return FirstStep("factors", "Your second factor, and codes for paper", done, sentence)


def _who(done: Done) -> str:
    return f"{done.by}, {day(done.at, ZONE)}"


def promoter_of(typed: Mapping[str, str]) -> Promoter:
    """Read name, address and contact; raises DescriptionError with a fault for each that will not do."""
    faults: list[Fault] = []
    found = describing_parts.promoter(Table({"promoter": dict(typed)}, faults))
    if found is not None and not found.contact:
        faults.append(Fault("promoter.contact", "is missing."))
    if found is None or faults:
        raise DescriptionError(faults)
    return found
