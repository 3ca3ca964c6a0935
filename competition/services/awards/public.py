"""Winners as anyone sees them: named as far as they allow, replaced with a reason, late in public."""

from collections.abc import Mapping, Sequence
from itertools import groupby

from sqlalchemy.orm import Session

from competition.draw.ranking import RESERVE
from competition.draw.tickets import short
from competition.rules import awards as rules
from competition.rules import claiming, vacating
from competition.rules.awards import Act, AwardState
from competition.rules.wording import day
from competition.services.awards import chain
from competition.services.awards.chain import Stage
from competition.services.instance import Instance
from competition.services.views.award import ReplacedView, WinnerView
from competition.store import awards, freezes
from competition.store.models import Award, Competition, Entry

_Held = tuple[Award, rules.Facts]

_STATES = {
    AwardState.DRAWN: "Not told yet",
    AwardState.NOTIFIED: "Told, not yet claimed",
    AwardState.CLAIMED: "Claimed",
    AwardState.DISPATCHED: "On its way",
    AwardState.RECEIVED: "Received",
}
_LATE = {Act.NOTIFY: "The winner should have been told by {}.", Act.SEND: "It should have been sent by {}."}


def winners(session: Session, competition: Competition, *, instance: Instance) -> tuple[WinnerView, ...]:
    """A line for each awarded prize unit, in their order; empty before a draw and after a void."""
    on = chain.stage(session, competition, instance=instance)
    if on is None:
        return ()
    ranks = _ranks(session, on)
    people = awards.entries_of(session, competition.id, on.draw.draw)
    by_unit = groupby(chain.with_facts(session, on), key=lambda one: one[0].unit)
    return tuple(_winner(on, list(holds), ranks, people) for _, holds in by_unit)


def _ranks(session: Session, on: Stage) -> dict[str, int]:
    walk = freezes.results(session, on.competition.id, on.draw.draw)
    return {row.ticket: row.position + 1 for row in walk if row.ticket}


def _winner(
    on: Stage, holds: Sequence[_Held], ranks: dict[str, int], people: Mapping[str, Entry]
) -> WinnerView:
    award, known = holds[-1]
    held = award.ended_at is None
    name = _name(award, people[award.ticket]) if held else ""
    heading, note = ("", "") if name else _without_name(award)
    gone = holds[:-1] if held else holds
    return WinnerView(
        unit=award.unit,
        prize=on.prize(award.unit).title,
        name=name,
        heading=name or heading,
        note=note,
        short=short(award.ticket),
        rank=ranks[award.ticket],
        reserve=award.number if award.kind == RESERVE else None,
        held=held,
        state=_STATES[known.state] if held else "Not awarded",
        overdue=_overdue(on, known),
        replaced=tuple(_replaced(one, ranks) for one, _ in gone),
    )


def _name(award: Award, entry: Entry) -> str:
    """As far as the winner allowed when claiming; before that nothing is shown."""
    return claiming.shown_as(award.publication, entry.name, award.county) if award.claimed_at else ""


def _without_name(award: Award) -> tuple[str, str]:
    """What stands in place of the name, and why."""
    if award.ended_at:
        return "Not awarded", "No reserve is left to take it."
    if award.claimed_at:
        return "A winner", "Asked us not to publish the name."
    return "Name to follow", ""


def _overdue(on: Stage, known: rules.Facts) -> str:
    late = rules.overdue(known, on.now)
    return _LATE[late.act].format(day(late.at, on.competition.time_zone)) if late else ""


def _replaced(award: Award, ranks: dict[str, int]) -> ReplacedView:
    return ReplacedView(
        short=short(award.ticket),
        rank=ranks[award.ticket],
        reason=vacating.in_words(award.reason or ""),
        at=award.ended_at or award.held_at,
    )
