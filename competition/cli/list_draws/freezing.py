"""From a file to a frozen record in a folder, and what is said of it on the way."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import click

from competition.adapters.draw_folders import RECORD, DrawFolder
from competition.cli.list_draws.signing import Signing
from competition.cli.refusals import NOT_TRIED, Refusal
from competition.cli.waiting import wait
from competition.draw.errors import VerificationError
from competition.draw.notes import Signer
from competition.rules import list_terms
from competition.rules.list_terms import ListDraw
from competition.rules.wording import exact_moment, plural
from competition.services.list_draws import drawing, entrants, sealing
from competition.services.list_draws.entrants import EntrantList
from competition.services.list_draws.record import ListRecord
from competition.services.list_draws.sealing import Sealed

Now = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Source:
    """The file, and which of its columns was asked for."""

    path: Path
    column: str | None


def read(source: Source) -> EntrantList:
    """Read the list and say what is on it; raises Refusal or RuleError."""
    try:
        with source.path.open("rb") as file:
            listed = entrants.read(file, column=source.column)
    except OSError as error:
        raise Refusal([f"{source.path} cannot be read: {error.strerror or error}."], NOT_TRIED) from None
    for sentence in _said(source.path, listed):
        click.echo(sentence)
    return listed


def _said(path: Path, listed: EntrantList) -> Iterator[str]:
    entries = "1 entry" if listed.rows == 1 else f"{listed.rows:,} entries"
    yield f"{path.name}: {entries}, the addresses in {listed.column.said()}."
    if count := listed.repeated.count:
        repeat = (
            "1 row repeats a mailbox and gets" if count == 1 else f"{count:,} rows repeat a mailbox and get"
        )
        yield f"{repeat} no ticket (rule email-folding/1):"
        yield from (f"  {sentence}" for sentence in listed.repeated.sentences())
    yield f"{plural(len(listed.lines), 'ticket')}, one for each mailbox."


def freeze(listed: EntrantList, said: ListDraw, folder: DrawFolder, *, signing: Signing, now: Now) -> None:
    """Seal and freeze the list, and write it down; from here on nothing of it can change."""
    signer = signing.signer
    if signer is None:
        raise LookupError("a list is frozen without a key")
    list_terms.check(said)
    competition = drawing.identity(said, origin=signer.name, now=now())
    sealed = sealing.seal(listed.lines, competition=competition)
    record = _frozen(sealed, said, competition=competition, signer=signer, now=now)
    try:
        folder.create(record.files(signer), sealed.openings, signing.own)
    except OSError as error:
        raise Refusal([f"{folder.path} cannot be written: {error.strerror or error}."], NOT_TRIED) from None
    for sentence in _frozen_said(record, folder):
        click.echo(sentence)


def _frozen(sealed: Sealed, said: ListDraw, *, competition: str, signer: Signer, now: Now) -> ListRecord:
    """Open a record and freeze it within its dates; on a machine that stood still meanwhile, a new one."""
    while True:
        record = drawing.open_record(said, competition=competition, signer=signer, now=now())
        wait(_second(now(), record.fixed.confirm_by), "The list is frozen", now=now)
        try:
            return drawing.freeze(record, sealed, signer=signer, now=now())
        except VerificationError as late:
            if late.code != "log_freeze_time":
                raise


def _second(like: datetime, second: int) -> datetime:
    return datetime.fromtimestamp(second, tz=like.tzinfo)


def _frozen_said(record: ListRecord, folder: DrawFolder) -> Iterator[str]:
    waiting, statement = drawing.waiting(record), record.statement
    at = exact_moment(waiting.due, "UTC")
    yield f"The list is frozen: {statement.digest()}"
    if waiting.rehearsal:
        yield "This is a rehearsal and proves nothing: our own machine makes the value."
        return
    what = f"drand round {waiting.round}" if waiting.round else f"the event {waiting.event}"
    yield f"The value is that of {what}, due on {at}."
    note = folder.path / RECORD / "freeze.note"
    yield f"Publish {note} before then: whoever has a copy can tell that the list was fixed in time."
