"""What admin pages show of admins themselves."""

from dataclasses import dataclass
from datetime import datetime

from competition.rules.permissions import May, Role, allows
from competition.services.views.draw import DrawView


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
    action: str
    competition: str
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
