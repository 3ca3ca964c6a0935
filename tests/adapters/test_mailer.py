"""Sending: what arrives is what was written; what goes wrong is temporary, perhaps sent, or permanent."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import pytest

from competition.adapters.envelope import Outgoing, compose
from competition.adapters.letters import Attachment, Letter
from competition.adapters.mailer import (
    Mailbox,
    MaybeSentError,
    PermanentError,
    Smtp,
    TemporaryError,
    UnreachableError,
)
from competition.config import Mail
from tests.fixtures.smtp import Mailroom

SEPARATORS = ["\r\n", "\r", "\n", "\0", "\x85", "\u2028", "\u2029", "\x0b", "\x1c", "\r\n\r\n"]
NOTE = b"prizedraw/v1 receipt\n\n\xe2\x80\x94 cinema.example/draws abc=\n"


def outgoing(
    recipient: str = "ann@example.com",
    *,
    subject: str = "You are in the draw",
    text: str = "Your ticket\n.\n..dots\nFrom here\n",
    attachment: Attachment | None = None,
) -> Outgoing:
    return Outgoing(
        message_id="<0123456789abcdef@cinema.example>",
        recipient=recipient,
        letter=Letter(subject, text, "<p>Your ticket</p>"),
        attachments=[attachment or Attachment("receipt.note", "text/plain", NOTE)],
        written_at=datetime(2026, 8, 2, 8, 0, tzinfo=UTC),
    )


def mailer(port: int, *, timeout: int = 5, name: str = "Cinema Example") -> Smtp:
    settings = Mail(
        host="127.0.0.1", port=port, security="none", sender="draws@cinema.example", timeout_seconds=timeout
    )
    return Smtp(settings, sender_name=name)


def test_a_message_arrives_whole(smtp_server: Mailroom) -> None:
    mailer(smtp_server.port).deliver(outgoing())
    (message,) = smtp_server.wait_for(1)
    assert message["Message-ID"] == "<0123456789abcdef@cinema.example>"
    assert message["From"] == "Cinema Example <draws@cinema.example>"
    assert message["To"] == "ann@example.com"
    assert message["Subject"] == "You are in the draw"
    assert parsedate_to_datetime(message["Date"]) == datetime(2026, 8, 2, 8, 0, tzinfo=UTC)
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    assert text is not None
    assert text.get_content().splitlines() == ["Your ticket", ".", "..dots", "From here"]
    assert html is not None
    assert "<p>Your ticket</p>" in html.get_content()
    (attached,) = message.iter_attachments()
    assert attached.get_filename() == "receipt.note"
    assert attached.get_payload(decode=True) == NOTE
    assert attached.get_content() == NOTE.decode()


def test_mail_goes_to_the_address_as_typed_with_its_domain_in_ascii(smtp_server: Mailroom) -> None:
    mailer(smtp_server.port).deliver(outgoing("Ann.B+x@Bücher.example"))
    smtp_server.wait_for(1)
    assert smtp_server.deliveries[0].recipients == ("Ann.B+x@xn--bcher-kva.example",)


def test_a_local_part_beyond_ascii_is_sent_where_the_server_can(smtp_server: Mailroom) -> None:
    mailer(smtp_server.port).deliver(outgoing("zoë@example.com"))
    smtp_server.wait_for(1)
    assert smtp_server.deliveries[0].recipients == ("zoë@example.com",)


def test_a_local_part_beyond_ascii_is_refused_for_good_where_the_server_cannot() -> None:
    with server(takes_ascii_only) as port, pytest.raises(PermanentError, match="beyond ASCII"):
        mailer(port).deliver(outgoing("zoë@example.com"))


@pytest.mark.parametrize("separator", SEPARATORS)
@pytest.mark.parametrize("field", ["recipient", "subject", "text", "name", "sender"])
def test_no_content_reaches_the_headers(smtp_server: Mailroom, field: str, separator: str) -> None:
    """O9: one recipient, no further header, and never an error that is not one of ours."""
    poison = f"ann@example.com{separator}Bcc: ben@example.com{separator}X-Bad: 1"
    message = {
        "recipient": outgoing(poison),
        "subject": outgoing(subject=poison),
        "text": outgoing(text=poison),
        "name": outgoing(attachment=Attachment(poison, "text/plain", NOTE)),
    }.get(field, outgoing())
    sender = mailer(smtp_server.port, name=poison if field == "sender" else "Cinema Example")
    try:
        sender.deliver(message)
    except PermanentError:
        assert field in ("recipient", "name")
        return
    (arrived,) = smtp_server.wait_for(1)
    assert smtp_server.deliveries[0].recipients == ("ann@example.com",)
    assert arrived["Bcc"] is None
    assert arrived["X-Bad"] is None
    assert arrived["To"] == "ann@example.com"


def test_without_the_cleaning_of_the_subject_such_a_letter_cannot_be_written(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The control: the library alone refuses, and that letter would be parked instead of sent."""
    monkeypatch.setattr("competition.adapters.envelope.one_line", lambda text: text)
    with pytest.raises(ValueError, match="cannot be written"):
        compose(outgoing(subject="A\r\nBcc: ben@example.com"), sender="draws@cinema.example", sender_name="x")


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ("451 greylisted, come back", TemporaryError),
        ("452 mailbox full", TemporaryError),
        ("550 no such person", PermanentError),
        ("554 this is spam", PermanentError),
    ],
)
def test_a_refusal_of_the_text_is_for_now_or_for_good(
    smtp_server: Mailroom, answer: str, kind: type[Exception]
) -> None:
    smtp_server.answers.append(answer)
    with pytest.raises(kind, match=answer[4:]):
        mailer(smtp_server.port).deliver(outgoing())
    mailer(smtp_server.port).deliver(outgoing())
    smtp_server.wait_for(1)


