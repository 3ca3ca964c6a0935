"""The promoter's board: every hold by state, the next step, and what waits for a person."""

from collections.abc import Iterator
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from competition.draw.ranking import RESERVE
from competition.rules import awards as rules
from competition.rules import vacating
from competition.rules.awards import Act, AwardState, Next
from competition.rules.masking import mask_name
from competition.rules.wording import day
from competition.services import facts, records
from competition.services.awards import chain
from competition.services.awards.chain import Stage
from competition.services.instance import Instance
from competition.services.views.award import BoardGroup, BoardRow, BoardView
from competition.store import awards, codes, freezes, messages, stops
from competition.store.models import Award

_GROUPS = (
    ("Not told yet", (AwardState.DRAWN,)),
    ("Told, not yet claimed", (AwardState.NOTIFIED,)),
    ("Claimed, to post", (AwardState.CLAIMED,)),
    ("On the way", (AwardState.DISPATCHED,)),
    ("Received", (AwardState.RECEIVED,)),
    ("Passed on", tuple(sorted(rules.ENDED))),
)
_NEXT = {
    Act.NOTIFY: "The first message goes out by itself",
    Act.REMIND: "A reminder goes out by itself",
    Act.FINAL_NOTICE: "The final notice goes out by itself",
    Act.LAPSE: "The prize passes on by itself",
    Act.ASK: "“Has it come?” goes out by itself",
    Act.SEND: "Send it",
    Act.COLLECT: "The winner opens the code",
    Act.CHASE: "Ask whether it has come",
}
_ERASED = "The winner had asked to be forgotten: take the prize back, and the next reserve gets it"
_ACTS = {AwardState.CLAIMED: "dispatch", AwardState.DISPATCHED: "ask"}
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


def board(session: Session, slug: str, *, instance: Instance) -> BoardView:
    """The board of a competition; empty before its draw. Raises RuleError `unknown`."""
    row = facts.public(session, slug)
    on = chain.stage(session, row, instance=instance)
    rows = list(_rows(session, on)) if on else []
    own, everywhere = stops.standing(session, row.id), stops.standing(session, None)
    released = on is not None and awards.release(session, row.id, on.draw.draw) is not None
    to_tell = 0 if released else sum(one.state == AwardState.DRAWN and not one.late for one in rows)
    stopped = own is not None or everywhere is not None
    return BoardView(
        slug=row.slug,
        title=row.title,
        zone=row.time_zone,
        now=instance.clock(session),
        status=row.status,
        released=released,
        to_tell=to_tell,
        stopped=own is not None,
        stopped_everywhere=everywhere is not None,
        groups=tuple(_grouped(rows)),
        needs=tuple(_needs(session, on, rows, to_tell=to_tell, stopped=stopped)) if on else (),
        prizes=tuple(prize.title for prize in records.manifest_of(session, row).prizes),
        vacancy_reasons=tuple(on.fixed.vacancy_reasons) if on else (),
        codes_left=_codes_left(session, on) if on else (),
    )


def holder(session: Session, slug: str, unit: int, *, instance: Instance) -> BoardRow:
    """The line of who holds a unit now; raises RuleError where nobody does."""
    on = chain.required(session, facts.public(session, slug), instance=instance)
    held = chain.holder(session, on, unit)
    return next(row for row in _rows(session, on) if row.ticket == held.ticket)


def _rows(session: Session, on: Stage) -> Iterator[BoardRow]:
    walk = freezes.results(session, on.competition.id, on.draw.draw)
    ranks = {row.ticket: row.position + 1 for row in walk}
    released = awards.release(session, on.competition.id, on.draw.draw) is not None
    people = awards.entries_of(session, on.competition.id, on.draw.draw)
    for award, known in chain.with_facts(session, on):
        found = None if award.ended_at else rules.upcoming(known, on.now)
        # Erased between freeze and draw: nobody can be written to, so a person passes the prize on.
        erased = known.state in rules.CLAIMABLE and people[award.ticket].address is None
        yield BoardRow(
            unit=award.unit,
            ticket=award.ticket,
            prize=on.prize(award.unit).title,
            holder=mask_name(people[award.ticket].name or "") or "–",
            rank=ranks[award.ticket],
            reserve=award.number if award.kind == RESERVE else None,
            state=award.state,
            next=_ERASED if erased else _words(found, award, released=released),
            due=found.at if found else award.ended_at or award.received_at,
            by_clock=found is not None and found.by_clock and (released or found.act is not Act.NOTIFY),
            late=erased or _is_late(found, on.now),
            act="" if known.digital and award.state == "claimed" else _ACTS.get(known.state, ""),
        )


def _words(found: Next | None, award: Award, *, released: bool) -> str:
    if found is None:
        return vacating.in_words(award.reason) if award.reason else "Done"
    return _NEXT[found.act] if released or found.act is not Act.NOTIFY else "Waits for your release"


def _is_late(found: Next | None, now: datetime) -> bool:
    return found is not None and not found.by_clock and now > found.at


def _grouped(rows: list[BoardRow]) -> Iterator[BoardGroup]:
    for title, states in _GROUPS:
        own = [row for row in rows if row.state in states]
        if own:
            urgent = sorted(own, key=lambda row: (not row.late, row.due or _LONG_AGO, row.unit))
            yield BoardGroup(title, tuple(urgent))


def _needs(
    session: Session, on: Stage, rows: list[BoardRow], *, to_tell: int, stopped: bool
) -> Iterator[str]:
    if stopped:
        yield "The mail is stopped. No letter leaves before somebody lifts the stop."
    if to_tell:
        waits = "winner waits" if to_tell == 1 else "winners wait"
        yield f"{to_tell:,} {waits} for your release. No link to claim goes out before."
    for row in rows:
        if row.late:
            due = f" Due {day(row.due, on.competition.time_zone)}." if row.due else ""
            yield f"Prize unit {row.unit}: {row.next[:1].lower()}{row.next[1:]}.{due}"
    for unit in _unreached(session, on):
        yield f"Reach the winner of prize unit {unit} another way: the mail was refused."
    for title, left in _codes_left(session, on):
        wanting = sum(row.prize == title and row.state in ("drawn", "notified", "claimed") for row in rows)
        if left < wanting:
            yield f"Load more codes for {title}: {left} left for {wanting}."


def _unreached(session: Session, on: Stage) -> list[int]:
    """The units whose holder did not claim yet and has a letter that was refused for good."""
    refused = messages.parked_entries(session, on.competition.id)
    people = awards.entries_of(session, on.competition.id, on.draw.draw) if refused else {}
    return [
        award.unit
        for award in awards.of_draw(session, on.competition.id, on.draw.draw)
        if refused and award.state == AwardState.NOTIFIED and people[award.ticket].id in refused
    ]


def _codes_left(session: Session, on: Stage) -> tuple[tuple[str, int], ...]:
    return tuple(
        (on.fixed.prizes[prize - 1].title, codes.count_free(session, on.competition.id, prize))
        for prize in sorted(on.digital)
    )
