"""The public log counts tickets every hour in which some came, and the draw's page shows how they grew."""

import pytest

from competition.draw.bundle import MemoryRecord
from competition.draw.loglines import make_line
from competition.draw.verify import audit
from competition.services import draw_views, public_log
from competition.services.issued import issued
from competition.store.engine import Database
from tests.services import builders
from tests.services.builders import House
from tests.services.drawn import files, fill, freeze_by_clock, open_house, tick

START = 1_785_571_200


def counts(house: House) -> list[str]:
    with house.database.read() as session:
        lines = public_log.log_file(session, builders.SLUG).decode().splitlines()
    return [line.split("issued=")[1] for line in lines if " count " in line]


def test_it_counts_hourly_while_tickets_come_and_not_otherwise(database: Database) -> None:
    house = open_house(database)
    tick(house)
    fill(house, 2)
    for minutes in (30, 31, 30, 90, 120):
        tick(house)
        house.clock.forward(minutes=minutes)
    assert counts(house) == ["0", "2"]
    house.enter("late@example.com")
    house.confirm("late@example.com")
    tick(house)
    assert counts(house) == ["0", "2", "3"]
    freeze_by_clock(house)
    assert audit(MemoryRecord(files(house))).verdict == "could not check"
    with database.read() as session:
        view = draw_views.page(session, builders.SLUG, instance=house.instance)
    assert view.issued is not None
    assert view.issued.counts[-1][1] == 3
    assert view.issued.path.startswith("M2 138H")


def test_a_line_of_hundreds_of_counts_shows_the_last_of_each_day() -> None:
    many = [make_line(seq, START + seq * 3600, "count", {"issued": str(seq)}) for seq in range(200)]
    found = issued(many, "UTC")
    assert found is not None
    assert len(found.counts) == 9
    assert found.counts[-1][1] == 199
    assert all(earlier[1] < later[1] for earlier, later in zip(found.counts, found.counts[1:], strict=False))


@pytest.mark.parametrize("numbers", [(), (4,), (0, 0)])
def test_where_nothing_grew_there_is_nothing_to_see(numbers: tuple[int, ...]) -> None:
    made = [make_line(seq, START + seq, "count", {"issued": str(n)}) for seq, n in enumerate(numbers)]
    assert issued(made, "UTC") is None


def test_two_counts_of_one_second_are_drawn_as_well() -> None:
    made = [make_line(seq, START, "count", {"issued": str(n)}) for seq, n in enumerate((1, 2))]
    found = issued(made, "UTC")
    assert found is not None
    assert found.path == "M2 70H2V2"
