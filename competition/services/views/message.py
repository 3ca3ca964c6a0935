"""The demonstration mailbox: what the outbox has sent, so that a newcomer needs no mail server."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class AttachmentView:
    name: str
    type: str
    size: int


@dataclass(frozen=True, slots=True)
class MessageView:
    id: int
    sender: str
    recipient: str
    subject: str
    at: datetime
    zone: str
    text: str
    html: str
    attachments: tuple[AttachmentView, ...]


@dataclass(frozen=True, slots=True)
class MailboxView:
    messages: tuple[MessageView, ...]
    """Newest first, at most a hundred."""
