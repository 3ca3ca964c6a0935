"""Giving up a prize unit: for a reason that the manifest names, approved by people unless it needs nobody."""

import re
from collections.abc import Collection, Sequence

from competition.draw.awards import DECLINED, NO_REPLY
from competition.rules.errors import RuleError

SENTENCES = {
    NO_REPLY: "No reply in the time to claim.",
    DECLINED: "The winner did not want the prize.",
    "ineligible": "The terms do not allow this winner.",
    "undeliverable": "The prize could not be delivered.",
}
_CODE = re.compile(r"[a-z][a-z0-9_-]{0,31}", re.ASCII)


def in_words(reason: str) -> str:
    """Return the reason as a sentence; one of the promoter's own codes is shown as it is."""
    return SENTENCES.get(reason, f"Reason given by the promoter: {reason.replace('_', ' ')}.")


def check(reason: str, allowed: Collection[str], approvers: Sequence[str], *, staff: Collection[str]) -> None:
    """Raise RuleError unless people may give a unit up for this reason (§8, N5).

    `staff` are the codes of the instance's admins: where there are two, two of them must approve. A winner
    who declines needs nobody's leave; `no_reply` is not for people to say.
    """
    if reason == NO_REPLY:
        raise RuleError("reason", "Silence is for the clock: it ends a hold when the time to claim is over.")
    if reason not in allowed:
        raise RuleError("reason", f"“{reason}” is no reason of this draw. Use one of: {', '.join(allowed)}.")
    if not all(_CODE.fullmatch(code) for code in approvers) or len(set(approvers)) != len(approvers):
        raise RuleError("approvers", "Name each approver once, by the code of an admin such as jo.")
    if staff and not set(approvers) <= set(staff):
        raise RuleError("approvers", f"Only admins approve: {', '.join(sorted(staff))}.")
    if len(approvers) < min(2, max(1, len(staff))) and reason != DECLINED:
        people = "two people approve" if len(staff) > 1 else "somebody approves"
        raise RuleError("approvers", f"A prize is given up for this reason only if {people} it.")
