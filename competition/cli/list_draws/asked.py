"""What was asked for at the command line, and what it means."""

from dataclasses import dataclass
from pathlib import Path

import click

from competition.adapters.draw_folders import DrawFolder
from competition.cli.list_draws.freezing import Source
from competition.cli.list_draws.values import Given
from competition.rules import list_terms
from competition.rules.description import Beacon, Drand, Event, Promoter, Rehearsal
from competition.rules.list_terms import ListDraw
from competition.rules.local_times import to_utc


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The options under their own names; what was left out is None."""

    file: Path | None
    prizes: int | None
    title: str | None
    column: str | None
    reserves: int
    beacon: str
    draw_at: str | None
    event: str | None
    event_bits: int | None
    promoter: str | None
    promoter_address: str | None
    output: Path | None
    check: bool
    freeze_only: bool
    resume: Path | None
    beacon_file: Path | None
    numbers: str | None
    code: str | None

    def source(self) -> Source:
        """The list; raises UsageError."""
        if self.file is None:
            raise click.UsageError("Name the file of the list, or a folder with --resume.")
        return Source(self.file, self.column)

    def said(self, promoter: Promoter) -> ListDraw:
        """What is drawn; raises UsageError for what is missing, RuleError for what cannot be."""
        if self.prizes is None or self.title is None:
            raise click.UsageError("Say how many --prizes there are, and give the draw a --title.")
        said = ListDraw(
            title=self.title.strip(),
            prizes=self.prizes,
            reserves=self.reserves,
            beacon=self._beacon(),
            promoter=Promoter(self.promoter or promoter.name, self.promoter_address or promoter.address),
            draw_at=to_utc(self.draw_at, "UTC") if self.draw_at else None,
        )
        list_terms.check(said)
        return said

    def _beacon(self) -> Beacon:
        if self.beacon != "event":
            return Drand() if self.beacon == "drand" else Rehearsal()
        if not self.event or not self.event_bits:
            raise click.UsageError("An event needs --event, --event-bits and --draw-at.")
        return Event(list_terms.slug(self.event, longest=64), self.event, self.event_bits)

    def folder(self) -> DrawFolder:
        """Where the draw lies, or will."""
        if self.resume or self.output:
            return DrawFolder(self.resume or self.output or Path())
        source = self.source().path
        return DrawFolder(source.with_name(f"{source.stem}-draw"))

    def given(self) -> Given:
        """What was brought to a frozen list; raises UsageError for half of it, or for both kinds."""
        if (self.numbers is None) != (self.code is None):
            raise click.UsageError("--event-numbers and --typed-by go together.")
        if self.beacon_file is not None and self.numbers is not None:
            raise click.UsageError("Give --beacon-file or --event-numbers, not both.")
        if self.resume is None and (self.beacon_file or self.numbers):
            raise click.UsageError("No value can be given before the freeze: freeze first, then --resume.")
        if self.resume is not None and self.file is not None:
            raise click.UsageError("Name a list to freeze or a folder to --resume, not both.")
        return Given(self.beacon_file, self.numbers, self.code)
