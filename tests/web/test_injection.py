"""What is typed never steers a mail: no header, no recipient, no stuck queue, seen by a real server (O9)."""

import smtplib
from collections.abc import Iterator
from email.message import EmailMessage

import pytest

from competition.adapters.mailer import Smtp
from competition.services import mail
from tests.fixtures.smtp import Delivery, Mailroom
from tests.web.conftest import Site
from tests.web.reader import Reader
from tests.web.test_entering import PAGE, WHOLE

BREAKS = {
    "CR": "\r",
    "LF": "\n",
    "CR LF": "\r\n",
    "NUL": "\x00",
    "U+0085": "\x85",
    "U+2028": "\u2028",
    "U+2029": "\u2029",
    "VT": "\v",
    "FS": "\x1c",
    "encoded CR LF": "%0d%0a",
    "an encoded word": "=?utf-8?q?=0D=0A?=",
}
EVIL = "eve@example.com"
HEADERS = {
    *("Message-ID", "Date", "From", "To", "Subject", "Auto-Submitted"),
    *("MIME-Version", "Content-Type", "Content-Transfer-Encoding"),
}


def steered(delivery: Delivery) -> list[str]:
    """What a message has that ours do not have: recipients, headers, or a header twice."""
    names = delivery.message.keys()
    return [
        *(name for name in delivery.recipients if name != delivery.message["To"]),
        *(name for name in names if name not in HEADERS),
        *(name for name in set(names) if names.count(name) > 1),
    ]


def typed(text: str) -> Iterator[dict[str, object]]:
    for field in ("email", "name", "answer", "publication"):
        value = str(WHOLE[field])
        yield {field: f"{value}{text}Bcc: {EVIL}"}
        yield {field: f"{text}Bcc: {EVIL}{text}{text}{value}"}


def deliver(site: Site, room: Mailroom) -> None:
    settings = site.house.instance.mail.model_copy(update={"host": room.host, "port": room.port})
    smtp = Smtp(settings, sender_name="Cinema Example")
    mail.deliver_due(site.house.database, mailer=smtp, instance=site.house.instance)


@pytest.mark.parametrize("text", BREAKS.values(), ids=BREAKS.keys())
def test_a_line_break_of_any_kind_steers_no_mail_and_stops_no_queue(
    site: Site, reader: Reader, smtp_server: Mailroom, text: str
) -> None:
    for number, wrong in enumerate(typed(text)):
        whole = {**WHOLE, "email": f"ann{number}@example.com", **wrong}
        answer = reader.send(PAGE, f"{PAGE}/enter", **whole)
        assert answer.status_code in (303, 400, 422), wrong
    reader.send(PAGE, f"{PAGE}/enter", **{**WHOLE, "email": "last@example.com"})
    deliver(site, smtp_server)
    assert [steered(delivery) for delivery in smtp_server.deliveries if steered(delivery)] == []
    assert EVIL not in {name for delivery in smtp_server.deliveries for name in delivery.recipients}
    assert smtp_server.deliveries[-1].recipients == ("last@example.com",)
    assert {message.status for message in site.house.messages()} == {"sent"}


def test_control_a_mail_that_is_pasted_together_is_steered_and_that_is_seen(smtp_server: Mailroom) -> None:
    name = f"Ann\r\nBcc: {EVIL}"
    pasted = f"From: draws@cinema.example\r\nTo: ann@example.com\r\nSubject: Dear {name}\r\n\r\nHello"
    with smtplib.SMTP(smtp_server.host, smtp_server.port) as smtp:
        smtp.sendmail("draws@cinema.example", ["ann@example.com", EVIL], pasted)
    (delivery,) = smtp_server.deliveries
    assert isinstance(delivery.message, EmailMessage)
    assert steered(delivery) == [EVIL, "Bcc"]
