"""What people are told where they give their details: made from what is asked (UK GDPR, Article 13)."""

from competition.rules.description import Description, Promoter
from competition.rules.wording import plural

Fact = tuple[str, str]


RIGHTS = (
    "You may see, correct, take away and erase your details yourself, by the link in our messages. You may"
    " object, or ask us to restrict their use. You need not give them; without them you cannot enter. No"
    " machine decides about you, but for the draw."
)
CONTRACT = (
    "The contract that you make by entering: the terms of the draw. For showing later that it was fair, and"
    " for naming winners, our legitimate interest in that; you may object."
)


def notice(
    description: Description, promoter: Promoter, *, contact: str, complaints: str
) -> tuple[Fact, ...]:
    """Return the notice as terms and sentences; `complaints` is the address of that form."""
    return (
        ("Who", f"{promoter.name}, {promoter.address}. Write to {contact}."),
        ("What", _what(description)),
        ("Why", _why(description)),
        ("Lawful basis", _basis(description)),
        ("Who else", "Only those who carry our mail and our parcels. We never sell them."),
        ("In public", "Your ticket, which names nobody. If you win, your name as far as you allow it."),
        ("How long", how_long(description)),
        ("Your rights", RIGHTS),
        ("Complaints", f"By the form at {complaints}, or to the Information Commissioner, ico.org.uk."),
    )


def _what(description: Description) -> str:
    asked = ["your e-mail address", "your name"]
    asked += ["your answer"] if description.question else []
    asked += [extra.label for extra in description.extras]
    asked += ["what you declare", "how we may name you"]
    advertising = " Whether you want advertising, if you tick that box." if description.marketing else ""
    listed = f"{', '.join(asked[:-1])} and {asked[-1]}"
    return f"{listed[0].upper()}{listed[1:]}.{advertising} A postal address only if you win."


def _why(description: Description) -> str:
    draw = "To run this draw: one entry each, a ticket made from your address, the prize to its winner."
    if not description.marketing:
        return f"{draw} For nothing else."
    return f"{draw} For advertising only if you ask for it and confirm that in a message of its own."


def _basis(description: Description) -> str:
    if not description.marketing:
        return CONTRACT
    return f"{CONTRACT} For advertising, your consent, which you can end at any time."


def how_long(description: Description) -> str:
    """Return the retention in sentences."""
    kept = description.retention
    pending, days = plural(kept.pending_days, "day"), plural(kept.entrant_days, "day")
    return (
        f"If you do not confirm, until {pending} after the last entry could be confirmed; if you win nothing,"
        f" until {days} after the last prize is settled; if you win, until"
        f" {plural(kept.winner_months, 'month')} after that. Then your details are erased."
    )
