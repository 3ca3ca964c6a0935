"""The one table of rule numbers: what a promoter has to show, where in the editor, and how we say it.

Numbers of section 8 of the UK CAP Code (12th edition), of the UK GDPR and of PECR 2003. Each sentence tells
what is done about the rule in this draw. This helps a promoter to evidence the rules; it is no legal advice.
"""

from collections.abc import Callable
from dataclasses import dataclass

from competition.rules.description import Description, Event, Promoter, Rehearsal
from competition.rules.form_names import top
from competition.rules.wording import binding_moment, binding_utc, number_word, plural

ITSELF, PRIZE, WHO, DATES, FORM, WINNERS, TERMS, PREVIEW = range(8)
"""The editor's steps; what is settled in none of them happens by itself."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the sentences are made of."""

    described: Description
    promoter: Promoter


@dataclass(frozen=True, slots=True)
class Rule:
    """`keys` are those of the description that settle it: a fault of one of them leaves the rule missing."""

    number: str
    title: str
    step: int
    said: Callable[[Facts], str]
    keys: tuple[str, ...] = ()
    not_needed: str = ""
    """What an admin says who marks it as not applicable; empty where the rule allows nobody to."""


_DATES = ("time_zone", "closes", "confirm_by", "freeze_by", "draw_at", "min_gap_seconds")
_STEPS = {
    PRIZE: ("title", "slug", "standfirst", "text", "picture", "prizes", "cash_alternative", "promoter"),
    WHO: ("min_age", "age_rating", "region", "eligibility"),
    DATES: (*_DATES, "opens", "beacon", "fallback", "witnesses", "witness_quorum"),
    FORM: ("question", "extras", "marketing", "disposable"),
    WINNERS: ("reserves", "group_rule", "claim_days", "delivery_days"),
    TERMS: ("rules", "additions", "terms"),
}


def step_of(key: str) -> int:
    """The editor's step in which a key of the description is settled; 0 for one that it does not show."""
    return next((step for step, keys in _STEPS.items() if top(key) in keys), ITSELF)


def _how(facts: Facts) -> str:
    question = " after one question" if facts.described.question else ""
    refused = " Disposable addresses are refused." if facts.described.disposable == "refuse" else ""
    how = f"By the form on the draw’s page{question}, confirmed by e-mail. Nothing to buy, nothing to pay."
    return how + refused


def _start(facts: Facts) -> str:
    opens, zone = facts.described.opens, facts.described.time_zone
    return f"{binding_moment(opens, zone)}." if opens else "It opens when it is published."


def _closing(facts: Facts) -> str:
    closes = facts.described.closes
    return f"{binding_moment(closes, facts.described.time_zone)} ({binding_utc(closes)})."


def _prizes(facts: Facts) -> str:
    units = facts.described.prize_units
    word = "prize" if units == 1 else "prizes"
    return f"{number_word(units).capitalize()} {word}, each named with its number."


def _restrictions(facts: Facts) -> str:
    described = facts.described
    age = f"Age {described.min_age} or over" if described.min_age else "Any age"
    rated = f"; the prize is rated {described.age_rating}" if described.age_rating else ""
    return f"{age}, living in {described.home}{rated}." if described.home else f"{age}, from anywhere{rated}."


def _promoter(facts: Facts) -> str:
    return f"{facts.promoter.name}, {facts.promoter.address}."


def _terms(facts: Facts) -> str:
    own = "Your own text" if facts.described.rules else "Made from these fields"
    return f"{own}; each version keeps its address, and every change is shown."


def _random(facts: Facts) -> str:
    beacon = facts.described.beacon
    if isinstance(beacon, Rehearsal):
        return "A rehearsal gives nothing away, proves nothing, and says so."
    number = "a public event" if isinstance(beacon, Event) else "a public random number (drand)"
    said = f"By {number} that comes after the list was published. The record lets anyone check it."
    return f"{said} {_signed(facts.described)}".rstrip()


