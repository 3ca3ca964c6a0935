"""Complaints and data requests: taken with a reference, answered within a month, erased some time later."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy.orm import Session

from competition.adapters import addresses
from competition.adapters.tokens import InvalidError, Purpose
from competition.rules import complaining
from competition.rules.complaining import KINDS
from competition.rules.errors import EntryRefusedError, RuleError
from competition.rules.masking import mask_address
from competition.services import facts, letters
from competition.services.instance import Instance
from competition.services.views.complaints import (
    ComplaintListView,
    ComplaintView,
    OpenComplaintsView,
    RevealedComplaintView,
)
from competition.store import complaints
from competition.store.models import Complaint

ZONE = "UTC"


@dataclass(frozen=True, slots=True)
class Asked:
    """A form as typed; `nonce` is that of the form token."""

    email: str
    kind: str
    text: str
    nonce: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterSubject:
    """What a letter about a complaint may say of it. Nothing that was typed (O8)."""

    promoter: str
    promoter_address: str
    zone: str
    reference: str
    kind: str
    due: datetime
    page: str


def complain(session: Session, asked: Asked, *, instance: Instance) -> str:
    """Take it, write to both sides, and return the token of its page. A form sent twice is one.

    Raises EntryRefusedError with everything that has to be put right. Says nothing of the address.
    """
    address, now = _checked(asked), instance.clock(session)
    characters = "".join(secrets.choice(complaining.ALPHABET) for _ in range(8))
    new = Complaint(
        public_id=secrets.token_hex(16),
        reference=complaining.reference(characters),
        nonce=asked.nonce,
        kind=asked.kind,
        address=address.typed,
        address_digest=instance.tokens.recipient_digests(address.folded)[0],
        text=complaining.clean(asked.text),
        received_at=now,
    )
    row = complaints.add_once(session, new)
    if row is new:
        facts.record(session, "complained", None, at=now, actor="reader", subject=row.reference)
        _write(session, row, address, instance=instance, now=now)
    return instance.tokens.issue(Purpose.COMPLAINT, row.public_id)


def _checked(asked: Asked) -> addresses.Address:
    problems: list[RuleError] = []
    try:
        complaining.check(asked.kind, asked.text)
    except EntryRefusedError as refused:
        problems += refused.problems
    try:
        address = addresses.read(asked.email)
    except RuleError as refused:
        raise EntryRefusedError([refused, *problems]) from None
    if problems:
        raise EntryRefusedError(problems)
    return address


def _write(
    session: Session, row: Complaint, address: addresses.Address, *, instance: Instance, now: datetime
) -> None:
    """To whoever asks, within the limits and without what was typed (O7, O8); to whoever answers, all."""
    about, write = _about(row, instance), partial(letters.queue_to, session, instance=instance, now=now)
    if letters.within_limits(session, None, address.folded, instance=instance, now=now):
        write("complaint_received", row.address, complaint_id=row.id, about=about)
    else:
        facts.record(session, "mail_withheld", None, at=now, actor="reader", subject=row.reference)
    write(
        "complaint_arrived",
        instance.site.contact,
        complaint_id=row.id,
        about=about,
        asker=row.address,
        words=row.text,
    )


def _about(row: Complaint, instance: Instance) -> LetterSubject:
    token = instance.tokens.issue(Purpose.COMPLAINT, row.public_id)
    return LetterSubject(
        promoter=instance.site.promoter_name,
        promoter_address=instance.site.promoter_address,
        zone=ZONE,
        reference=row.reference,
        kind=KINDS[row.kind],
        due=complaining.answer_by(row.received_at),
        page=instance.address(f"/complaints/{token}"),
    )


def complaint_page(session: Session, token: str, *, instance: Instance) -> ComplaintView:
    """What its own link shows; raises MissingError or InvalidError."""
    row = complaints.by_public_id(session, instance.tokens.read(Purpose.COMPLAINT, token))
    if row is None:
        raise InvalidError
    return view_of(row)


def view_of(row: Complaint) -> ComplaintView:
    due = complaining.answer_by(row.received_at)
    masked = mask_address(row.address)
    return ComplaintView(row.reference, KINDS[row.kind], masked, row.received_at, due, row.answered_at)


def waiting(session: Session, *, instance: Instance) -> ComplaintListView:
    """Those to be answered, the most urgent first, and those that were; addresses are masked."""
    now = instance.clock(session)
    rows = [*complaints.unanswered(session), *reversed(complaints.answered(session))]
    return ComplaintListView(now, tuple(view_of(row) for row in rows))


def reveal(session: Session, reference: str, *, actor: str, instance: Instance) -> RevealedComplaintView:
    """One with its words and its address. That it was looked at is recorded. Raises RuleError `unknown`."""
    row = _held(session, reference)
    facts.record(
        session, "complaint_opened", None, at=instance.clock(session), actor=actor, subject=row.reference
    )
    return RevealedComplaintView(view_of(row), row.address, tuple(row.text.split("\n")))


def mark_answered(session: Session, reference: str, *, actor: str, instance: Instance) -> None:
    """Stop its clock. Twice is once."""
    row = _held(session, reference)
    if row.answered_at is None:
        row.answered_at = instance.clock(session)
        facts.record(
            session, "complaint_answered", None, at=row.answered_at, actor=actor, subject=row.reference
        )


def _held(session: Session, reference: str) -> Complaint:
    row = complaints.hold(session, reference)
    if row is None:
        raise facts.unknown()
    return row


def open_complaints(session: Session, *, instance: Instance) -> OpenComplaintsView:
    """How many wait for an answer, and until when the first may."""
    now, rows = instance.clock(session), complaints.unanswered(session)
    dates = [complaining.answer_by(row.received_at) for row in rows]
    return OpenComplaintsView(len(rows), sum(date < now for date in dates), min(dates, default=None))
