"""Sending one message by SMTP within time limits, and what became of it: sent, later, never, or perhaps."""

import re
import smtplib
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Protocol

from competition.adapters.envelope import Outgoing, compose
from competition.config import Mail

TOTAL_FACTOR = 3
"""A whole delivery takes at most this many times the limit of one command, however slowly bytes drip (F7)."""


class MailError(Exception):
    """The message did not go. The text may quote the server: for the operator, not for logs."""


class TemporaryError(MailError):
    """Try again later: the server is away, slow, full or greylisting."""


class UnreachableError(TemporaryError):
    """There is no session with the server at all: no other message would go either."""


class MaybeSentError(TemporaryError):
    """The connection ended after the text, before the answer: perhaps it arrived; a further try is a copy."""


class PermanentError(MailError):
    """This message will never go: the server refused it for good, or it cannot be written as mail."""


class Mailer(Protocol):
    """Whatever takes a message away."""

    def deliver(self, message: Outgoing) -> None:
        """Return once it is sent; raises TemporaryError or PermanentError."""


class Mailbox:
    """The demonstration's mailer: the outbox itself is the mailbox, so nothing leaves the machine."""

    def deliver(self, message: Outgoing) -> None:
        """Do nothing: the row, marked as sent, is what the mailbox page shows."""


class Smtp:
    """The configured mail server; a connection a message: what one letter breaks, the next does not meet."""

    def __init__(self, settings: Mail, *, sender_name: str) -> None:
        self._settings = settings
        self._sender_name = sender_name

    def deliver(self, message: Outgoing) -> None:
        try:
            mail = compose(message, sender=self._settings.sender, sender_name=self._sender_name)
        except ValueError as error:
            raise PermanentError(str(error)) from error
        with self._session() as smtp:
            _envelope(smtp, self._settings.sender, mail.recipient, utf8=mail.utf8)
            _data(smtp, mail.content)

    @contextmanager
    def _session(self) -> Iterator[smtplib.SMTP]:
        """A connection that is signed in, and cut when the whole takes too long."""
        smtp = self._client()
        watchdog = threading.Timer(TOTAL_FACTOR * self._settings.timeout_seconds, _cut, [smtp])
        watchdog.daemon = True
        watchdog.start()
        try:
            self._sign_in(smtp)
            yield smtp
            with suppress(smtplib.SMTPException, OSError):
                smtp.quit()
        finally:
            watchdog.cancel()
            smtp.close()

    def _client(self) -> smtplib.SMTP:
        # Naming ourselves by the sender's domain spares a look-up of this machine's own name.
        name, timeout = self._settings.sender.rpartition("@")[2], self._settings.timeout_seconds
        if self._settings.security == "tls":
            context = ssl.create_default_context()
            return smtplib.SMTP_SSL(local_hostname=name, timeout=timeout, context=context)
        return smtplib.SMTP(local_hostname=name, timeout=timeout)

    def _sign_in(self, smtp: smtplib.SMTP) -> None:
        """Greet, encrypt and sign in. A refusal here is not the letter's fault: try later."""
        settings = self._settings
        try:
            # The certificate is checked against this name; `connect` alone does not keep it.
            smtp._host = settings.host  # type: ignore[attr-defined]
            code, reply = smtp.connect(settings.host, settings.port)
            if code != 220:
                raise UnreachableError(f"the server does not greet: {_said(code, reply)}")
            smtp.ehlo_or_helo_if_needed()
            if settings.security == "starttls":
                smtp.starttls(context=ssl.create_default_context())
                smtp.ehlo()
            if settings.username:
                smtp.login(settings.username, settings.password)
        except UnicodeError as error:
            # Not with its words: they may quote the password.
            raise UnreachableError("the server's name, or what we sign in with, is not ASCII") from error
        except (smtplib.SMTPException, OSError) as error:
            raise UnreachableError(f"no session with the server: {_named(error)}") from error


def _envelope(smtp: smtplib.SMTP, sender: str, recipient: str, *, utf8: bool) -> None:
    if utf8 and not smtp.has_extn("smtputf8"):
        raise PermanentError("the server does not take addresses with letters beyond ASCII")
    options = ["SMTPUTF8", "BODY=8BITMIME"] if utf8 else []
    try:
        if utf8:
            smtp.command_encoding = "utf-8"
        _expect(250, *smtp.mail(sender, options))
        _expect(250, *smtp.rcpt(recipient))
        _expect(354, *smtp.docmd("DATA"))
    except (smtplib.SMTPException, OSError) as error:
        raise TemporaryError(f"the server went away: {_named(error)}") from error


def _data(smtp: smtplib.SMTP, content: bytes) -> None:
    try:
        smtp.send(re.sub(rb"(?m)^\.", b"..", content) + b".\r\n")
        code, reply = smtp.getreply()
    except (smtplib.SMTPException, OSError) as error:
        raise MaybeSentError(f"cut before the answer, it may have arrived: {_named(error)}") from error
    _expect(250, code, reply)


def _expect(wanted: int, code: int, reply: bytes) -> None:
    """Pass on success (25x, 354); raises PermanentError for 5xx and TemporaryError for all else."""
    if code // 10 == wanted // 10:
        return
    raise (PermanentError if 500 <= code <= 599 else TemporaryError)(f"the server said {_said(code, reply)}")


def _said(code: int, reply: bytes) -> str:
    return f"{code} {' '.join(reply.decode('utf-8', 'replace').split())[:200]}"


def _named(error: Exception) -> str:
    return f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"


def _cut(smtp: smtplib.SMTP) -> None:
    """End a delivery from the watchdog's thread: whoever waits on the socket is told at once."""
    if smtp.sock is not None:
        with suppress(OSError):
            smtp.sock.shutdown(socket.SHUT_RDWR)
