"""What is said and fixed of a draw from a list that was made elsewhere: names, dates, terms."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime

from competition.rules.description import Beacon, Drand, Event, Promoter
from competition.rules.errors import RuleError
from competition.rules.tables import is_one_line
from competition.rules.wording import exact_moment, plural

LEAST_GAP = 900
"""Seconds between the frozen list and the random value: the least that the protocol allows (§3)."""

LONGEST_TITLE = 120
MOST_PRIZES = 100_000
_SLUG_LENGTH = 40


@dataclass(frozen=True, slots=True)
class ListDraw:
    """What a promoter says of a draw from a list. A local time has no zone here: all are in UTC."""

    title: str
    prizes: int
    reserves: int
    beacon: Beacon
    promoter: Promoter
    draw_at: datetime | None = None
    """When the value is due; None for as soon as may be."""


@dataclass(frozen=True, slots=True)
class Dates:
    """The manifest's dates in seconds since 1970, and the gap that they leave."""

    opens: int
    closes: int
    confirm_by: int
    freeze_by: int
    draw_at: int
    gap: int


def check(said: ListDraw) -> None:
    """Raise RuleError for what cannot stand in a manifest (§3)."""
    texts = {"title": said.title, "promoter": said.promoter.name, "promoter_address": said.promoter.address}
    if isinstance(said.beacon, Event):
        texts["event"] = said.beacon.description
    for name, text in texts.items():
        if not is_one_line(text) or len(text) > LONGEST_TITLE:
            what = name.replace("_", "’s ")
            raise _refusal(name, f"The {what} is one line of at most {LONGEST_TITLE} plain characters.")
    if not 1 <= said.prizes <= MOST_PRIZES or not 0 <= said.reserves <= MOST_PRIZES:
        most = plural(MOST_PRIZES, "prize")
        raise _refusal("prizes", f"There is at least one prize; {most} and as many reserves are the most.")
    if isinstance(said.beacon, Event) and said.draw_at is None:
        raise _refusal("draw_at", "Say when the event is over: its numbers must not exist yet.")


def dates(said: ListDraw, now: int, *, rehearsal: bool) -> Dates:
    """The dates of a record that is opened `now` and frozen two seconds later, in order and in time (§3).

    Raises RuleError where the wanted instant is too near.
    """
    if rehearsal:
        return Dates(now, now + 1, now + 2, now + 3, now + 4, 0)
    freeze_by = now + 60
    earliest = freeze_by + LEAST_GAP
    wanted = int(said.draw_at.timestamp()) if said.draw_at else earliest
    if wanted < earliest:
        least = f"at least {earliest - now} seconds from now"
        raise _refusal(
            "draw_at", f"The draw must be {least}, so that others can hold the frozen list before."
        )
    return Dates(now, now + 1, now + 2, freeze_by, wanted, LEAST_GAP)


def slug(text: str, *, longest: int = _SLUG_LENGTH) -> str:
    """A short name out of a title, for addresses: `a-blu-ray-of-alien`; `list` where nothing is left."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:longest].strip("-") or "list"


def terms_text(said: ListDraw, due: datetime) -> str:
    """`rules.txt` of such a record, lines ended by LF (§9)."""
    promoter = said.promoter
    reserves = f", and {plural(said.reserves, 'reserve')}" if said.reserves else ""
    return "\n".join(
        [
            f"A draw from a list: {said.title}",
            "",
            f"1. Promoter\n{promoter.name}, {promoter.address}.",
            "",
            f"2. What is drawn\n{plural(said.prizes, 'prize')}{reserves}.",
            "",
            "3. The list",
            "The entries were taken elsewhere, before this record was opened, under terms of their own;",
            "this record proves nothing of it.",
            "Each mailbox has one ticket. Spellings of one mailbox count as one (rule email-folding/1).",
            "",
            "4. The draw",
            f"The value is due on {exact_moment(due, 'UTC')}.",
            f"It comes from {_source(said.beacon)}.",
            "The list is frozen and signed before that. List and value give every ticket a score; the lowest",
            "scores win, in order. Anyone can check this.",
            "",
        ]
    )


def _source(beacon: Beacon) -> str:
    if isinstance(beacon, Drand):
        return "the public random numbers of the drand network"
    if isinstance(beacon, Event):
        return f"a public event: {beacon.description}"
    return "our own machine. This is a rehearsal and proves nothing"


def _refusal(field: str, sentence: str) -> RuleError:
    return RuleError("list_draw", sentence, field=field)
