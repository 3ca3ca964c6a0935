"""A drawn house whose winners are told: what a test needs to speak for winners and for the promoter."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from competition.adapters.tokens import Purpose
from competition.draw.bundle import MemoryRecord
from competition.draw.report import Report
from competition.draw.verify import audit
from competition.rules.claiming import ClaimForm
from competition.services.awards import claim_pages, claiming, releasing
from competition.store.engine import Database
from competition.store.models import Award, Message
from tests.services import drawn
from tests.services.builders import SLUG, House

# The release follows the draw after an hour, as a person would have it.
RELEASED = drawn.ROUND_AT + timedelta(hours=1)
ADDRESS = {
    "recipient": "Ann Example",
    "street": "1 Example Street",
    "town": "Leeds",
    "county": "West Yorkshire",
    "postcode": "LS1 1AA",
    "country": "United Kingdom",
}
WHOLE = {**ADDRESS, "eligible": True, "publication": "surname"}


def drawn_house(database: Database, count: int = 6, **changes: object) -> House:
    """Three prizes, two reserves, so many entries; the result is public."""
    house = drawn.open_house(database, **changes)
    drawn.fill(house, count)
    drawn.draw_by_clock(house)
    return house


def released_house(database: Database, count: int = 6, **changes: object) -> House:
    """As `drawn_house`, and the winners were told."""
    return told(drawn_house(database, count, **changes))


def told(house: House) -> House:
    """Release the notices, and let the clock write them."""
    house.clock.at = RELEASED
    release(house)
    drawn.tick(house)
    return house


def release(house: House, typed: str | None = None) -> int:
    with house.write() as session:
        number = typed or str(len(releasing.preview(session, SLUG, instance=house.instance).recipients))
        return releasing.release(session, SLUG, number, actor="jo", instance=house.instance)


def held(house: House) -> list[Award]:
    """Every hold there was, in its order."""
    with house.database.read() as session:
        return list(session.scalars(select(Award).order_by(Award.unit, Award.id)))


def states(house: House) -> list[str]:
    return [award.state for award in held(house)]


def letters(house: House, *kinds: str) -> list[Message]:
    return [message for message in house.messages() if message.kind in kinds]


def token(house: House, unit: int = 1) -> str:
    """The claim link of the newest letter to who holds a unit."""
    award = next(one for one in held(house) if one.unit == unit and not one.ended_at)
    return token_of(house, award)


def token_of(house: House, award: Award) -> str:
    return house.instance.tokens.issue(Purpose.CLAIM, award.public_id)


def address_of(house: House, award: Award) -> str:
    return next(entry.address or "" for entry in house.entries() if entry.ticket == award.ticket)


def claim(house: House, unit: int = 1, **typed: Any) -> None:
    link = token(house, unit)
    with house.write() as session:
        claiming.claim(session, link, ClaimForm(**{**WHOLE, **typed}), instance=house.instance)


def decline(house: House, unit: int = 1) -> None:
    award = next(one for one in held(house) if one.unit == unit and not one.ended_at)
    link, address = token_of(house, award), address_of(house, award)
    with house.write() as session:
        only = claim_pages.decline_page(session, link, instance=house.instance).token
        claiming.decline(session, link, decline_token=only, email=address, instance=house.instance)


def do(house: House, action: Callable[..., Any], *given: Any, **named: Any) -> Any:
    """Run a use case that takes the competition's address, as Jo."""
    with house.write() as session:
        return action(session, SLUG, *given, **{"actor": "jo", **named}, instance=house.instance)


def tick_daily(house: House, until: datetime) -> list[str]:
    """Let the clock work once a day up to this instant, and at it."""
    done: list[str] = []
    while house.clock.at < until:
        house.clock.at = min(house.clock.at + timedelta(days=1), until)
        done += drawn.tick(house)
    return done


def logged(house: House, *kinds: str) -> list[str]:
    """The kinds of the public log's lines, in order; with `kinds`, only those."""
    lines = drawn.files(house)["log.txt"].decode().splitlines()
    found = [line.split(" ")[2] for line in lines]
    return [kind for kind in found if not kinds or kind in kinds]


def audited(house: House) -> Report:
    return audit(MemoryRecord(drawn.files(house)))


def reads(house: House, look: Callable[[Session], Any]) -> Any:
    with house.database.read() as session:
        return look(session)
