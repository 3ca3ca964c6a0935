"""Emptying the outbox: lease a batch, send outside any transaction, report under the lease."""

import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from competition.adapters.envelope import Outgoing
from competition.adapters.letters import Letter
from competition.adapters.mailer import Mailer, PermanentError, TemporaryError, UnreachableError
from competition.rules.backoff import GIVE_UP, delay
from competition.services import letters
from competition.services.instance import Instance
from competition.store import messages, stops
from competition.store.engine import Database
from competition.store.models import Message

LEASE = timedelta(minutes=10)
_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Delivery:
    """What one pass did. Its three numbers say all: no address belongs into a log."""

    sent: int = 0
    retried: int = 0
    parked: int = 0


@dataclass(frozen=True, slots=True)
class _Failure:
    """Why a message did not go; `for_good` if no further try makes sense."""

    text: str
    for_good: bool = False
    unreachable: bool = False


def _never() -> bool:
    return False


def deliver_due(
    database: Database,
    *,
    mailer: Mailer,
    instance: Instance,
    limit: int = 50,
    until: Callable[[], bool] = _never,
) -> Delivery:
    """Send what is due, each at least once and at most `mail.attempts` times, under one Message-ID (F3).

    Asked before each message, `until` ends the pass when it says so; what was not begun is handed back (P16).
    """
    lease_id, done = secrets.token_hex(16), Delivery()
    with database.write() as session:
        now = instance.clock(session)
        batch = messages.lease(session, lease_id=lease_id, now=now, until=now + LEASE, limit=limit)
    for message in batch:
        if until():
            break
        if not _may_send(database, message, lease_id, instance):
            continue
        failure = _send(mailer, message, instance)
        with database.write() as session:
            _report(session, message, failure, lease_id=lease_id, instance=instance, done=done)
        if failure and failure.unreachable:
            # No other letter would go now; they keep their tries for when the server is back.
            break
    with database.write() as session:
        messages.hand_back(session, lease_id=lease_id)
    return done


def _may_send(database: Database, message: Message, lease_id: str, instance: Instance) -> bool:
    """Whether the lease still runs, and nobody has stopped the mail.

    A worker that slept through its lease has lost the message to another (P2). The stop is looked up before
    every letter, so that it works in the middle of a batch (P10).
    """
    with database.read() as session:
        held = messages.is_held(session, message.id, lease_id=lease_id, now=instance.clock(session))
        return held and not stops.holds_message(session, message.id)


def _send(mailer: Mailer, message: Message, instance: Instance) -> _Failure | None:
    if message.attempts > instance.mail.attempts:
        return _Failure("tried as often as allowed; a worker died in the last try", for_good=True)
    try:
        mailer.deliver(_outgoing(message))
    except UnreachableError as error:
        return _Failure(str(error), unreachable=True)
    except TemporaryError as error:
        return _Failure(str(error))
    except PermanentError as error:
        return _Failure(str(error), for_good=True)
    except Exception as error:  # noqa: BLE001  whatever one letter breaks, the queue goes on
        # Without the error's own words: they may quote the letter, and no address belongs in a log.
        _log.error("message %d cannot be sent: %s", message.id, type(error).__name__)
        return _Failure(f"a fault of this program: {type(error).__name__}", for_good=True)
    return None


def _report(
    session: Session,
    message: Message,
    failure: _Failure | None,
    *,
    lease_id: str,
    instance: Instance,
    done: Delivery,
) -> None:
    """Write down what became of it. If the lease was lost meanwhile, nothing is changed or counted."""
    now = instance.clock(session)
    if failure is None:
        done.sent += messages.mark_sent(session, message.id, lease_id=lease_id, now=now)
    elif failure.for_good or _is_over(message, now, instance):
        done.parked += messages.park(session, message.id, lease_id=lease_id, error=failure.text)
    else:
        # Jitter needs no secret, but this is the source of chance at hand.
        due_at = now + delay(message.attempts, jitter=secrets.randbelow(1000) / 1000)
        done.retried += messages.retry_later(
            session, message.id, lease_id=lease_id, due_at=due_at, error=failure.text
        )


def _is_over(message: Message, now: datetime, instance: Instance) -> bool:
    return message.attempts >= instance.mail.attempts or now - message.created_at >= GIVE_UP


def _outgoing(message: Message) -> Outgoing:
    return Outgoing(
        message_id=message.message_id,
        recipient=message.recipient,
        letter=Letter(message.subject, message.text, message.html),
        attachments=[letters.attachment_of(plain) for plain in message.attachments],
        written_at=message.created_at,
        unsubscribe=message.unsubscribe,
    )
