"""What each role of the promoter's people may do. What stands in no list is refused."""

from collections.abc import Mapping
from enum import StrEnum


class Role(StrEnum):
    """From the one who answers for everything to the one who only looks."""

    OWNER = "owner"
    EDITOR = "editor"
    FULFILMENT = "fulfilment"
    OBSERVER = "observer"


class May(StrEnum):
    """What a page of the admin lets somebody do."""

    SEE = "see competitions, counts and masked entries"
    ACTIVITY = "read the activity record"
    EDIT = "write and publish competitions"
    REVIEW = "exclude entries and decide appeals"
    REVEAL = "see a masked name or address"
    EXPORT = "export and import entries"
    DRAW = "give a draw its value by hand"
    VOID = "ask for a void or a move of dates"
    DECIDE = "decide what another has asked for"
    AWARD = "run the awards"
    FULFIL = "see where prizes go, and send them"
    ANSWER = "answer complaints and data requests"
    RETAIN = "purge personal data"
    SET_UP = "set up the site"
    ADMINS = "invite, change and disable admins"


_FEW = 3
_FULFILMENT = frozenset({May.SEE, May.FULFIL})
_OBSERVER = frozenset({May.SEE, May.ACTIVITY})
ROLES: Mapping[Role, frozenset[May]] = {
    Role.OWNER: frozenset(May),
    Role.EDITOR: frozenset(May) - {May.SET_UP, May.ADMINS, May.RETAIN},
    Role.FULFILMENT: _FULFILMENT,
    Role.OBSERVER: _OBSERVER,
}
# Asked again for the password, because a browser left open must not be enough.
NEEDS_PROOF = frozenset({May.REVEAL, May.EXPORT, May.DRAW, May.VOID, May.DECIDE, May.RETAIN, May.ADMINS})


def allows(role: Role, may: May) -> bool:
    """Whether this role may do that."""
    return may in ROLES[role]


def in_words(role: Role) -> str:
    """What a role may do, for the page where it is given: `do everything but …`, or a list."""
    missing = [may.value for may in May if not allows(role, may)]
    if not missing:
        return "do everything"
    if len(missing) <= _FEW:
        return f"do everything but {'; '.join(missing)}"
    return "; ".join(may.value for may in May if allows(role, may))