Script = Callable[[socket.socket], None]


@contextmanager
def server(script: Script) -> Iterator[int]:
    """An SMTP server that does just what the script says, once."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        connection, _ = listener.accept()
        with connection:
            script(connection)

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.close()
        thread.join()


def talk(connection: socket.socket, *answers: bytes) -> None:
    """Greet, then answer each command in turn; after 354 a command is everything up to the dot."""
    connection.sendall(b"220 here\r\n")
    file = connection.makefile("rb")
    for answer in answers:
        file.readline()
        connection.sendall(answer + b"\r\n")
        if answer.startswith(b"354"):
            while file.readline() not in (b".\r\n", b""):
                pass


OK = b"250 fine"


def greets_badly(connection: socket.socket) -> None:
    connection.sendall(b"421 busy\r\n")


def hangs_up(connection: socket.socket) -> None:
    connection.close()


def takes_ascii_only(connection: socket.socket) -> None:
    talk(connection, OK, OK)


def refuses_sender(connection: socket.socket) -> None:
    talk(connection, OK, b"550 no")


def defers_recipient(connection: socket.socket) -> None:
    talk(connection, OK, OK, b"450 later")


def refuses_recipient(connection: socket.socket) -> None:
    talk(connection, OK, OK, b"550 nobody here")


def leaves_before_data(connection: socket.socket) -> None:
    talk(connection, OK, OK, OK)


def leaves_after_data(connection: socket.socket) -> None:
    talk(connection, OK, OK, OK, b"354 go on")


@pytest.mark.parametrize(
    ("script", "kind"),
    [
        (greets_badly, UnreachableError),
        (hangs_up, UnreachableError),
        (refuses_sender, PermanentError),
        (defers_recipient, TemporaryError),
        (refuses_recipient, PermanentError),
        (leaves_before_data, TemporaryError),
        (leaves_after_data, MaybeSentError),
    ],
)
def test_what_went_wrong_is_told_apart(script: Script, kind: type[Exception]) -> None:
    with server(script) as port, pytest.raises(kind) as failure:
        mailer(port).deliver(outgoing())
    assert type(failure.value) is kind


def test_nobody_there_is_for_now() -> None:
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    with pytest.raises(UnreachableError):
        mailer(port).deliver(outgoing())


def test_a_server_that_says_nothing_is_left_after_the_time_of_a_command() -> None:
    start = time.monotonic()
    with server(lambda connection: _until_closed(connection, b"")) as port, pytest.raises(UnreachableError):
        mailer(port, timeout=1).deliver(outgoing())
    assert time.monotonic() - start < 3


def test_a_server_that_drips_is_left_after_the_time_of_the_whole() -> None:
    """Each read succeeds within the limit of a command, so only the limit of the whole ends it (F7)."""
    start = time.monotonic()
    with (
        server(lambda connection: _until_closed(connection, b"220-")) as port,
        pytest.raises(UnreachableError),
    ):
        mailer(port, timeout=1).deliver(outgoing())
    assert 2 < time.monotonic() - start < 10


def _until_closed(connection: socket.socket, drip: bytes) -> None:
    """Send a byte now and then until the other side is gone; read nothing else."""
    connection.settimeout(0.1)
    while True:
        try:
            if connection.recv(1) == b"":
                return
        except TimeoutError:
            pass
        except OSError:
            return
        try:
            connection.sendall(drip[:1])
        except OSError:
            return


def test_a_password_is_never_sent_where_encryption_was_asked_for_and_is_not_there() -> None:
    heard: list[bytes] = []

    def without_tls(connection: socket.socket) -> None:
        connection.sendall(b"220 here\r\n")
        file = connection.makefile("rb")
        while line := file.readline():
            heard.append(line)
            connection.sendall(b"250 fine\r\n")

    with server(without_tls) as port:
        settings = Mail(
            host="127.0.0.1",
            port=port,
            sender="draws@cinema.example",
            username="u",
            password="p",
            timeout_seconds=2,
        )
        with pytest.raises(UnreachableError):
            Smtp(settings, sender_name="x").deliver(outgoing())
    assert all(line.lower().startswith((b"ehlo", b"quit", b"helo")) for line in heard)


def test_the_mailbox_of_the_demonstration_takes_everything() -> None:
    Mailbox().deliver(outgoing("zoë@example.com"))


def offers_to_sign_in(connection: socket.socket) -> None:
    talk(connection, b"250-mail\r\n250 AUTH PLAIN")


@pytest.mark.parametrize(("name", "password"), [("dräws", "password"), ("draws", "pässword")])
def test_a_slip_in_what_we_sign_in_with_keeps_every_letter_for_later(name: str, password: str) -> None:
    with server(offers_to_sign_in) as port:
        settings = Mail(
            host="127.0.0.1",
            port=port,
            security="none",
            sender="draws@cinema.example",
            username=name,
            password=password,
            timeout_seconds=2,
        )
        with pytest.raises(UnreachableError) as failure:
            Smtp(settings, sender_name="x").deliver(outgoing())
    assert "ssword" not in str(failure.value)
