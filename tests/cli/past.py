"""A database with a past: one draw by a recorded drand round, and a rehearsal that was closed by hand.

Between them they have a row in every table of the record.
"""

from datetime import timedelta

from competition.adapters.tokens import Purpose
from competition.rules.wording import machine
from competition.services import clockwork, entries, excluding, rehearsing
from competition.store.engine import Database
from competition.store.schema import migrate
from tests.services import builders, drawn, winning
from tests.services.builders import House

REHEARSAL = "rehearsal"


def lived(url: str) -> None:
    """Fill an empty database."""
    migrate(url)
    database = Database(url)
    house = drawn.open_house(database, group_rule="person")
    drawn.fill(house, 7)
    house.enter("wrong@example.com", answer="2")
    house.confirm("wrong@example.com")
    leave_out(house, "reader3@example.com")
    withdraw(house, "reader6@example.com")
    drawn.draw_by_clock(house)
    winning.told(house)
    rehearsed(house)
    database.close()


def leave_out(house: House, address: str) -> None:
    ticket = next(entry.ticket for entry in house.entries() if entry.address == address)
    with house.write() as session:
        excluding.exclude(
            session, builders.SLUG, ticket or "", "duplicate", actor="operator", instance=house.instance
        )


def withdraw(house: House, address: str) -> None:
    entry = next(entry for entry in house.entries() if entry.address == address)
    issue = house.instance.tokens.issue
    with house.write() as session:
        entries.withdraw(
            session,
            issue(Purpose.ENTRY, entry.public_id),
            withdraw_token=issue(Purpose.WITHDRAW, entry.public_id),
            email=address,
            instance=house.instance,
        )


def rehearsed(house: House) -> None:
    """Publish, enter, close by hand, freeze and draw a rehearsal."""
    start = house.clock.at
    dates = {"opens": machine(start), "closes": machine(start + timedelta(days=3))}
    builders.publish(
        house.database, house.instance, slug=REHEARSAL, question=None, beacon={"kind": "rehearsal"}, **dates
    )
    drawn.tick(house)
    for address in ("kit@example.com", "lena@example.com"):
        with house.write() as session:
            sheet = builders.submission(address)
            entries.enter(session, REHEARSAL, sheet, instance=house.instance)
        house.confirm(address)
    with house.write() as session:
        rehearsing.close_now(session, REHEARSAL, instance=house.instance)
    for seconds in (0, 10, 20):
        house.clock.at = start + timedelta(seconds=seconds)
        clockwork.tick(house.database, instance=house.instance, fetch=drawn.relay())
