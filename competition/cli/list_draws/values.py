"""Where the random value of a frozen list comes from: relays, a file, or two people who read an event."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import click

from competition.adapters import relay
from competition.adapters.draw_folders import NUMBERS, DrawFolder
from competition.cli.refusals import NOT_TRIED, Refusal, content
from competition.cli.waiting import wait
from competition.config import Beacon
from competition.draw import relayed
from competition.draw.beacon import BeaconValue, EventValue
from competition.draw.errors import DrawError
from competition.draw.texts import CODE
from competition.rules import typing_numbers
from competition.rules.wording import exact_moment
from competition.services.list_draws.drawing import Waiting

_LARGEST_ROUND = 16_384
# Relays have a round some moments after it is due.
_TRIES, _PAUSE = 10, timedelta(seconds=3)


@dataclass(frozen=True, slots=True)
class Given:
    """What the operator brought: a round as a file, or numbers with the code of who typed them."""

    file: Path | None = None
    numbers: str | None = None
    code: str | None = None


def from_file(given: Path, waiting: Waiting) -> BeaconValue:
    return relayed.parse(content(given, largest=_LARGEST_ROUND), waiting.chain_hash)


def from_relays(waiting: Waiting, beacon: Beacon, *, now: Callable[[], datetime]) -> Iterator[BeaconValue]:
    """Wait until the round is due, then yield what the relays say; the caller takes what proves itself."""
    round_ = waiting.round
    if round_ is None:
        raise Refusal(["No relay has the numbers of an event: two people type them, with --event-numbers."])
    wait(waiting.due, f"Round {round_} is due", now=now)
    for number in range(_TRIES):
        if number:
            wait(now() + _PAUSE, "No relay has the round yet. Asked again", now=now)
        for answer in relay.answers(
            beacon.relays, chain_hash=waiting.chain_hash, round_=round_, timeout=beacon.timeout_seconds
        ):
            try:
                yield relayed.parse(answer, waiting.chain_hash)
            except DrawError as problem:
                click.echo(f"A relay's answer was refused: {problem}.", err=True)
    sentence = f"No relay gave round {round_}. Try again later, or name a file with --beacon-file."
    raise Refusal([sentence], NOT_TRIED)


def from_typing(
    folder: DrawFolder, waiting: Waiting, numbers: str, code: str, *, now: datetime
) -> BeaconValue | None:
    """The value once two have typed the same; None after the first. Raises Refusal where they differ."""
    if not waiting.event:
        raise Refusal(["Nothing waits for the numbers of an event here."])
    if not CODE.fullmatch(code):
        raise Refusal(["A code is made of lower-case letters, digits, _ and -, and begins with a letter."])
    typing_numbers.check_due(waiting.due, now, exact_moment(waiting.due, "UTC"))
    value, first = typing_numbers.key_string(numbers), json.loads(folder.kept(NUMBERS) or b"{}")
    if not first:
        folder.keep(NUMBERS, json.dumps({"typed_by": code, "value": value}).encode())
        click.echo(f"Recorded as typed by {code}. Nothing is drawn before somebody else types the same.")
        return None
    typing_numbers.check_second(first["typed_by"], code)
    if first["value"] != value:
        folder.forget(NUMBERS)
        raise Refusal(["The two did not type the same. Nothing is drawn: read the event again, and type."])
    return EventValue(waiting.event, value, (first["typed_by"], code))
