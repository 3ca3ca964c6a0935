"""The certificate of a draw from a list: one printed page, with nobody's whole address on it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from competition.adapters.templates import environment
from competition.draw.manifest import EventBeacon, RehearsalBeacon
from competition.draw.ranking import PRIZE, RESERVE
from competition.draw.seed import seed_of
from competition.draw.tickets import short
from competition.rules.masking import mask_address
from competition.services.list_draws.record import ListRecord, Outcome

SHOWN = 8
"""So many winners fit on the page, with as many reserves; the others stand in result.txt."""


@dataclass(frozen=True, slots=True)
class Winner:
    """`number` is the prize unit or which reserve; `who` the masked address, empty where it is not known."""

    number: int
    ticket: str
    who: str


@dataclass(frozen=True, slots=True)
class Certificate:
    title: str
    promoter: str
    promoter_address: str
    identity: str
    rehearsal: bool
    entries: int
    root: str
    list_digest: str
    statement: str
    frozen_at: datetime
    due: datetime
    source: str
    value: str
    seed: str
    prizes: int
    winners: tuple[Winner, ...]
    reserves: tuple[Winner, ...]
    more_winners: int
    more_reserves: int
    unawarded: int


def of(record: ListRecord, outcome: Outcome, entrants: Mapping[str, str]) -> Certificate:
    """What is printed; `entrants` maps tickets to addresses, as far as they are known."""
    fixed, statement, drawn = record.fixed, record.statement, outcome.facts()
    prizes = _people(outcome, PRIZE, entrants)
    reserves = _people(outcome, RESERVE, entrants)
    return Certificate(
        title=fixed.title,
        promoter=fixed.promoter_name,
        promoter_address=fixed.promoter_address,
        identity=fixed.competition,
        rehearsal=isinstance(fixed.beacon, RehearsalBeacon),
        entries=statement.entries.count,
        root=statement.entries.root,
        list_digest=statement.entries_file,
        statement=statement.digest(),
        frozen_at=datetime.fromtimestamp(statement.frozen, tz=UTC),
        due=datetime.fromtimestamp(fixed.round_time(None), tz=UTC),
        source=_source(record),
        value=drawn.value,
        seed=seed_of(outcome.seed_file),
        prizes=fixed.units,
        winners=prizes[:SHOWN],
        reserves=reserves[:SHOWN],
        more_winners=len(prizes[SHOWN:]),
        more_reserves=len(reserves[SHOWN:]),
        unawarded=fixed.units - len(prizes),
    )


def page(certificate: Certificate) -> str:
    """The page as one HTML file: it is read off a disk, and printed."""
    return environment().get_template("list_draw/certificate.html").render(certificate=certificate)


def shown(outcome: Outcome) -> frozenset[str]:
    """The tickets whose holders are named."""
    places = [place for place in outcome.walk if place.number and place.number <= SHOWN]
    return frozenset(place.ticket for place in places if place.ticket)


def _people(outcome: Outcome, kind: str, entrants: Mapping[str, str]) -> tuple[Winner, ...]:
    return tuple(
        Winner(place.number, short(place.ticket), _masked(entrants.get(place.ticket)))
        for place in outcome.walk
        if place.kind == kind and place.number and place.ticket
    )


def _source(record: ListRecord) -> str:
    beacon = record.fixed.beacon
    if isinstance(beacon, RehearsalBeacon):
        return "made by our own machine"
    if isinstance(beacon, EventBeacon):
        return beacon.description
    return f"drand round {beacon.round}"


def _masked(address: str | None) -> str:
    return mask_address(address) if address else ""
