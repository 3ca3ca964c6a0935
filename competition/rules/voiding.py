"""Calling a draw off: for a stated reason, in public, for ever listed."""

from competition.rules.errors import FormRefusedError, RuleError
from competition.rules.lifecycle import Status

# The service's own reason, where a list is empty (§5).
NO_ENTRIES = "no_entries"
REASONS = {
    "wrong_list": "The list of tickets was wrong.",
    "wrong_rules": "The published rules were wrong or could not be kept.",
    "no_prize": "The prize cannot be given.",
    "unlawful": "The draw would break the law, or a regulator has stopped it.",
    "fault": "The service failed in a way that may have changed the result.",
}
"""By the code that stands in the public log."""
LONGEST_NOTICE = 2000


def check_voidable(status: Status) -> None:
    """Raise RuleError unless a draw in this state can still be voided (§8)."""
    if status is Status.DRAFT:
        raise RuleError("draft", "This is a draft: nobody has seen it, so there is nothing to void.")
    if status is Status.COMPLETED:
        raise RuleError("completed", "Every prize has arrived, and the record is complete.")
    if status is Status.VOIDED:
        raise RuleError("voided", "This draw is void already.")


def check_notice(reason: str, notice: str) -> str:
    """Return the public notice as it will stand; raises FormRefusedError for one that says nothing."""
    if found := problems(reason, notice):
        raise FormRefusedError(found)
    return _on_one_line(notice)


def problems(reason: str, notice: str) -> list[RuleError]:
    """Return all that has to be put right before anybody is asked."""
    found = []
    if reason not in REASONS:
        found.append(RuleError("reason", "Choose one of the reasons.", field="reason"))
    text = _on_one_line(notice)
    if not 20 <= len(text) <= LONGEST_NOTICE or not text.isprintable():
        message = "Say in a sentence or more what happened. Everybody will read it."
        found.append(RuleError("notice", message, field="notice"))
    return found


def _on_one_line(text: str) -> str:
    return " ".join(text.split())


def published(reason: str, notice: str, approvers: int) -> str:
    """The whole notice: reason, what happened, and how many decided."""
    people = "Two people of the promoter decided this." if approvers > 1 else "One person decided this alone."
    return f"{REASONS[reason]} {notice} {people}"
