"""From a row of the outbox to the bytes of a mail: headers that no content can reach into (O9)."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address, HeaderRegistry, UniqueUnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8, Policy
from email.utils import format_datetime

from competition.adapters.addresses import for_envelope
from competition.adapters.letters import Attachment, Letter


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message of the outbox; its Message-ID and date are the same at every try (F3)."""

    message_id: str
    recipient: str
    letter: Letter
    attachments: Sequence[Attachment]
    written_at: datetime
    unsubscribe: str | None = None
    """Of advertising only: the address that ends it with one POST (RFC 8058)."""


@dataclass(frozen=True, slots=True)
class Mail:
    """What goes over the wire. `utf8` says that the recipient's local part is not ASCII."""

    recipient: str
    content: bytes
    utf8: bool


class _WholeHeader(UniqueUnstructuredHeader):
    """Folded by the library, a long address would be turned into encoded words, which no program follows."""

    def fold(self, *, policy: Policy) -> str:
        return f"List-Unsubscribe: {self}{policy.linesep}"


_HEADERS = HeaderRegistry()
# The stubs ask for a whole header; the library wants this part of one.
_HEADERS.map_to_type("list-unsubscribe", _WholeHeader)  # type: ignore[arg-type]


def one_line(text: str) -> str:
    """Return `text` without what a header must not hold: controls, line and paragraph separators."""
    plain = (" " if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"} else c for c in text)
    return " ".join("".join(plain).split())


def compose(message: Outgoing, *, sender: str, sender_name: str) -> Mail:
    """Write the mail; raises ValueError for what cannot be one, without naming anybody."""
    try:
        recipient = for_envelope(message.recipient)
        if one_line(recipient) != recipient or recipient.count("@") != 1:
            raise ValueError("its recipient is no address")
        utf8 = not recipient.isascii()
        policy = (SMTPUTF8 if utf8 else SMTP).clone(cte_type="7bit", header_factory=_HEADERS)
        mail = EmailMessage(policy=policy)
        _headers(mail, message, recipient, Address(one_line(sender_name), *_parts(sender)))
        _bodies(mail, message)
        return Mail(recipient, mail.as_bytes(), utf8)
    except (ValueError, IndexError, LookupError) as error:
        raise ValueError(f"it cannot be written as mail: {type(error).__name__}") from error


def _headers(mail: EmailMessage, message: Outgoing, recipient: str, sender: Address) -> None:
    mail["Message-ID"] = message.message_id
    mail["Date"] = format_datetime(message.written_at)
    mail["From"] = sender
    mail["To"] = Address("", *_parts(recipient))
    mail["Subject"] = one_line(message.letter.subject)
    # Keeps holiday notices from answering.
    mail["Auto-Submitted"] = "auto-generated"
    if message.unsubscribe:
        mail["List-Unsubscribe"] = f"<{message.unsubscribe}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"


def _bodies(mail: EmailMessage, message: Outgoing) -> None:
    mail.set_content(message.letter.text)
    mail.add_alternative(message.letter.html, subtype="html")
    for attachment in message.attachments:
        main, _, sub = attachment.type.partition("/")
        # Without it a text is read as ASCII, and the dash before each signature of a note is none.
        charset = {"charset": "utf-8"} if main == "text" else {}
        mail.add_attachment(
            attachment.content, maintype=main, subtype=sub, filename=attachment.name, params=charset
        )


def _parts(address: str) -> tuple[str, str]:
    local, _, domain = address.rpartition("@")
    return local, domain
