"""Putting letters into the outbox, in the transaction of the change they tell of. Nothing is sent here."""

import base64
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from competition.adapters import addresses
from competition.adapters.letters import Attachment, Letter
from competition.adapters.tokens import Purpose
from competition.draw.tickets import short
from competition.services import facts
from competition.services.instance import Instance
from competition.store import messages
from competition.store.models import Competition, Entry, Message

DAY = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Subject:
    """What every letter may say of the competition and the entry. Nothing that was typed into a form (O8)."""

    title: str
    page: str
    draw_page: str
    zone: str
    closes: datetime
    confirm_by: datetime
    freeze_by: datetime
    draw_at: datetime
    promoter: str
    promoter_address: str
    entered_at: datetime
    ticket: str
    short_ticket: str
    entry_link: str
    confirm_link: str


def queue(
    session: Session,
    kind: str,
    competition: Competition,
    entry: Entry,
    *,
    instance: Instance,
    now: datetime,
    ordinal: int | None = 0,
    attachments: Sequence[Attachment] = (),
    unsubscribe: str | None = None,
    recipient: str = "",
    **said: object,
) -> None:
    """Write a letter to the entrant; to an erased one, nothing. An `ordinal` of None is one more of its kind.

    The database refuses the same ordinal twice: whoever queues a letter knows that it is the first.
    `unsubscribe` marks advertising, and is the address that ends it.
    It goes to the address of the entry, or to `recipient`, a second one that the entrant gave.
    """
    if entry.address is None:
        return
    if ordinal is None:
        ordinal = messages.next_ordinal(session, kind, entry.id)
    said = {"about": _subject(competition, entry, instance), **said}
    letter = instance.letters.render(kind, {"site": instance.site, "now": now, **said})
    row = _row(kind, recipient or entry.address, letter, attachments, instance=instance, now=now)
    row.competition_id, row.entry_id, row.ordinal = competition.id, entry.id, ordinal
    row.unsubscribe = unsubscribe
    messages.add(session, row)


def queue_to(
    session: Session,
    kind: str,
    address: str,
    *,
    instance: Instance,
    now: datetime,
    competition: Competition | None = None,
    complaint_id: int | None = None,
    attachments: Sequence[Attachment] = (),
    **said: object,
) -> None:
    """Write a letter to somebody who is no entrant, such as an admin or whoever complains."""
    letter = instance.letters.render(kind, {"site": instance.site, "now": now, **said})
    row = _row(kind, address, letter, attachments, instance=instance, now=now)
    row.competition_id, row.complaint_id = competition.id if competition else None, complaint_id
    messages.add(session, row)


def _row(
    kind: str,
    address: str,
    letter: Letter,
    attachments: Sequence[Attachment],
    *,
    instance: Instance,
    now: datetime,
) -> Message:
    return Message(
        message_id=f"<{secrets.token_hex(16)}@{instance.host}>",
        kind=kind,
        competition_id=None,
        recipient=address,
        recipient_digest=instance.tokens.recipient_digests(addresses.fold(address))[0],
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        attachments=[_plain(attachment) for attachment in attachments],
        due_at=now,
        created_at=now,
    )


def within_limits(
    session: Session, competition: Competition | None, folded: str, *, instance: Instance, now: datetime
) -> bool:
    """Whether a form may cause one more mail to this person today: few per competition, few in all (O7).

    What is about no competition is counted as one.
    """
    digests, limits = instance.tokens.recipient_digests(folded), instance.limits
    competition_id = competition.id if competition else None
    here, everywhere = messages.count_to(session, digests, since=now - DAY, competition_id=competition_id)
    return here < limits.mails_per_address and everywhere < limits.mails_per_address_total


def _subject(competition: Competition, entry: Entry, instance: Instance) -> Subject:
    promoter = facts.promoter(facts.description(competition), instance)
    tokens, page = instance.tokens, f"/c/{competition.slug}"
    ticket = entry.ticket or ""
    return Subject(
        title=competition.title,
        page=instance.address(page),
        draw_page=instance.address(f"{page}/draw"),
        zone=competition.time_zone,
        closes=competition.closes,
        confirm_by=competition.confirm_by,
        freeze_by=competition.freeze_by,
        draw_at=competition.draw_at,
        promoter=promoter.name,
        promoter_address=promoter.address,
        entered_at=entry.entered_at,
        ticket=ticket,
        short_ticket=short(ticket),
        entry_link=instance.address(f"/e/{tokens.issue(Purpose.ENTRY, entry.public_id)}"),
        confirm_link=instance.address(f"/confirm/{tokens.issue(Purpose.CONFIRM, entry.public_id)}"),
    )


def _plain(attachment: Attachment) -> dict[str, str]:
    content = base64.b64encode(attachment.content).decode("ascii")
    return {"name": attachment.name, "type": attachment.type, "content": content}


def attachment_of(plain: dict[str, str]) -> Attachment:
    """Read back what a row of the outbox carries."""
    return Attachment(plain["name"], plain["type"], base64.b64decode(plain["content"]))
