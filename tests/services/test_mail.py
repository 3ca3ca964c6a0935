"""The outbox: what is due goes, a few times at most, under one Message-ID; nothing blocks it (F3, F7, F8)."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from competition.adapters.envelope import Outgoing
from competition.adapters.mailer import MaybeSentError, PermanentError, Smtp, TemporaryError, UnreachableError
from competition.rules.errors import RuleError
from competition.services import mail, mailbox
from competition.services.mail import LEASE, Delivery
from competition.store.models import Message
from tests.fixtures.smtp import Mailroom
from tests.services.builders import House

ANN, BEN, CAT = "ann@example.com", "ben@example.com", "cat@example.com"


@dataclass
class Postman:
    """A mailer that does what it is told, and keeps what it was given."""

    act: Callable[[Outgoing], None] = lambda _message: None
    given: list[Outgoing] = field(default_factory=list)

    def deliver(self, message: Outgoing) -> None:
        self.given.append(message)
        self.act(message)


def failing(error: Exception, *, only: str = "") -> Postman:
    def act(message: Outgoing) -> None:
        if not only or message.recipient == only:
            raise error

    return Postman(act)


def deliver(house: House, postman: Postman) -> Delivery:
    return mail.deliver_due(house.database, mailer=postman, instance=house.instance)


def enter(house: House, *addresses: str) -> None:
    for address in addresses:
        house.enter(address)


def statuses(house: House) -> list[str]:
    return [message.status for message in house.messages()]


def test_what_is_due_arrives_by_a_real_server_and_once(house: House, smtp_server: Mailroom) -> None:
    enter(house, ANN, BEN)
    settings = house.instance.mail.model_copy(update={"port": smtp_server.port})
    smtp = Smtp(settings, sender_name="Cinema Example")
    for expected in (Delivery(sent=2), Delivery()):
        assert mail.deliver_due(house.database, mailer=smtp, instance=house.instance) == expected
    arrived = smtp_server.wait_for(2)
    assert [message["To"] for message in arrived] == [ANN, BEN]
    assert [message["Message-ID"] for message in arrived] == [row.message_id for row in house.messages()]
    assert [row.sent_at for row in house.messages()] == [house.clock.at] * 2
    text = arrived[0].get_body(("plain",))
    assert text is not None
    assert house.token(ANN) in text.get_content()


def test_a_temporary_failure_is_tried_again_later_under_the_same_message_id(house: House) -> None:
    enter(house, ANN)
    away = failing(TemporaryError("451 greylisted"))
    assert deliver(house, away) == Delivery(retried=1)
    (row,) = house.messages()
    assert (row.status, row.last_error, row.attempts) == ("due", "451 greylisted", 1)
    assert timedelta(seconds=45) <= row.due_at - house.clock.at <= timedelta(seconds=60)
    assert deliver(house, away) == Delivery()
    house.clock.at = row.due_at
    back = Postman()
    assert deliver(house, back) == Delivery(sent=1)
    assert away.given[0].message_id == back.given[0].message_id
    assert away.given[0].written_at == back.given[0].written_at


@pytest.mark.parametrize("error", [TemporaryError("421 busy"), MaybeSentError("cut after the text")])
def test_copies_are_bounded(house: House, error: TemporaryError) -> None:
    enter(house, ANN)
    postman = failing(error)
    for _ in range(20):
        deliver(house, postman)
        house.clock.at += timedelta(hours=6)
    assert 2 < len(postman.given) <= house.instance.mail.attempts
    assert len({message.message_id for message in postman.given}) == 1
    assert statuses(house) == ["parked"]


def test_a_letter_is_given_up_after_two_days(house: House) -> None:
    enter(house, ANN)
    house.clock.at += timedelta(hours=48)
    assert deliver(house, failing(TemporaryError("421 busy"))) == Delivery(parked=1)


@pytest.mark.parametrize(
    "error", [PermanentError("550 nobody here"), RuntimeError("a fault of ours about ben@example.com")]
)
def test_a_letter_that_cannot_go_is_set_aside_and_the_others_go(
    house: House, error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    enter(house, ANN, BEN, CAT)
    with caplog.at_level(logging.DEBUG):
        assert deliver(house, failing(error, only=BEN)) == Delivery(sent=2, parked=1)
    assert statuses(house) == ["sent", "parked", "sent"]
    assert "example.com" not in caplog.text
    assert deliver(house, Postman()) == Delivery()


@pytest.mark.parametrize("separator", ["\r\n", "\x85", "\u2028", "\x0b", "\x1c"])
def test_a_poisoned_row_never_blocks_the_queue(house: House, smtp_server: Mailroom, separator: str) -> None:
    """O9 in depth: what the form refuses is written into the table by hand."""
    enter(house, ANN, BEN, CAT)
    poison = f"ben@example.com{separator}Bcc: dan@example.com"
    with house.write() as session:
        session.execute(
            update(Message).where(Message.recipient == BEN).values(recipient=poison, subject=poison)
        )
    settings = house.instance.mail.model_copy(update={"port": smtp_server.port})
    smtp = Smtp(settings, sender_name="Cinema Example")
    assert mail.deliver_due(house.database, mailer=smtp, instance=house.instance) == Delivery(
        sent=2, parked=1
    )
    assert [delivery.recipients for delivery in smtp_server.deliveries] == [(ANN,), (CAT,)]


def test_while_no_server_is_there_only_one_letter_uses_up_a_try(house: House) -> None:
    enter(house, ANN, BEN, CAT)
    postman = failing(UnreachableError("nobody there"))
    assert deliver(house, postman) == Delivery(retried=1)
    assert [row.attempts for row in house.messages()] == [1, 0, 0]
    assert len(postman.given) == 1
    assert deliver(house, Postman()) == Delivery(sent=2)


class Killed(BaseException):
    """What a process that ends looks like from inside."""


def dies(_message: Outgoing) -> None:
    raise Killed


def test_a_letter_whose_worker_died_is_sent_by_the_next_once_the_lease_is_over(house: House) -> None:
    enter(house, ANN)
    dying, living = Postman(dies), Postman()
    with pytest.raises(Killed):
        deliver(house, dying)
    assert deliver(house, living) == Delivery()
    house.clock.at += LEASE
    assert deliver(house, living) == Delivery(sent=1)
    assert dying.given[0].message_id == living.given[0].message_id


def test_workers_that_always_die_send_no_more_than_the_bound(house: House) -> None:
    enter(house, ANN)
    few = house.with_instance(mail=house.instance.mail.model_copy(update={"attempts": 3}))
    dying = Postman(dies)
    for _ in range(3):
        with pytest.raises(Killed):
            deliver(few, dying)
        house.clock.at += LEASE
    assert deliver(few, dying) == Delivery(parked=1)
    assert len(dying.given) == 3


def test_a_worker_that_slept_through_its_lease_changes_nothing(house: House) -> None:
    enter(house, ANN, BEN)
    other = Postman()

    def sleep(_message: Outgoing) -> None:
        house.clock.at += LEASE
        deliver(house, other)

    assert deliver(house, Postman(sleep)) == Delivery()
    assert [message.recipient for message in other.given] == [ANN, BEN]
    assert statuses(house) == ["sent", "sent"]


def test_two_workers_share_the_work(house: House) -> None:
    enter(house, ANN, BEN)
    first = Postman()
    second = Postman()

    def meanwhile(_message: Outgoing) -> None:
        if not second.given:
            deliver(house, second)

    first.act = meanwhile
    assert mail.deliver_due(house.database, mailer=first, instance=house.instance, limit=1) == Delivery(
        sent=1
    )
    assert [message.recipient for message in first.given + second.given] == [ANN, BEN]


def test_control_without_the_lease_both_workers_send(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def all_that_are_not_sent(session: object, **_lease: object) -> list[Message]:
        return list(session.scalars(select(Message).where(Message.status != "sent")))  # type: ignore[attr-defined]

    monkeypatch.setattr("competition.services.mail.messages.lease", all_that_are_not_sent)
    monkeypatch.setattr("competition.services.mail.messages.is_held", lambda *_args, **_lease: True)
    enter(house, ANN)
    first, second = Postman(), Postman()
    first.act = lambda _message: void(deliver(house, second))
    deliver(house, first)
    assert len(first.given + second.given) == 2


def void(_value: object) -> None:
    """For a function that must return nothing."""


def test_the_mailbox_shows_what_went_and_only_in_the_demonstration(house: House) -> None:
    house.enter(ANN)
    house.confirm(ANN)
    demo = replace(house.instance, site=house.instance.site.model_copy(update={"mode": "demo"}))
    with house.database.read() as session:
        receipt, confirm = mailbox.mailbox(session, instance=demo).messages
        assert (confirm.recipient, confirm.sender) == (ANN, "draws@cinema.example")
        assert [file.name for file in receipt.attachments] == [
            "receipt.note",
            "salt.txt",
            "ticket.png",
            "draw.ics",
        ]
        assert mailbox.message(session, receipt.id, instance=demo) == receipt
        note = mailbox.attachment(session, receipt.id, 1, instance=demo)
        assert note.content.startswith(b"prizedraw/v1 receipt\n")
        for number in (0, 5):
            with pytest.raises(RuleError):
                mailbox.attachment(session, receipt.id, number, instance=demo)
        with pytest.raises(RuleError):
            mailbox.message(session, 10**6, instance=demo)
        with pytest.raises(RuleError):
            mailbox.mailbox(session, instance=house.instance)
