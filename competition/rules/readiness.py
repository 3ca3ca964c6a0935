"""What should be so before a list is frozen and drawn. The desk says it; nothing waits for it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal

from competition.rules.lifecycle import BEFORE_FREEZE, Status
from competition.rules.wording import moment, plural

About = Literal["clock", "appeals", "mail", "number", "witnesses", "people"]
Number = Literal["drand", "event", "rehearsal"]

# The worker looks every few seconds and asks the relays every half minute: after so long it is away.
PATIENCE = timedelta(minutes=3)


class State(StrEnum):
    """As it is said on the page."""

    READY = "Ready"
    OPEN = "Open"
    NOT_YET = "Not yet"
    OVER = "Over"
    """It was open, and nothing can be done about it any more."""
    NOT_NEEDED = "Not needed"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known when somebody looks."""

    status: Status
    zone: str
    now: datetime
    next_at: datetime
    """When the next step of the clock is due."""
    freeze_at: datetime
    appeals: int
    """Not decided."""
    stopped_at: datetime | None
    """Since when no letter leaves."""
    parked: int
    """Letters that were refused for good."""
    number: Number
    relay_seen: datetime | None
    """When a relay last gave a round, to whichever competition of this service."""
    witnesses: int
    quorum: int
    signed: int
    """How many of the witnesses have signed the frozen list."""
    deciders: int
    """Admins who may decide what another has asked for."""


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the list, with a sentence."""

    about: About
    title: str
    state: State
    sentence: str


def check(facts: Facts) -> tuple[Check, ...]:
    """Return every check; none once the draw is over."""
    if facts.status not in {*BEFORE_FREEZE, Status.FROZEN}:
        return ()
    return tuple(_checks(facts))


def late(facts: Facts) -> bool:
    """Whether what was due is still not done, longer than anybody has to wait."""
    return facts.now > facts.next_at + PATIENCE


def _checks(facts: Facts) -> Iterator[Check]:
    yield Check("clock", "The worker", *_clock(facts))
    yield Check("appeals", "Appeals", *_appeals(facts))
    yield Check("mail", "Letters", *_mail(facts))
    yield Check("number", "The number", *_number(facts))
    yield Check("witnesses", "Witnesses", *_witnesses(facts))
    yield Check("people", "A second person", *_people(facts))


def _clock(facts: Facts) -> tuple[State, str]:
    due = moment(facts.next_at, facts.zone)
    if facts.status is not Status.FROZEN and late(facts):
        return State.OPEN, f"The next step was due on {due}. Ask the operator whether the worker runs."
    return State.READY, "Nothing that is its to do is late."


def _appeals(facts: Facts) -> tuple[State, str]:
    if not facts.appeals:
        return State.READY, "None waits for a decision."
    waiting = plural(facts.appeals, "appeal")
    if facts.status is Status.FROZEN:
        return State.OVER, f"{waiting} not decided in time. The tickets stay left out."
    until = moment(facts.freeze_at, facts.zone)
    sentence = f"{waiting} not decided. The freeze does not wait: decide before {until}."
    return State.OPEN, sentence


def _mail(facts: Facts) -> tuple[State, str]:
    if facts.stopped_at:
        since = moment(facts.stopped_at, facts.zone)
        return State.OPEN, f"Stopped since {since}. Nobody is told anything until somebody resumes it."
    if facts.parked:
        refused = plural(facts.parked, "letter")
        return State.OPEN, f"Letters leave, but {refused} came back for good. The operator sees why."
    return State.READY, "They leave, and none was refused for good."


def _number(facts: Facts) -> tuple[State, str]:
    if facts.number == "rehearsal":
        return State.NOT_NEEDED, "This server makes it. A rehearsal proves nothing."
    if facts.number == "event":
        return _event(facts)
    if facts.status is Status.FROZEN and late(facts):
        return State.OPEN, "No relay has answered since it was due. The draw waits, and nothing is lost."
    if facts.relay_seen is None:
        return State.NOT_YET, "No relay was asked so far. The first time is the instant of the draw."
    return State.READY, f"A relay last answered on {moment(facts.relay_seen, facts.zone)}."


def _event(facts: Facts) -> tuple[State, str]:
    if facts.deciders > 1:
        return State.READY, "Two of you type it, each alone, once the event is over."
    return (
        State.OPEN,
        "Two people type it, and there is one. Invite a second, or have somebody type at the command line.",
    )


def _witnesses(facts: Facts) -> tuple[State, str]:
    if not facts.witnesses:
        return State.NOT_NEEDED, "None is named in the manifest. The freeze is mailed to every entrant."
    needed = f"{facts.quorum} of {facts.witnesses} have to sign before the number is due"
    if facts.status is not Status.FROZEN:
        return State.NOT_YET, f"{needed}. They are asked once the list is frozen."
    if facts.signed < facts.quorum:
        return State.OPEN, f"{needed}, and {facts.signed} did so far."
    return State.READY, f"{facts.signed} of {facts.witnesses} have signed the frozen list."


def _people(facts: Facts) -> tuple[State, str]:
    if facts.deciders > 1:
        return State.READY, f"{facts.deciders} of you can decide what one alone may not."
    return State.OPEN, "One admin decides alone here, and the public page says so. Invite a second."
