"""Making a draft from a description. Nobody but the operator sees it until it is published."""

import secrets
from datetime import datetime

from sqlalchemy.orm import Session

from competition.adapters import images
from competition.adapters.images import Photograph
from competition.rules import pictures
from competition.rules.describing import as_plain
from competition.rules.description import Description
from competition.rules.errors import RuleError
from competition.rules.lifecycle import Status, check_publishable
from competition.rules.local_times import whole_second_after
from competition.services import facts
from competition.services.instance import Instance
from competition.store import competitions
from competition.store.models import Competition


def create(
    session: Session,
    description: Description,
    *,
    instance: Instance,
    picture: bytes | None = None,
    actor: str = "operator",
) -> str:
    """Store a draft and return its slug. A draft of that slug is replaced; a published one is not touched."""
    now = instance.clock(session)
    row = competitions.by_slug(session, description.slug)
    if row is None:
        row = competitions.add(session, new(description, instance, now))
    elif row.status != Status.DRAFT:
        message = f"There is a published competition at /c/{description.slug}. Choose another slug."
        raise RuleError("slug_taken", message)
    describe(row, description, now)
    _hang(row, description, picture)
    session.flush()
    facts.record(session, "created", row, at=now, actor=actor)
    return row.slug


def describe(row: Competition, description: Description, now: datetime) -> None:
    """Write the description into the row; one without an opening instant opens `now`."""
    timetable = description.timetable(opens=whole_second_after(now))
    check_publishable(timetable, now)
    row.title, row.time_zone = description.title, description.time_zone
    row.details = as_plain(description)
    row.opens, row.closes, row.confirm_by = timetable.opens, timetable.closes, timetable.confirm_by
    row.freeze_by, row.draw_at = timetable.freeze_by, timetable.draw_at


def new(description: Description, instance: Instance, now: datetime) -> Competition:
    """A row of that description; nobody has stored it yet."""
    timetable = description.timetable(opens=whole_second_after(now))
    check_publishable(timetable, now)
    return Competition(
        slug=description.slug,
        identity=instance.identity(description.slug),
        title=description.title,
        time_zone=description.time_zone,
        details={},
        opens=timetable.opens,
        closes=timetable.closes,
        confirm_by=timetable.confirm_by,
        freeze_by=timetable.freeze_by,
        draw_at=timetable.draw_at,
        address_key=secrets.token_bytes(32),
        created_at=now,
    )


def _hang(row: Competition, description: Description, picture: bytes | None) -> None:
    if description.picture and picture is None:
        raise RuleError("picture", f"The picture “{description.picture.file}” is missing.")
    shown = _shown(picture) if picture is not None else None
    row.picture = shown.content if shown else None
    row.picture_type = shown.type if shown else None
    row.picture_alt = description.picture.alt if description.picture else None


def _shown(picture: bytes) -> Photograph:
    """A drawing as its operator made it; of a photograph only the pixels: a camera writes where it was."""
    if pictures.is_drawing(picture):
        return Photograph(pictures.checked_drawing(picture), pictures.SVG)
    return images.prepared(picture)
