"""Taking entries from a file: those that came by post, or were taken elsewhere. Same rules, same receipts.

Every bad row is named by its line, and nothing is taken until all are put right. Good ones are taken in
batches, for which entrants never wait long; whoever has an entry already is passed over, so that an import
that was cut off is simply made again.
"""

import secrets
from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from competition.rules import entering
from competition.rules.description import Description
from competition.rules.errors import RuleError
from competition.rules.lifecycle import Status
from competition.services import facts
from competition.services.entries.confirming import issue
from competition.services.instance import Instance
from competition.services.review import import_rows
from competition.services.review.import_rows import Read, Row
from competition.services.views.review import ImportStepView, ImportView
from competition.store import entries
from competition.store.engine import Database
from competition.store.models import Competition, Entry

# In one transaction, for which entrants on SQLite wait: not longer than they can (F6).
BATCH = 500
_TOLD = 50


def page(session: Session, slug: str, text: str | None = None, *, instance: Instance) -> ImportView:
    """What an import of this text would do, and nothing is done; of none, which columns there are.

    Raises RuleError `rows`, `closed` or `not_open`.
    """
    competition = facts.public(session, slug)
    found = Read((), (), ()) if text is None else _read(session, competition, text, instance)
    return ImportView(
        slug=competition.slug,
        title=competition.title,
        columns=import_rows.columns(facts.description(competition)),
        needed=import_rows.needed(facts.description(competition)),
        rows=len(found.rows),
        known=len(found.known),
        wrong=len(found.wrong),
        sentences=tuple(_sentences(found.wrong)),
        passed_over=tuple(_sentences(found.known)),
        batch=BATCH,
    )


def take_batch(session: Session, slug: str, text: str, *, actor: str, instance: Instance) -> ImportStepView:
    """Take and confirm the next rows of a CSV file; each gets its ticket and its receipt.

    Raises RuleError `rows` with a line for each row that cannot be taken, `closed` or `not_open`.
    """
    competition = facts.shared(session, slug)
    found, now = _read(session, competition, text, instance), instance.clock(session)
    if found.wrong:
        message = "\n".join([*_sentences(found.wrong), "Nothing was imported."])
        raise RuleError("rows", message, field="file")
    described = facts.description(competition)
    taken = sum(
        _take(session, competition, described, row, actor=actor, instance=instance, now=now)
        for row in found.rows[:BATCH]
    )
    if taken:
        facts.record(session, "imported", competition, at=now, actor=actor, details={"entries": taken})
    return ImportStepView(taken, max(len(found.rows) - BATCH, 0), len(found.known))


def take_all(
    database: Database, slug: str, text: str, *, actor: str, instance: Instance
) -> Iterator[ImportStepView]:
    """Take every row, a batch to a transaction, and say after each how far it came."""
    left = 1
    while left:
        with database.write() as session:
            step = take_batch(session, slug, text, actor=actor, instance=instance)
        yield step
        left = step.left


def _read(session: Session, competition: Competition, text: str, instance: Instance) -> Read:
    now, status = instance.clock(session), Status(competition.status)
    entering.check_window(status, facts.timetable(competition), now, zone=competition.time_zone)
    return import_rows.read(session, competition, text)


def _sentences(numbered: tuple[tuple[int, str], ...]) -> Iterator[str]:
    yield from (f"Line {line}: {sentence}" for line, sentence in numbered[:_TOLD])
    if len(numbered) > _TOLD:
        yield f"And {len(numbered) - _TOLD:,} more."


def _take(
    session: Session,
    competition: Competition,
    described: Description,
    row: Row,
    *,
    actor: str,
    instance: Instance,
    now: datetime,
) -> bool:
    """Whether it was taken: an entrant may have been faster."""
    entry = entries.add_unless_known(
        session,
        Entry(
            public_id=secrets.token_hex(16),
            competition_id=competition.id,
            address=row.address.typed,
            address_digest=row.digest,
            household_digest=row.household,
            name=entering.clean_name(row.form.name),
            answer=row.form.answer if described.question else None,
            extras=entering.clean_extras(described, row.form.extras) or None,
            publication=row.form.publication,
            # Consent to marketing is given by a person on a form, not in a file.
            marketing=False,
            nonce=secrets.token_hex(32),
            entered_at=now,
        ),
    )
    if entry is None:
        return False
    # It came back apart from the session, in which its ticket is to be written.
    held = entries.hold(session, entry.id)
    issue(session, competition, held, actor=actor, instance=instance, now=now)
    session.flush()
    return True
