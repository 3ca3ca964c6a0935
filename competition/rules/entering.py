"""Deciding an entry: the window, and what the form has to say. Every fault of a form is found at once."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from competition.rules import households
from competition.rules.description import Description, Disposable, Question
from competition.rules.errors import EntryRefusedError, RuleError
from competition.rules.lifecycle import Status
from competition.rules.timetable import Timetable
from competition.rules.wording import binding_moment

LONGEST_NAME = 100
LONGEST_EXTRA = 200
# Marks that turn the direction of all that follows, and so would rearrange the page around a name.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
PUBLICATION = {
    "name": "Surname and county, such as “Okafor, West Yorkshire”",
    "none": "Please do not publish my name",
}


@dataclass(frozen=True, slots=True)
class Form:
    """What an entrant sent, as typed, without the address."""

    name: str
    eligible: tuple[str, ...]
    answer: str
    publication: str
    extras: tuple[str, ...] = ()
    """What was typed into the promoter's own fields, in their order."""
    postcode: str = ""
    house: str = ""


def check_window(status: Status, timetable: Timetable, now: datetime, *, zone: str) -> None:
    """Raise RuleError unless an entry may be taken at `now`: opens <= now < closes, equal is late (F12).

    The instants decide and not the worker, which may be behind; but what it closed stays closed, even if
    the clock goes back (P3). One from before the opening would get a receipt that no audit accepts (§9).
    """
    if status is Status.DRAFT:
        raise RuleError("unknown", "There is no such draw.")
    if now < timetable.opens and status in {Status.SCHEDULED, Status.OPEN}:
        raise RuleError("not_open", f"This draw opens on {binding_moment(timetable.opens, zone)}.")
    if status not in {Status.SCHEDULED, Status.OPEN} or now >= timetable.closes:
        message = f"This draw closed on {binding_moment(timetable.closes, zone)}. It takes no more entries."
        raise RuleError("closed", message)


def problems(description: Description, form: Form) -> list[RuleError]:
    """Return what has to be put right, in the order of the form; its own fields are `extra_1` and so on."""
    lives = households.problems(form.postcode, form.house) if description.by_household else ()
    found = [
        _name_problem(form.name),
        *lives,
        _answer_problem(description.question, form.answer),
        _eligible_problem(description, form.eligible),
        _publication_problem(form.publication),
    ]
    return [problem for problem in (*found, *_extra_problems(description, form.extras)) if problem]


def check_disposable(policy: Disposable, *, listed: bool) -> None:
    """Raise RuleError for an address of a listed domain where the competition takes none.

    It looks at the domain alone: whoever types one reads the same, whether that address entered or not (O6).
    """
    if listed and policy == "refuse":
        message = "This draw takes no addresses that are thrown away after use. Give one that stays yours."
        raise RuleError("disposable", message, field="email")


def check_details(name: str, publication: str) -> None:
    """Raise EntryRefusedError for what an entrant puts right later: the name, and how to be named."""
    found = [problem for problem in (_name_problem(name), _publication_problem(publication)) if problem]
    if found:
        raise EntryRefusedError(found)


def clean_name(name: str) -> str:
    """Return a name as it is kept: NFC, single spaces, none around it."""
    # Only spaces: other white space is no part of a name, and is refused instead of repaired.
    return " ".join(part for part in unicodedata.normalize("NFC", name).split(" ") if part)


def clean_extras(description: Description, typed: tuple[str, ...]) -> dict[str, str]:
    """Return what is kept of the promoter's own fields, by label; what was left empty is not."""
    said = zip(description.extras, typed, strict=False)
    return {extra.label: clean for extra, text in said if (clean := clean_name(text))}


def _extra_problems(description: Description, typed: tuple[str, ...]) -> Iterator[RuleError]:
    for number, extra in enumerate(description.extras, 1):
        text = clean_name(typed[number - 1]) if number <= len(typed) else ""
        field = f"extra_{number}"
        if not text and extra.required:
            yield RuleError("extra", f"Fill in “{extra.label}”.", field=field)
        elif len(text) > LONGEST_EXTRA:
            yield RuleError("extra", f"Write {LONGEST_EXTRA} characters at most.", field=field)
        elif _is_unprintable(text):
            yield RuleError("extra", "Write it on one line.", field=field)


def _is_unprintable(text: str) -> bool:
    categories = {unicodedata.category(character) for character in text}
    return bool({"Cc", "Cs", "Zl", "Zp"} & categories or _TURNING & set(text))


def _name_problem(name: str) -> RuleError | None:
    cleaned = clean_name(name)
    if not cleaned:
        return RuleError("name", "Write your first name and surname.", field="name")
    if len(cleaned) > LONGEST_NAME:
        return RuleError("name", f"Write a name of at most {LONGEST_NAME} characters.", field="name")
    if _is_unprintable(cleaned):
        return RuleError("name", "Write your name on one line.", field="name")
    if not any(unicodedata.category(character).startswith("L") for character in cleaned):
        return RuleError("name", "Write your first name and surname.", field="name")
    return None


def _answer_problem(question: Question | None, answer: str) -> RuleError | None:
    if question is None or answer in {str(number) for number in range(1, len(question.answers) + 1)}:
        return None
    return RuleError("answer", "Choose one answer.", field="answer")


def _eligible_problem(description: Description, ticked: tuple[str, ...]) -> RuleError | None:
    wanted = {str(number) for number in range(1, len(description.statements()) + 1)}
    if wanted <= set(ticked):
        return None
    boxes = "the box if it is" if len(wanted) == 1 else "all boxes if they are"
    otherwise = "it is" if len(wanted) == 1 else "they are"
    message = f"Tick {boxes} true. If {otherwise} not, you cannot enter this draw."
    return RuleError("eligible", message, field="eligible")


def _publication_problem(choice: str) -> RuleError | None:
    if choice in PUBLICATION:
        return None
    return RuleError("publication", "Choose how we may name you, or ask us not to.", field="publication")
