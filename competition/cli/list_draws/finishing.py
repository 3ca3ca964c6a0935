"""From a frozen record to a drawn one, its bundle and its certificate; done again, it comes out the same."""

from collections.abc import Callable
from datetime import datetime

import click

from competition.adapters.draw_folders import BUNDLE, CERTIFICATE, KEY, NUMBERS, OPENINGS, DrawFolder
from competition.cli.list_draws import signing as keys
from competition.cli.list_draws import values
from competition.cli.list_draws.signing import Signing
from competition.cli.list_draws.values import Given
from competition.cli.refusals import NOT_TRIED, Refusal
from competition.cli.waiting import wait
from competition.draw.errors import DrawError
from competition.services.list_draws import certificate, drawing, sealing
from competition.services.list_draws.certificate import Certificate, Winner
from competition.services.list_draws.record import ListRecord, from_files

Now = Callable[[], datetime]
_DRAWN = ("beacon.json", "seed.txt", "result.txt", "log.txt", "checkpoint.note")


def finish(folder: DrawFolder, given: Given, *, configured: Signing | None, now: Now) -> None:
    """Draw the frozen list in a folder as soon as its value is there, and write what follows from it."""
    try:
        with folder.locked():
            _finish(folder, given, configured or keys.kept(folder), now)
    except (KeyError, FileNotFoundError, NotADirectoryError):
        raise Refusal([f"{folder.path} holds no frozen list."], NOT_TRIED) from None
    except OSError as error:
        raise Refusal([f"{folder.path} cannot be used: {error.strerror or error}."], NOT_TRIED) from None


def _finish(folder: DrawFolder, given: Given, signing: Signing, now: Now) -> None:
    record = from_files(folder.files())
    if record.outcome:
        click.echo("This list was drawn before; this is its result.", err=True)
    else:
        drawn = _drawn(record, folder, given, signing=signing, now=now)
        if drawn is None:
            return
        record = drawn
    if signing.signer:
        drawing.require_key(record, signing.signer)
        files = record.files(signing.signer)
        folder.publish({name: files[name] for name in _DRAWN})
    folder.bundle(folder.files())
    _show(_certify(folder, record), folder)
    # Nothing is left to sign, or to compare.
    folder.forget(KEY)
    folder.forget(NUMBERS)


def _drawn(
    record: ListRecord, folder: DrawFolder, given: Given, *, signing: Signing, now: Now
) -> ListRecord | None:
    """The drawn record; None where a second person has to type first."""
    waiting = drawing.waiting(record)
    if signing.signer is None:
        raise Refusal(["The key of this draw is gone, so that nothing can be signed."], NOT_TRIED)
    drawing.require_key(record, signing.signer)
    if given.numbers is not None and given.code is not None:
        value = values.from_typing(folder, waiting, given.numbers, given.code, now=now())
        return drawing.draw(record, value, now=now()) if value else None
    if given.file is not None:
        return drawing.draw(record, values.from_file(given.file, waiting), now=now())
    if waiting.rehearsal:
        wait(waiting.due, "The draw is", now=now)
        return drawing.draw(record, None, now=now())
    for answer in values.from_relays(waiting, signing.beacon, now=now):
        try:
            return drawing.draw(record, answer, now=now())
        except DrawError as problem:
            click.echo(f"A relay's answer was refused: {problem}.", err=True)
    return None


def _certify(folder: DrawFolder, record: ListRecord) -> Certificate:
    if record.outcome is None:
        raise LookupError("a list was drawn and has no outcome")
    try:
        with folder.openings() as lines:
            people = dict(sealing.entrants(lines, certificate.shown(record.outcome)))
    except FileNotFoundError:
        # The promoter may have taken the openings away; the record does not need them.
        people = {}
    made = certificate.of(record, record.outcome, people)
    folder.certify(certificate.page(made))
    return made


def _show(made: Certificate, folder: DrawFolder) -> None:
    click.echo(made.title)
    _show_people("prize", made.winners, made.more_winners)
    _show_people("reserve", made.reserves, made.more_reserves)
    if made.unawarded:
        click.echo(f"  {made.unawarded:,} of the prizes went to nobody: the tickets ran out.")
    click.echo(f"seed {made.seed}")
    click.echo(f"Check it with `competition-audit verify {folder.path / BUNDLE}`.")
    click.echo(f"To print: {folder.path / CERTIFICATE}", err=True)
    click.echo(f"Whole addresses, by ticket: {folder.path / OPENINGS}. Keep it private.", err=True)


def _show_people(what: str, people: tuple[Winner, ...], more: int) -> None:
    for one in people:
        click.echo(f"  {what} {one.number}  {one.ticket}  {one.who}".rstrip())
    if more:
        click.echo(f"  and {more:,} more, in result.txt")
