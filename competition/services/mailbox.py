"""Looking into the outbox: the demonstration's mailbox, where every letter can be read as it went."""

from sqlalchemy.orm import Session

from competition.adapters.letters import Attachment
from competition.services import facts, letters
from competition.services.instance import Instance
from competition.services.views import AttachmentView, MailboxView, MessageView
from competition.store import competitions, messages
from competition.store.models import Message
from competition.store.types import MessageId

SHOWN = 100


def mailbox(session: Session, *, instance: Instance) -> MailboxView:
    """The newest letters, sent or due. Everybody's mail: refused outside the demonstration."""
    _only_in_demo(instance)
    return MailboxView(tuple(_view(session, row, instance) for row in messages.newest(session, limit=SHOWN)))


def message(session: Session, message_id: int, *, instance: Instance) -> MessageView:
    return _view(session, _row(session, message_id, instance), instance)


def attachment(session: Session, message_id: int, number: int, *, instance: Instance) -> Attachment:
    """The file at this place in the letter, from 1."""
    files = _row(session, message_id, instance).attachments
    if not 1 <= number <= len(files):
        raise facts.unknown()
    return letters.attachment_of(files[number - 1])


def _only_in_demo(instance: Instance) -> None:
    if instance.site.mode != "demo":
        raise facts.unknown()


def _row(session: Session, message_id: int, instance: Instance) -> Message:
    _only_in_demo(instance)
    row = messages.by_id(session, MessageId(message_id))
    if row is None:
        raise facts.unknown()
    return row


def _view(session: Session, row: Message, instance: Instance) -> MessageView:
    files = [letters.attachment_of(plain) for plain in row.attachments]
    return MessageView(
        id=row.id,
        sender=instance.mail.sender,
        recipient=row.recipient,
        subject=row.subject,
        at=row.created_at,
        zone=competitions.by_id(session, row.competition_id).time_zone if row.competition_id else "UTC",
        text=row.text,
        html=row.html,
        attachments=tuple(AttachmentView(file.name, file.type, len(file.content)) for file in files),
    )
