"""Deciding an exclusion: before the freeze only, for a reason that the manifest names."""

from collections.abc import Collection

from competition.rules.errors import RuleError
from competition.rules.lifecycle import Status, check_changeable

SENTENCES = {
    "duplicate": "More than one entry from one person.",
    "ineligible": "The terms do not allow this entry.",
    "withdrawn": "Withdrawn by the entrant.",
    "wrong_answer": "The answer to the question was not right.",
}


def check_exclusion(status: Status, reason: str, allowed: Collection[str]) -> None:
    """Raise RuleError unless a ticket may be left out now for this reason (§3, §5)."""
    check_changeable(status)
    if not reason:
        raise RuleError("reason", "Choose a reason.", field="reason")
    if reason not in allowed:
        message = f"“{reason}” is no reason of this draw. Use one of: {', '.join(allowed)}."
        raise RuleError("reason", message, field="reason")


def in_words(reason: str) -> str:
    """Return the reason as a sentence for its entrant; one of the promoter's own codes is shown as it is."""
    return SENTENCES.get(reason, f"Reason given by the promoter: {reason.replace('_', ' ')}.")
