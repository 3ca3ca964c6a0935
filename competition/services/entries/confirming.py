"""Confirming an entry, by the link or by the six digits: the ticket, the signed receipt, the mail."""

import secrets
from datetime import datetime

from sqlalchemy.orm import Session

from competition.adapters import addresses
from competition.adapters.letters import Attachment
from competition.adapters.tokens import ExpiredError, InvalidError, Purpose
from competition.draw.notes import sign_note
from competition.draw.tickets import Opening, Receipt
from competition.rules import conflicts as conflicts_rules
from competition.rules.confirming import CODE_TRIES, in_time, late
from competition.rules.errors import RuleError
from competition.rules.lifecycle import Status
from competition.services import facts, keepsakes, letters, marketing
from competition.services.instance import Instance
from competition.services.personal import answer_in_words
from competition.services.views import CheckMailView, ConfirmView
from competition.services.views.competition import ConfirmState
from competition.store import competitions, conflicts, entries, households, locks, tickets
from competition.store.models import Competition, Entry, Ticket

CODE_REFUSED = RuleError(
    "code",
    "That code does not fit this address. Check both, or press the button in the message.",
    field="code",
)
CLOSE = RuleError("close", conflicts_rules.CLOSE)
GONE = RuleError("gone", "This entry is no longer in the draw, so there is nothing to confirm.")


def check_mail(session: Session, slug: str, *, instance: Instance) -> CheckMailView:
    """The page after the form: of the competition, and of nobody's entry."""
    row = facts.public(session, slug)
    confirming = in_time(Status(row.status), facts.timetable(row), instance.clock(session))
    return CheckMailView(row.slug, row.title, row.time_zone, row.confirm_by, confirming)


def confirm_page(session: Session, token: str, *, instance: Instance) -> ConfirmView:
    """What a confirmation link shows; changes nothing, however often it is fetched (O20)."""
    entry = _entry_of(session, token, instance)
    row = competitions.by_id(session, entry.competition_id)
    state = _state(session, row, entry, instance.clock(session))
    return ConfirmView(
        slug=row.slug,
        title=row.title,
        zone=row.time_zone,
        state=state,
        confirm_by=row.confirm_by,
        contact=facts.contact(row, instance),
        name=entry.name or "",
        answer=answer_in_words(row, entry),
        extras=tuple((entry.extras or {}).items()),
    )


def confirm(session: Session, token: str, *, instance: Instance) -> str:
    """Confirm the entry of this link and return the token of its page. Twice is once.

    Raises MissingError or InvalidError for the link, ExpiredError after `confirm_by`, RuleError `gone`.
    """
    entry = _entry_of(session, token, instance)
    locks.share(session, entry.competition_id)
    return _confirmed(session, entries.hold(session, entry.id), instance)


def confirm_by_code(session: Session, slug: str, email: str, code: str, *, instance: Instance) -> str | None:
    """As `confirm`, by the address and the digits that were mailed there. None: they do not fit.

    Nothing is raised for that, because the try is counted in this transaction; show CODE_REFUSED.
    """
    address = addresses.read(email)
    competition = facts.shared(session, slug)
    found = entries.by_address(session, competition.id, address.digest(competition.address_key))
    if found is None:
        return None
    entry = entries.hold(session, found.id)
    if entry.code_tries >= CODE_TRIES:
        return None
    if not instance.tokens.is_code(entry.public_id, code):
        entry.code_tries += 1
        return None
    return _confirmed(session, entry, instance)


def _entry_of(session: Session, token: str, instance: Instance) -> Entry:
    entry = entries.by_public_id(session, instance.tokens.read(Purpose.CONFIRM, token))
    if entry is None:
        raise InvalidError
    return entry


def _state(session: Session, competition: Competition, entry: Entry, now: datetime) -> ConfirmState:
    if entry.status == "confirmed":
        return "already"
    if entry.status not in ("pending", "expired"):
        return "gone"
    if not _may_confirm(competition, entry, now):
        return "late"
    # Said to the holder of the mailed link alone, never by the form.
    return "close" if conflicts.is_listed(session, competition.id, entry.address_digest) else "ready"


def _may_confirm(competition: Competition, entry: Entry, now: datetime) -> bool:
    return entry.status == "pending" and in_time(
        Status(competition.status), facts.timetable(competition), now
    )


def _confirmed(session: Session, entry: Entry, instance: Instance) -> str:
    """Decide under the lock and on the database's clock, read after it (F12)."""
    competition = competitions.by_id(session, entry.competition_id)
    now = instance.clock(session)
    state = _state(session, competition, entry, now)
    if state == "gone":
        raise GONE
    if state == "close":
        raise CLOSE
    if state == "late":
        raise ExpiredError(late(facts.timetable(competition), zone=competition.time_zone).message)
    if state == "ready":
        issue(session, competition, entry, actor="reader", instance=instance, now=now)
    return instance.tokens.issue(Purpose.ENTRY, entry.public_id)


def issue(
    session: Session,
    competition: Competition,
    entry: Entry,
    *,
    actor: str,
    instance: Instance,
    now: datetime,
) -> None:
    """Make the ticket and sign its receipt; the mail with both is written in the same transaction."""
    ticket, salt = _ticket(session, competition, entry, instance=instance, now=now)
    tickets.add(session, ticket)
    entry.status, entry.confirmed_at = "confirmed", now
    entry.salt, entry.ticket = salt, ticket.ticket
    facts.record(session, "confirmed", competition, at=now, actor=actor, subject=entry.public_id)
    files = (
        Attachment("receipt.note", "text/plain", ticket.receipt.encode()),
        Attachment("salt.txt", "text/plain", f"{salt.hex()}\n".encode()),
        *keepsakes.attachments(competition, ticket.ticket, instance=instance, now=now),
    )
    letters.queue(session, "receipt", competition, entry, instance=instance, now=now, attachments=files)
    if entry.marketing and entry.marketing_wording:
        page = entry.marketing_page or f"/c/{competition.slug}"
        box = marketing.Box(entry.marketing_wording, page=page, at=entry.entered_at)
        marketing.ask(session, competition, entry, box, instance=instance, now=now)


def _ticket(
    session: Session, competition: Competition, entry: Entry, *, instance: Instance, now: datetime
) -> tuple[Ticket, bytes]:
    salt = secrets.token_bytes(32)
    opening = Opening(competition.identity, addresses.read(entry.address or "").entrant, salt)
    in_force = facts.manifest(session, competition)
    group = _group(session, competition, entry)
    accepted = now.replace(microsecond=0)
    receipt = Receipt(
        competition=competition.identity,
        manifest=in_force.digest,
        ticket=opening.ticket(),
        group=group or "-",
        accepted=int(accepted.timestamp()),
    )
    row = Ticket(
        ticket=receipt.ticket,
        competition_id=competition.id,
        entry_id=entry.id,
        group_code=group,
        accepted_at=accepted,
        manifest_digest=in_force.digest,
        receipt=sign_note(receipt.text(), instance.signer).decode("utf-8"),
    )
    return row, salt


def _group(session: Session, competition: Competition, entry: Entry) -> str | None:
    """Who can win one prize together: nobody, this person alone, or all of the household (§5)."""
    rule, fresh = facts.description(competition).group_rule, secrets.token_hex(8)
    if rule == "household":
        if entry.household_digest is None:
            raise LookupError(f"entry {entry.id} says nothing of its household")
        return households.group_of(session, competition.id, entry.household_digest, fresh=fresh)
    return fresh if rule == "person" else None
