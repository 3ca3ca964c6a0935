"""What a regulator asks of a prize promotion, by rule number, and what the evidence pack answers with.

The pack helps to evidence these rules of the UK CAP Code; it makes nobody compliant.
"""

from dataclasses import dataclass


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


CONDITIONS = Rule(
    "8.17",
    "Significant conditions",
    "How to enter, closing date, prizes, restrictions, and who the promoter is are told before entry.",
)
CLOSING = Rule(
    "8.17.4.e",
    "Closing date",
    "The closing date is not changed but for reasons outside the promoter's control.",
)
TERMS = Rule("8.23", "Terms", "The full terms can be had, and a change of them is told.")
RANDOM = Rule("8.24", "Winners by chance", "A verifiably random process decides, or an independent person.")
AVAILABLE = Rule(
    "8.28", "Kept available", "Conditions stay available; prizes come within 30 days or the delay is told."
)
TOLD = Rule("8.28.4", "Telling winners", "How and when winners are told.")
PUBLISHED = Rule(
    "8.28.5",
    "Names of winners",
    "Surname and county are published or given on request, unless the winner objects.",
)
RULES = (CONDITIONS, CLOSING, TERMS, RANDOM, AVAILABLE, TOLD, PUBLISHED)
