"""A draft as its editors see it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from competition.rules.checklist import Finding


@dataclass(frozen=True, slots=True)
class ReadingView:
    """One instant that a local time may have meant: what is sent to choose it, and when it is."""

    value: str
    at: datetime


@dataclass(frozen=True, slots=True)
class DraftRowView:
    """A draft in the list."""

    number: int
    title: str
    saved_by: str
    saved_at: datetime
    to_do: int
    """How many rules are missing."""


@dataclass(frozen=True, slots=True)
class DraftView:
    """A draft with all that its steps show. Texts are as typed, right or wrong."""

    number: int
    version: int
    title: str
    zone: str
    saved_by: str
    saved_at: datetime
    published: str
    """The slug that it became; empty while it is a draft."""
    typed: Mapping[str, str]
    wrong: Mapping[str, str]
    """By field: what to put right there."""
    readings: Mapping[str, tuple[ReadingView, ...]]
    """By instant whose local time is none or two."""
    shown_as: Mapping[str, str]
    """By instant that can be read: how readers see it."""
    defaults: str
    """What follows from the closing time where nothing was typed; empty while it cannot be read."""
    number_said: str
    """Which random number decides, and when it is due; empty while that cannot be said."""
    findings: tuple[Finding, ...]
    summary: str
    """`Nine done, two to do, one not needed.`"""
    to_do: str
    """`Two to do first`; empty when it can be published."""
    picture: bool
    generated: str
    """The terms without what was added; empty while other steps come first."""
    terms_fingerprint: str
    """What is sent to say that these terms were read."""
    terms_read: bool
