"""Appeals: one for each exclusion, before the freeze, decided by somebody else where there is one."""

import unicodedata
from collections.abc import Collection

from competition.rules.errors import RuleError
from competition.rules.lifecycle import BEFORE_FREEZE, Status

SHORTEST, LONGEST = 10, 2000


def check_sendable(status: Status, *, sent: bool) -> None:
    """Raise RuleError unless an exclusion can be appealed against now."""
    if status not in BEFORE_FREEZE:
        raise RuleError("frozen", "The list is frozen and public, so nothing can be put back into it.")
    if sent:
        raise RuleError("sent", "You have appealed already. We decide each exclusion once.")


def clean_text(text: str) -> str:
    """Return what somebody wrote as it is kept; raises RuleError `text`."""
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").strip()
    if len(lines) < SHORTEST:
        raise RuleError("text", "Say in a sentence or two why the decision is wrong.", field="text")
    if len(lines) > LONGEST:
        raise RuleError("text", f"Say it in at most {LONGEST:,} characters.", field="text")
    if any(unicodedata.category(sign) in {"Cc", "Cs"} and sign not in {"\n", "\t"} for sign in lines):
        raise RuleError("text", "Write plain text, without control characters.", field="text")
    return lines


def check_decider(excluded_by: str, decider: str, others: Collection[str]) -> None:
    """Raise RuleError for whoever excluded the entry, as long as one of `others` could decide instead."""
    if decider == excluded_by and set(others) - {decider}:
        raise RuleError("own", "You left this entry out. Somebody else decides the appeal.")
