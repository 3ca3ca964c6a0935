"""Prizes, their number and the folding rule are bound before the first entry (guarantees N13, N4, O3)."""

from collections.abc import Callable
from typing import Any

import pytest

from competition.draw.bundle import MemoryRecord
from competition.draw.canonical import dump, parse
from competition.draw.verify import audit
from competition.store.engine import Database
from competition.store.models import Competition
from tests.services import drawn
from tests.services.builders import House

CHANGES: dict[str, Callable[[dict[str, Any]], object]] = {
    "one prize more": lambda said: said["prizes"][0].update(quantity=4),
    "one prize less": lambda said: said["prizes"][0].update(quantity=2),
    "another prize": lambda said: said["prizes"][0].update(title="A poster"),
    "a second kind of prize": lambda said: said["prizes"].append({"title": "A poster", "quantity": 1}),
    "fewer reserves": lambda said: said.update(reserves=1),
    "another folding rule": lambda said: said.update(folding="email-folding/2"),
    "one prize to a household": lambda said: said.update(group_rule="household"),
    "a later closing instant": lambda said: said.update(closes="2026-08-29T18:00:00Z"),
    "another round": lambda said: said["beacon"].update(round=drawn.ROUND - 1),
    "other terms": lambda said: said.update(rules_sha256="0" * 64),
}


@pytest.fixture
def house(database: Database) -> House:
    house = drawn.open_house(database)
    drawn.fill(house)
    drawn.draw_by_clock(house)
    return house


def test_a_manifest_that_says_another_thing_is_not_the_one_that_was_published(house: House) -> None:
    files = drawn.files(house)
    verdicts = {}
    for what, change in CHANGES.items():
        said: Any = parse(files["manifest.json"], file="manifest.json")
        change(said)
        verdicts[what] = audit(MemoryRecord({**files, "manifest.json": dump(said)})).verdict
    assert verdicts == dict.fromkeys(CHANGES, "failed")


def test_control_what_only_the_page_says_may_change_and_the_record_stays_the_same(house: House) -> None:
    before = drawn.files(house)
    with house.write() as session:
        (row,) = session.query(Competition).all()
        row.details = {**row.details, "summary": "Another sentence on the page."}
    assert drawn.files(house) == before
    assert audit(MemoryRecord(before)).verdict == "verified"