def _signed(described: Description) -> str:
    count, quorum = len(described.witnesses), described.witness_quorum
    if not count:
        return ""
    if quorum == 1:
        return "An outside witness signs the list before."
    how_many = "" if quorum == count else f" of {number_word(count)}"
    return f"{number_word(quorum).capitalize()}{how_many} outside witnesses sign the list before."


def _cash(facts: Facts) -> str:
    instead = facts.described.cash_alternative.rstrip(".")
    return f"Offered: {instead}." if instead else "There is none, and the terms say so."


def _delivery(facts: Facts) -> str:
    days = plural(facts.described.delivery_days, "day")
    return f"Sent within {days} of the claim; the terms name the date."


def _told(facts: Facts) -> str:
    days = plural(facts.described.claim_days, "day")
    return f"By e-mail within a day of the draw, with {days} to claim."


def _asked(facts: Facts) -> str:
    asked = ["postcode and house"] if facts.described.by_household else []
    asked += [extra.label for extra in facts.described.extras]
    more = f", and {', '.join(asked)}" if asked else ""
    return f"Name and e-mail address{more}. A postal address is asked of winners only."


def _consent(facts: Facts) -> str:
    if not facts.described.marketing:
        return "Nobody is asked for any."
    return "A box of its own, not ticked; its wording and the time are kept with each consent."


def _fixed(sentence: str) -> Callable[[Facts], str]:
    return lambda _facts: sentence


_FORM = (
    *("title", "slug", "standfirst", "text", "picture", "question", "eligibility", "disposable", "embed"),
)

RULES = (
    Rule("8.17.1", "How to enter", FORM, _how, _FORM),
    Rule("8.17.2", "The free way in", ITSELF, _fixed("There is no other: nothing has to be bought.")),
    Rule("8.17.3", "Start date", DATES, _start, ("opens", "time_zone")),
    Rule("8.17.4", "Closing date, with time and zone", DATES, _closing, _DATES),
    Rule(
        "8.17.4.e",
        "Closing date locked once published",
        ITSELF,
        _fixed("Moving it takes two people, one of two lawful reasons, and a public notice."),
    ),
    Rule("8.17.6", "Number and nature of prizes", PRIZE, _prizes, ("prizes",)),
    Rule("8.17.7", "Restrictions: age and place", WHO, _restrictions, ("min_age", "age_rating", "region")),
    Rule("8.17.9", "Promoter’s name and address", PRIZE, _promoter, ("promoter",)),
    Rule("8.23", "Terms written and given a version", TERMS, _terms, ("rules", "additions", "terms")),
    Rule(
        "8.24",
        "A draw that can be shown to be random",
        DATES,
        _random,
        ("beacon", "fallback", "witnesses", "witness_quorum"),
    ),
    Rule("8.28", "Conditions kept available", ITSELF, _fixed("They stay on the draw’s page, for good.")),
    Rule("8.28.1", "Number of entries", ITSELF, _fixed("One per person; the form and the terms say so.")),
    Rule("8.28.2", "Cash alternative", PRIZE, _cash, ("cash_alternative",), "There is none"),
    Rule("8.28.3", "When prizes arrive, if later than 30 days", WINNERS, _delivery, ("delivery_days",)),
    Rule("8.28.4", "How and when winners are told", WINNERS, _told, ("claim_days", "reserves", "group_rule")),
    Rule(
        "8.28.5",
        "Winners may object to being named",
        ITSELF,
        _fixed("They are asked before they enter and again when they claim."),
    ),
    Rule("UK GDPR 5(1)(c)", "No more is asked than is needed", FORM, _asked, ("extras",)),
    Rule(
        "UK GDPR 13",
        "Told what happens to their details",
        ITSELF,
        _fixed("By the form and in the terms."),
        ("retention",),
    ),
    Rule("UK GDPR 15–17", "See, correct, erase", ITSELF, _fixed("By each entrant’s own page, or by mail.")),
    Rule("PECR 22", "Consent to marketing, kept apart", FORM, _consent, ("marketing",)),
)
