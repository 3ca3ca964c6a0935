"""What a regulator asks of a prize promotion, by rule number, and what the evidence pack answers with.

The pack helps to evidence these rules of the UK CAP Code; it makes nobody compliant.
"""

from dataclasses import dataclass

from competition.rules import rulebook


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule by its number; `asks` is what it wants, in a sentence."""

    number: str
    title: str
    asks: str

    @property
    def folder(self) -> str:
        """Where the pack keeps what belongs to it."""
        return f"rule-{self.number}"


def _of_the_rulebook(number: str, asks: str) -> Rule:
    """Under the title that the editor's checklist gives it."""
    title = next(rule.title for rule in rulebook.RULES if rule.number == number)
    return Rule(number, title, asks)


CONDITIONS = Rule(
    "8.17",
    "Significant conditions",
    "How to enter, closing date, prizes, restrictions, and who the promoter is are told before entry.",
)
CLOSING = _of_the_rulebook(
    "8.17.4.e", "The closing date is not changed but for reasons outside the promoter's control."
)
TERMS = _of_the_rulebook("8.23", "The full terms can be had, and a change of them is told.")
RANDOM = _of_the_rulebook("8.24", "A verifiably random process decides, or an independent person.")
AVAILABLE = _of_the_rulebook(
    "8.28", "Conditions stay available; prizes come within 30 days or the delay is told."
)
TOLD = _of_the_rulebook("8.28.4", "How and when winners are told.")
PUBLISHED = _of_the_rulebook(
    "8.28.5", "Surname and county are published or told on request, unless a winner objects."
)
RULES = (CONDITIONS, CLOSING, TERMS, RANDOM, AVAILABLE, TOLD, PUBLISHED)
