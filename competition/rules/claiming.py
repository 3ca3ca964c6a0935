"""Deciding a claim: what the form has to say, and how much of a winner may be shown."""

from collections.abc import Iterable
from dataclasses import dataclass

from competition.rules.entering import clean_name
from competition.rules.errors import RuleError
from competition.rules.tables import is_one_line

LONGEST = 100
SURNAME, INITIALS, OBJECT = "surname", "initials", "none"
PUBLICATION = {
    SURNAME: "My surname and county, such as “Okafor, West Yorkshire”",
    INITIALS: "My initials only, such as “B. O.”",
    OBJECT: "Please do not publish my name",
}
ADDRESS = ("recipient", "street", "more", "town", "county", "postcode", "country")
"""The fields of a postal address, in the order of an envelope."""
_NEEDED = {
    "recipient": "Write the name that stands on the letter box.",
    "street": "Write house number and street.",
    "town": "Write the town.",
    "postcode": "Write the postcode.",
    "country": "Write the country.",
}


class ClaimRefusedError(RuleError):
    """A claim form with everything that has to be put right, in the order of the form."""

    def __init__(self, problems: Iterable[RuleError]) -> None:
        super().__init__("claim_refused", "Not sent yet: some things to put right.")
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimForm:
    """A claim as typed. A digital prize needs no postal address, but a county where the surname is shown."""

    recipient: str = ""
    street: str = ""
    more: str = ""
    town: str = ""
    county: str = ""
    postcode: str = ""
    country: str = ""
    eligible: bool = False
    publication: str = ""
    second_email: str = ""
    phone: str = ""


def problems(form: ClaimForm, *, digital: bool) -> list[RuleError]:
    """Return what has to be put right, in the order of the form."""
    found = [] if digital else [_line_problem(form, name) for name in ADDRESS]
    found += [_county_problem(form), _line_problem(form, "phone")]
    found += [_eligible_problem(form), _publication_problem(form)]
    return [problem for problem in found if problem]


def _line_problem(form: ClaimForm, name: str) -> RuleError | None:
    typed = clean_name(getattr(form, name))
    if not typed:
        return RuleError(name, _NEEDED[name], field=name) if name in _NEEDED else None
    if len(typed) > LONGEST or not is_one_line(typed):
        return RuleError(name, f"Write this on one line of at most {LONGEST} characters.", field=name)
    return None


def _county_problem(form: ClaimForm) -> RuleError | None:
    if form.publication == SURNAME and not clean_name(form.county):
        message = "Write your county: you allow us to name it with your surname."
        return RuleError("county", message, field="county")
    return None


def _eligible_problem(form: ClaimForm) -> RuleError | None:
    if form.eligible:
        return None
    message = "Tick the box if it is true. If it is not, you cannot take this prize."
    return RuleError("eligible", message, field="eligible")


def _publication_problem(form: ClaimForm) -> RuleError | None:
    if form.publication in PUBLICATION:
        return None
    return RuleError("publication", "Choose how we may name you, or ask us not to.", field="publication")


def shown_as(publication: str | None, name: str | None, county: str | None) -> str:
    """Return the winner's name as far as the winner allows it; empty where nothing may be shown."""
    parts = (name or "").split()
    if not parts:
        return ""
    if publication == SURNAME:
        return f"{parts[-1]}, {county}" if county else parts[-1]
    if publication == INITIALS:
        ends = parts if len(parts) == 1 else (parts[0], parts[-1])
        return " ".join(f"{part[0].upper()}." for part in ends)
    return ""
