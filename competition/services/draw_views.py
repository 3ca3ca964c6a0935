"""The draw as anyone sees it: what was sealed, what came out, the files, and one ticket looked up."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import cast

from sqlalchemy.orm import Session

from competition.draw import beacon, chains, freeze, loglines
from competition.draw.manifest import DrandBeacon, EventBeacon, Manifest
from competition.draw.ranking import PRIZE, RESERVE, UNAWARDED, Place
from competition.draw.report import REHEARSAL
from competition.draw.seed import seed_of
from competition.draw.tickets import short
from competition.rules import excluding
from competition.rules.lifecycle import Status
from competition.services import facts, log, records, standings
from competition.services.awards import public
from competition.services.draw_files import bundle_view, file_views
from competition.services.instance import Instance
from competition.services.issued import issued
from competition.services.timelines import draw_timeline
from competition.services.views import (
    AmendedView,
    BeaconView,
    DrawView,
    FrozenView,
    LookupView,
    NoticeView,
    PlaceView,
    VoidView,
)
from competition.services.views.draw import DrawState, Level
from competition.store import freezes, logs, tickets
from competition.store.models import Competition, Draw, Freeze

_CHAIN_NAMES = {chains.QUICKNET.chain_hash: "drand quicknet", chains.DEFAULT.chain_hash: "drand default"}


def page(session: Session, slug: str, *, instance: Instance) -> DrawView:
    """The draw page of a competition; raises RuleError `unknown`."""
    row = facts.public(session, slug)
    fixed, lines = records.manifest_of(session, row), log.read(session, row)
    frozen = freezes.last_freeze(session, row.id)
    drawn = freezes.draw(session, row.id, frozen.draw) if frozen else None
    statement = records.statement(frozen) if frozen else None
    record = records.StoredRecord(session, row, frozen) if frozen else None
    walk = records.places(session, row, drawn.draw) if drawn else []
    rehearsal = fixed.beacon.to_json()["kind"] == REHEARSAL
    return DrawView(
        slug=row.slug,
        title=row.title,
        identity=row.identity,
        zone=row.time_zone,
        now=instance.clock(session),
        number=frozen.draw if frozen else 1,
        state=_state(row, frozen, drawn),
        rehearsal=rehearsal,
        units=fixed.units,
        closes=row.closes,
        freeze_by=row.freeze_by,
        draw_at=row.draw_at,
        beacon=_beacon(row, fixed, statement, drawn),
        frozen=_frozen(frozen, statement) if frozen and statement else None,
        drawn_at=drawn.drawn_at if drawn else None,
        level=cast("Level", records.level(session, row)) if drawn else None,
        seed=seed_of(drawn.seed_file) if drawn else "",
        winners=_places(walk, PRIZE, fixed),
        holders=public.winners(session, row, instance=instance),
        reserves=_places(walk, RESERVE, fixed),
        unawarded=tuple(place.number for place in walk if place.kind == UNAWARDED and place.number),
        timeline=draw_timeline(row, lines, rehearsal=rehearsal),
        issued=issued(lines, row.time_zone),
        bundle=bundle_view(record) if record else None,
        files=file_views(record) if record else (),
        notices=_notices(session, row, lines),
        left_out=() if frozen else _left_out(session, row),
        void=void_view(session, row, lines),
    )


def _left_out(session: Session, row: Competition) -> tuple[tuple[str, int], ...]:
    found = tickets.excluded_by_reason(session, row.id)
    return tuple((excluding.in_words(reason), count) for reason, count in found.items())


def _state(row: Competition, frozen: Freeze | None, drawn: Draw | None) -> DrawState:
    if row.status == Status.VOIDED:
        return "voided"
    if drawn:
        return "drawn"
    return "waiting" if frozen else "before"


def _beacon(
    row: Competition, fixed: Manifest, statement: freeze.Freeze | None, drawn: Draw | None
) -> BeaconView:
    value = beacon.parse_value(drawn.beacon_file) if drawn else None
    if isinstance(fixed.beacon, DrandBeacon):
        found = _round(row, fixed, fixed.beacon.chain, statement)
    else:
        event = fixed.beacon.description if isinstance(fixed.beacon, EventBeacon) else ""
        found = BeaconView("event" if event else "rehearsal", row.draw_at, event, "", None, "", "")
    return _with_value(found, value)


def _round(
    row: Competition, fixed: Manifest, chain: chains.Chain, statement: freeze.Freeze | None
) -> BeaconView:
    round_ = statement.round if statement else chain.round_at(int(row.draw_at.timestamp()))
    return BeaconView(
        kind="drand",
        due_at=datetime.fromtimestamp(fixed.round_time(round_), tz=UTC),
        chain=_CHAIN_NAMES.get(chain.chain_hash, "drand"),
        chain_hash=chain.chain_hash,
        round=round_,
        address=f"https://api.drand.sh/{chain.chain_hash}/public/{round_}",
        value="",
    )


def _with_value(view: BeaconView, value: beacon.BeaconValue | None) -> BeaconView:
    if not isinstance(value, beacon.EventValue):
        return replace(view, value=value.value if value else "")
    return replace(view, value=value.value, typed_by=value.typed_by)


def _frozen(row: Freeze, statement: freeze.Freeze) -> FrozenView:
    return FrozenView(
        at=datetime.fromtimestamp(statement.frozen, tz=UTC),
        entries=statement.entries.count,
        excluded=statement.excluded.count,
        root=statement.entries.root,
        excluded_root=statement.excluded.root,
        statement=row.statement_digest,
    )


def _places(walk: Sequence[Place], kind: str, fixed: Manifest) -> tuple[PlaceView, ...]:
    ranked = [place for place in walk if place.ticket]
    return tuple(
        PlaceView(
            number=place.number or 0,
            prize=fixed.prize_of(place.number).title if kind == PRIZE and place.number else "",
            ticket=place.ticket,
            short=short(place.ticket),
            rank=rank,
            score=place.score,
        )
        for rank, place in enumerate(ranked, 1)
        if place.kind == kind and place.ticket and place.score
    )


def _notices(session: Session, row: Competition, lines: Sequence[loglines.Line]) -> tuple[NoticeView, ...]:
    texts = logs.notices(session, row.id)
    return tuple(
        NoticeView(datetime.fromtimestamp(line.time, tz=UTC), line["notice"], texts.get(line["notice"], ""))
        for line in lines
        if "notice" in line.values
    )


def amended(session: Session, row: Competition) -> tuple[AmendedView, ...]:
    """What the public notices say of moved dates, newest first."""
    texts, lines = logs.notices(session, row.id), log.read(session, row)
    found = [
        AmendedView(datetime.fromtimestamp(line.time, tz=UTC), tuple(texts[line["notice"]].splitlines()))
        for line in lines
        if line.kind == "amended"
    ]
    return tuple(reversed(found))


def void_view(session: Session, row: Competition, lines: Sequence[loglines.Line]) -> VoidView | None:
    """When and why a competition was voided; None for one that was not."""
    if row.status != Status.VOIDED:
        return None
    line = next(line for line in reversed(lines) if line.kind == "voided")
    reason = logs.notices(session, row.id).get(line["notice"], "")
    at = datetime.fromtimestamp(line.time, tz=UTC)
    return VoidView(at, reason.strip(), line["reason"], line.number("draw"))


def void_of(session: Session, row: Competition) -> VoidView | None:
    """As `void_view`; reads the log only where there is something to find."""
    return void_view(session, row, log.read(session, row)) if row.status == Status.VOIDED else None


def look_up(session: Session, slug: str, asked: str, *, instance: Instance) -> LookupView:
    """Where a ticket stands, by its number or the first 12 digits; says what the published files say."""
    row = facts.public(session, slug)
    frozen = freezes.last_freeze(session, row.id)
    digits = "".join(asked.lower().split()).replace("-", "").replace("\u2013", "")
    readable = 12 <= len(digits) <= 64 and set(digits) <= set("0123456789abcdef")
    if frozen is None or not readable:
        return LookupView(asked, "unknown", "", "", None, None, 0, "")
    if ticket := standings.find(session, frozen, digits):
        given = standings.outcome(session, row, ticket)
        if given is None:
            return LookupView(asked, "in", ticket, "", None, None, 0, "")
        return LookupView(asked, "in", ticket, "", given.outcome, given.rank, given.of, given.score)
    for left_out in tickets.by_beginning(session, row.id, digits):
        if found := tickets.exclusion(session, left_out.ticket):
            reason = excluding.in_words(found.reason)
            return LookupView(asked, "excluded", left_out.ticket, reason, None, None, 0, "")
    return LookupView(asked, "unknown", "", "", None, None, 0, "")
