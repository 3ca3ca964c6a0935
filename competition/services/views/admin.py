"""What admin pages show of admins themselves."""

from dataclasses import dataclass
from datetime import datetime

from competition.rules.permissions import May, Role, allows
from competition.rules.readiness import Check
from competition.services.views.draw import DrawView
from competition.services.views.review import AppealRowView


@dataclass(frozen=True, slots=True)
class AdminView:
    """Whoever is signed in. `code` is what the public log calls them, and the actor of what they do."""

    id: int
    code: str
    name: str
    email: str
    role: Role
    proven: bool
    """Whether the password was given a moment ago, as what is dangerous needs it."""

    def may(self, may: May) -> bool:
        return allows(self.role, may)


@dataclass(frozen=True, slots=True)
class PersonView:
    """One line of the list of admins."""

    code: str
    name: str
    email: str
    role: Role
    status: str
    passkeys: int
    codes: bool
    since: datetime | None


@dataclass(frozen=True, slots=True)
class FactorsView:
    """The second factors of an admin, as their own account page shows them."""

    codes_since: datetime | None
    passkeys: tuple[tuple[str, str, datetime], ...]
    """(id in hex, name, when it was made)."""
    recovery_codes_left: int


@dataclass(frozen=True, slots=True)
class NewCodesView:
    """What an authenticator app takes: a picture (SVG) and the same as text, four signs at a time."""

    picture: bytes
    spelt: str
    demo_code: str
    """The code of this moment, in the demonstration only; else empty."""


@dataclass(frozen=True, slots=True)
class DeedView:
    """One row of the activity record."""

    id: int
    at: datetime
    actor: str
    name: str
    """Of an admin who is known by this code; empty for whoever else acts."""
    action: str
    """In words."""
    competition: str
    """Its title."""
    subject: str
    details: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ActivityView:
    """A page of the activity record, newest first; `older` is the row to go on from, if there is one."""

    deeds: tuple[DeedView, ...]
    older: int | None
    actors: tuple[tuple[str, str], ...]
    competitions: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ApprovalView:
    """What one admin has asked for: `mine` for whoever asked, `mature` for an account older than that."""

    public_id: str
    slug: str
    title: str
    kind: str
    what: str
    payload: tuple[tuple[str, str], ...]
    asked_by: str
    asked_at: datetime
    mine: bool
    mature: bool
    decision: str
    decided_by: str
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class HalfView:
    """Somebody who gave the right password: which second factors they can show, or that there is none yet."""

    codes: bool
    passkeys: bool
    demo_code: str
    """The code of this moment, in the demonstration only; else empty."""

    @property
    def to_set_up(self) -> bool:
        return not (self.codes or self.passkeys)


@dataclass(frozen=True, slots=True)
class NumbersView:
    """How far the typing of an event's numbers has come. The numbers themselves are in no view."""

    event: str
    due_at: datetime
    due: bool
    fallback: bool
    """Whether the event stands in for a round that was never produced."""
    turn: str
    """Which typing is next; goes with the form, so that a press repeated is no second typing."""
    first_by: str
    """Code of who has typed and waits for a second; empty where nobody has."""
    first_at: datetime | None
    mine: bool
    alone: bool
    """Whether nobody else could type."""
    differed: int
    """How often two have typed and did not agree."""


@dataclass(frozen=True, slots=True)
class DrawDeskView:
    """The one screen of freeze and draw. There is nothing to press but what calls it off."""

    draw: DrawView
    status: str
    tickets: int
    left_out: tuple[tuple[str, int], ...]
    """(reason in words, how many), before and after the freeze."""
    freeze_at: datetime
    chain: str
    """Hash of the drand chain whose round is awaited; empty for another beacon."""
    late: bool
    """Whether the number is overdue, so that the relays seem out of reach."""
    pending: int
    """Entries that are not confirmed."""
    appeals: tuple[AppealRowView, ...]
    """Those not decided; after the freeze, those that never were."""
    numbers: NumbersView | None
    """The typing of an event's numbers; None where none is awaited."""
    checks: tuple[Check, ...]
    """What should be so before the freeze and the draw."""
