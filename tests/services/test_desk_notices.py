"""What the clock tells admins by mail: each occasion once, to whose it is, and nothing personal."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from competition.rules.permissions import Role
from competition.services import desk_notices
from competition.store.engine import Database
from competition.store.models import Activity, Award, Competition, DeskNotice, Message
from tests.services import builders, winning
from tests.services.admins.staff import joined
from tests.services.builders import CLOSES, House
from tests.services.drawn import FREEZE_DUE, ROUND_AT, answer, fill, open_house, tick

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _quickly(quick_passwords: None) -> None:
    """Hash quickly."""


@pytest.fixture
def staffed(database: Database) -> House:
    """An owner, an editor, one for fulfilment and an observer; three entrants."""
    house = open_house(database)
    staff(house)
    fill(house, 3)
    tick(house)
    return house


def staff(house: House) -> None:
    for role in Role:
        joined(house, role.value, role)


def told(house: House) -> list[tuple[str, str]]:
    """(kind, to whom) of every letter of the clock to the desk."""
    with house.database.read() as session:
        kinds = set(session.scalars(select(DeskNotice.kind)))
    return [
        (row.kind.removeprefix("admin_"), row.recipient.partition("@")[0])
        for row in house.messages()
        if row.kind in kinds
    ]


def letter(house: House, kind: str) -> Message:
    return next(row for row in house.messages() if row.kind == f"admin_{kind}")


def test_a_day_before_the_close_those_who_edit_are_told_once(staffed: House) -> None:
    staffed.clock.at = CLOSES - DAY - timedelta(seconds=1)
    tick(staffed)
    assert told(staffed) == []
    staffed.clock.at = CLOSES - DAY
    for _ in range(3):
        tick(staffed)
    assert told(staffed) == [("closing", "owner"), ("closing", "editor")]
    written = letter(staffed, "closing")
    assert "3 tickets so far. 0 not confirmed yet" in written.text
    assert "https://cinema.example/draws/admin/c/never-sorry/draw" in written.text


def test_the_freeze_and_the_draw_are_told_of_and_lead_to_what_is_to_be_done(staffed: House) -> None:
    for at in (CLOSES, FREEZE_DUE - DAY, FREEZE_DUE - DAY):
        staffed.clock.at = at
        tick(staffed)
    assert told(staffed) == [("freeze", "owner"), ("freeze", "editor")]
    assert "No appeal waits" in letter(staffed, "freeze").text
    staffed.clock.at = FREEZE_DUE
    tick(staffed)
    staffed.clock.at = ROUND_AT
    tick(staffed, answer())
    tick(staffed)
    assert told(staffed)[2:] == [("drawn", "owner"), ("drawn", "editor")]
    assert "/admin/c/never-sorry/awards/release" in letter(staffed, "drawn").text


def test_without_admins_nothing_is_written_down_and_whoever_comes_later_is_told(database: Database) -> None:
    house = open_house(database)
    tick(house)
    house.clock.at = CLOSES - DAY
    tick(house)
    assert told(house) == []
    joined(house, "olive")
    tick(house)
    assert told(house) == [("closing", "olive")]


def test_a_silent_winner_and_a_late_prize_are_named_by_their_tickets_only(drawn_house: House) -> None:
    staff(drawn_house)
    winning.release(drawn_house)
    tick(drawn_house)
    first, *others = winning_awards(drawn_house)
    winning.claim(drawn_house, first.unit)
    drawn_house.clock.forward(days=14)
    tick(drawn_house)
    tick(drawn_house)
    silent = [row for row in told(drawn_house) if row[0] == "silent"]
    assert silent == [("silent", who) for _ in others for who in ("owner", "editor")]
    drawn_house.clock.forward(days=17)
    tick(drawn_house)
    tick(drawn_house)
    late = [row for row in told(drawn_house) if row[0] == "overdue"]
    assert late == [("overdue", who) for who in ("owner", "editor", "fulfilment")]
    for row in drawn_house.messages():
        if row.kind in ("admin_silent", "admin_overdue"):
            assert not [word for word in ("reader", "example.com", "Ann") if word in row.text + row.html]
    assert first.ticket[:4] in letter(drawn_house, "overdue").text


def winning_awards(house: House) -> list[Award]:
    with house.database.read() as session:
        return list(session.scalars(select(Award).where(Award.kind == "prize").order_by(Award.unit)))


def test_the_owner_is_told_a_day_before_details_are_erased(staffed: House) -> None:
    staffed.enter("late@example.com")
    staffed.clock.at = CLOSES
    tick(staffed)
    staffed.clock.at = builders.CONFIRM_BY + timedelta(days=6, hours=1)
    tick(staffed, answer())
    tick(staffed, answer())
    assert [row for row in told(staffed) if row[0] == "purge"] == [("purge", "owner")]
    assert "Entries that were never confirmed: 1, on" in letter(staffed, "purge").text
    assert "/admin/retention" in letter(staffed, "purge").text


def test_an_entry_in_the_record_says_that_the_clock_has_told_the_desk(staffed: House) -> None:
    staffed.clock.at = CLOSES - DAY
    tick(staffed)
    with staffed.database.read() as session:
        rows = session.scalars(select(Activity).where(Activity.action == "desk_told")).all()
        [notice] = session.scalars(select(DeskNotice))
    assert [(row.actor, row.subject) for row in rows] == [("clock", "admin_closing")]
    assert notice.recipients == 2


def test_workers_that_look_at_once_tell_once(staffed: House) -> None:
    staffed.clock.at = CLOSES - DAY
    with staffed.database.read() as session:
        competition_id = session.scalars(select(Competition.id)).one()

    def work(_: int) -> int:
        return desk_notices.tell(staffed.database, competition_id, instance=staffed.instance)

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(work, range(8))) == 1
    assert told(staffed) == [("closing", "owner"), ("closing", "editor")]


def test_control_without_what_was_written_down_every_tick_would_tell(
    staffed: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("competition.store.desk_notices.told", lambda *_: frozenset())
    monkeypatch.setattr("competition.store.desk_notices.add", lambda *_: None)
    staffed.clock.at = CLOSES - DAY
    tick(staffed)
    tick(staffed)
    kinds = [row.kind for row in staffed.messages()]
    assert kinds.count("admin_closing") == 4
