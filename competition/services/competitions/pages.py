"""The views of competitions that readers see. Nothing here depends on who looks (O27)."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from sqlalchemy.orm import Session

from competition.rules.conflicts import in_words
from competition.rules.description import Description, Event, Question, Rehearsal
from competition.rules.differences import Piece, changes
from competition.rules.entering import PUBLICATION
from competition.rules.lifecycle import Status
from competition.services import draw_views, facts
from competition.services.competitions import wordings
from competition.services.instance import Instance
from competition.services.timelines import shown_status, timeline
from competition.services.views import (
    CardView,
    ChoiceView,
    CompetitionView,
    ExtraView,
    FactView,
    IndexView,
    PastView,
    PrizeView,
    QuestionView,
    TermsVersionView,
    TermsView,
)
from competition.store import competitions, conflicts, tickets
from competition.store.models import Competition, Manifest

_LOG = logging.getLogger(__name__)
PAST = (Status.CLOSED, Status.FROZEN, Status.DRAWN, Status.COMPLETED, Status.VOIDED)


@dataclass(frozen=True, slots=True)
class Picture:
    content: bytes
    type: str


def index(session: Session, *, instance: Instance) -> IndexView:
    now = instance.clock(session)
    coming = list(filter(_is_readable, competitions.in_status(session, (Status.SCHEDULED, Status.OPEN))))
    # The instants decide what can be entered; the worker that moves the status may be a little behind.
    still_open = [row for row in coming if row.opens <= now < row.closes]
    scheduled = sorted((row for row in coming if now < row.opens), key=lambda row: row.opens)
    past = [row for row in coming if row.closes <= now] + list(competitions.in_status(session, PAST))
    return IndexView(
        now=now,
        lead=_card(still_open[0]) if still_open else None,
        open=tuple(_card(row) for row in still_open[1:]),
        next=_card(scheduled[0]) if scheduled else None,
        past=tuple(
            sorted((_past(session, row, now) for row in past), key=lambda view: view.at, reverse=True)
        ),
    )


def page(session: Session, slug: str, *, instance: Instance) -> CompetitionView:
    """Raises RuleError `unknown` for a draft and for what is not there."""
    row, now = facts.public(session, slug), instance.clock(session)
    described, version = facts.description(row), facts.manifest(session, row).version
    shown = view_of(row, described, instance=instance, now=now, terms_version=version)
    return replace(
        shown,
        conditions=(*shown.conditions, *_close(session, row)),
        amended=draw_views.amended(session, row) if version > 1 else (),
        void=draw_views.void_of(session, row),
    )


def view_of(
    row: Competition, described: Description, *, instance: Instance, now: datetime, terms_version: int
) -> CompetitionView:
    """A competition as it was described, before anything happened to it."""
    timetable, promoter = facts.timetable(row), facts.promoter(described, instance)
    return CompetitionView(
        slug=row.slug,
        title=row.title,
        summary=described.standfirst,
        status=shown_status(row, now),
        rehearsal=isinstance(described.beacon, Rehearsal),
        now=now,
        zone=row.time_zone,
        opens=row.opens,
        closes=row.closes,
        confirm_by=row.confirm_by,
        freeze_by=row.freeze_by,
        draw_at=row.draw_at,
        picture_alt=row.picture_alt,
        prizes=tuple(PrizeView(prize.title, prize.quantity, prize.description) for prize in described.prizes),
        text=_paragraphs(described.text),
        rating=described.age_rating,
        rating_note=wordings.rating_note(described),
        conditions=wordings.conditions(described, timetable),
        promoter=promoter.name,
        promoter_address=promoter.address,
        terms_version=terms_version,
        event=described.beacon.description if isinstance(described.beacon, Event) else "",
        question=_question(described.question),
        eligibility=described.statements(),
        extras=tuple(ExtraView(one.label, one.purpose, one.required) for one in described.extras),
        publication=tuple(ChoiceView(value, label) for value, label in PUBLICATION.items()),
        marketing=described.marketing,
        privacy=wordings.privacy(described, instance),
        timeline=timeline(row, now),
        amended=(),
        void=None,
    )


def _close(session: Session, row: Competition) -> tuple[FactView, ...]:
    """How many people close to the promoter are listed; nobody learns who (N10)."""
    listed = conflicts.count(session, row.id)
    return (FactView("Not", in_words(listed)),) if listed else ()


def terms(session: Session, slug: str, version: int, *, instance: Instance) -> TermsView:
    """One version of the terms; raises RuleError `unknown` for one that never was."""
    row = facts.public(session, slug)
    versions = competitions.manifests(session, row.id)
    this = next((manifest for manifest in versions if manifest.version == version), None)
    if this is None:
        raise facts.unknown()
    return TermsView(
        row.slug,
        row.title,
        row.time_zone,
        _version(this),
        this.rules,
        tuple(_version(one) for one in versions),
        _changes(versions, this),
        wordings.privacy(facts.description(row), instance),
    )


def _changes(versions: Sequence[Manifest], this: Manifest) -> tuple[tuple[Piece, ...], ...]:
    before = next((one for one in versions if one.version == this.version - 1), None)
    return changes(before.rules, this.rules) if before else ()


def picture(session: Session, slug: str) -> Picture:
    """Raises RuleError `unknown` where there is none."""
    facts.public(session, slug)
    row = competitions.picture(session, slug)
    if row is None or row.picture is None or row.picture_type is None:
        raise facts.unknown()
    return Picture(row.picture, row.picture_type)


def _is_readable(row: Competition) -> bool:
    """Whether it can be shown; one that cannot must not take the others off the page."""
    try:
        facts.description(row)
    except LookupError:
        _LOG.error("%s: its stored description cannot be read", row.slug)
        return False
    return True


def _card(row: Competition) -> CardView:
    summary = facts.description(row).standfirst
    return CardView(row.slug, row.title, summary, row.picture_alt, row.opens, row.closes, row.time_zone)


def _past(session: Session, row: Competition, now: datetime) -> PastView:
    at = row.draw_at if row.status in (Status.DRAWN, Status.COMPLETED) else row.closes
    void = draw_views.void_of(session, row)
    return PastView(
        slug=row.slug,
        title=row.title,
        status=shown_status(row, now),
        note=void.reason if void else "",
        tickets=tickets.count(session, row.id),
        at=void.at if void else at,
        zone=row.time_zone,
    )


def _question(question: Question | None) -> QuestionView | None:
    if question is None:
        return None
    choices = tuple(ChoiceView(str(number), answer) for number, answer in enumerate(question.answers, 1))
    return QuestionView(question.text, question.hint, choices)


def _version(manifest: Manifest) -> TermsVersionView:
    return TermsVersionView(
        manifest.version, manifest.published_at, sha256(manifest.rules.encode()).hexdigest()
    )


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(" ".join(part.split()) for part in text.split("\n\n") if part.strip())
