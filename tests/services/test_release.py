"""Nobody is told before a person typed how many they are; each is told once; and it can be stopped (P10)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from competition.adapters.mailer import Mailbox
from competition.rules.errors import RuleError
from competition.services import clockwork, mail
from competition.services.awards import board, notifying, releasing, vacating
from competition.store import awards
from competition.store.engine import Database
from competition.store.models import Award, AwardNotice
from competition.store.types import CompetitionId
from tests.fixtures.databases import Migrate
from tests.services import drawn, winning
from tests.services.builders import SLUG, House
from tests.services.racing import MANY, at_once
from tests.services.winning import RELEASED, do, held, letters, logged, states
from tests.store.sabotage import drop_constraint

DAY = timedelta(days=1)


@pytest.fixture
def house(drawn_house: House) -> House:
    """Drawn, and nobody is told yet."""
    return drawn_house


@pytest.fixture
def on_each(database: Database) -> House:
    """The same on each engine, for what the engines decide."""
    return winning.drawn_house(database)


def preview(house: House) -> releasing.ReleaseView:
    found: releasing.ReleaseView = winning.reads(
        house, lambda session: releasing.preview(session, SLUG, instance=house.instance)
    )
    return found


def test_nobody_is_told_before_the_release_however_long_it_takes(house: House) -> None:
    winning.tick_daily(house, RELEASED + 60 * DAY)
    assert letters(house, "won") == []
    assert logged(house, "notified", "vacated") == []


def test_the_preview_lists_every_recipient_masked(house: House) -> None:
    found = preview(house)
    assert [one.unit for one in found.recipients] == [1, 2, 3]
    assert {one.name for one in found.recipients} == {"A•••• E•••••"}
    assert {one.address for one in found.recipients} == {"r••••@e•••••.com"}
    assert not found.released


@pytest.mark.parametrize("typed", ["", "0", "2", "4", "-3", "3.0", "three"])
def test_another_number_than_that_of_the_recipients_releases_nothing(house: House, typed: str) -> None:
    with pytest.raises(RuleError, match="Type the number of recipients that you see"):
        do(house, releasing.release, typed)
    drawn.tick(house)
    assert letters(house, "won") == []


def test_who_was_replaced_before_the_release_is_not_among_the_recipients(house: House) -> None:
    first = held(house)[0].ticket
    do(house, vacating.vacate, 1, "ineligible", approvers=("jo",))
    found = preview(house)
    assert first not in [one.ticket for one in found.recipients]
    assert [one.reserve for one in found.recipients] == [1, None, None]


def test_releasing_twice_is_once_and_both_answers_agree(house: House) -> None:
    house.clock.at = RELEASED
    assert [winning.release(house), do(house, releasing.release, "3")] == [3, 3]
    drawn.tick(house)
    drawn.tick(house)
    assert len(letters(house, "won")) == 3
    assert len({message.recipient for message in letters(house, "won")}) == 3


def test_a_stop_holds_the_letters_that_wait_the_notices_to_come_and_what_would_lapse(house: House) -> None:
    house.clock.at = RELEASED
    winning.release(house)
    drawn.tick(house)
    mail.deliver_due(house.database, mailer=Mailbox(), instance=house.instance, limit=1)
    do(house, releasing.stop)
    sent = mail.deliver_due(house.database, mailer=Mailbox(), instance=house.instance, limit=1000)
    assert sent.sent == 0
    winning.tick_daily(house, RELEASED + 60 * DAY)
    assert states(house) == ["notified"] * 3
    assert "reminder" not in {message.kind for message in house.messages()}
    do(house, releasing.resume)
    again = mail.deliver_due(house.database, mailer=Mailbox(), instance=house.instance, limit=1000)
    assert again.sent > 3


class Stopping(Mailbox):
    """A mail server during whose first letter somebody presses the stop."""

    def __init__(self, house: House) -> None:
        super().__init__()
        self.house, self.taken = house, 0

    def deliver(self, message: object) -> None:
        self.taken += 1
        if self.taken == 1:
            with self.house.write() as session:
                releasing.stop(session, None, actor="jo", instance=self.house.instance)


def due_letters(house: House) -> Stopping:
    house.clock.at = RELEASED
    winning.release(house)
    drawn.tick(house)
    stopping = Stopping(house)
    mail.deliver_due(house.database, mailer=stopping, instance=house.instance, limit=1000)
    return stopping


def test_a_stop_of_everything_works_before_the_next_letter_of_a_batch(house: House) -> None:
    assert due_letters(house).taken == 1
    do(house, releasing.resume)
    drawn.tick(house)
    # The stop of everything is not lifted by lifting that of one competition.
    assert mail.deliver_due(house.database, mailer=Mailbox(), instance=house.instance).sent == 0


def test_control_a_worker_that_does_not_look_sends_the_whole_batch(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("competition.store.stops.holds_message", lambda _session, _message: False)
    assert due_letters(house).taken > 3


def test_the_board_says_what_waits_for_a_person(house: House) -> None:
    found = winning.reads(house, lambda session: board.board(session, SLUG, instance=house.instance))
    assert found.needs == ("3 winners wait for your release. No link to claim goes out before.",)
    do(house, releasing.stop)
    found = winning.reads(house, lambda session: board.board(session, SLUG, instance=house.instance))
    assert found.needs[0].startswith("The mail is stopped.")


def test_eight_workers_at_once_tell_each_winner_once(on_each: House) -> None:
    house = on_each
    house.clock.at = RELEASED
    winning.release(house)

    def work(_: int) -> list[clockwork.Done]:
        return clockwork.tick(house.database, instance=house.instance, fetch=drawn.relay())

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(8)))
    assert len(letters(house, "won")) == 3
    assert logged(house, "notified") == ["notified"] * 3


def test_two_hundred_who_give_up_one_prize_at_once_promote_one_reserve(on_each: House) -> None:
    house = on_each
    ticket = held(house)[0].ticket

    def give_up() -> int:
        following = do(house, vacating.vacate, 1, "ineligible", approvers=("jo",), ticket=ticket)
        return int(following.number)

    assert at_once(give_up) == [1] * MANY
    assert logged(house, "vacated", "promoted") == ["vacated", "promoted"]


def test_two_hundred_who_release_at_once_release_once_and_read_the_same_number(on_each: House) -> None:
    house = on_each
    house.clock.at = RELEASED
    assert at_once(lambda: do(house, releasing.release, "3")) == [3] * MANY
    drawn.tick(house)
    assert len(letters(house, "won")) == 3


class TestTheConstraint:
    """The database itself allows one notice for each unit and attempt."""

    def notice(self, house: House, **changes: int) -> None:
        number = held(house)[0].id
        row = {"attempt": 1, "step": 0, **changes}
        with house.write() as session:
            notice = AwardNotice(award_id=number, **row, kind="won", noticed_at=house.clock.at)
            awards.add_notice(session, notice)

    def count(self, house: House) -> int:
        first = held(house)[0].id
        found: int = winning.reads(house, lambda session: len(awards.notices_of(session, first)))
        return found

    @pytest.mark.parametrize("changes", [{}, {"step": 1}, {"attempt": 2}])
    def test_a_second_notice_of_one_attempt_or_of_one_step_is_refused(
        self, on_each: House, changes: dict[str, int]
    ) -> None:
        self.notice(on_each)
        with pytest.raises(IntegrityError):
            self.notice(on_each, **changes)
        assert self.count(on_each) == 1

    def test_control_without_the_key_and_the_constraint_it_is_written_twice(
        self, database_url: str, migrated: Migrate
    ) -> None:
        migrated(database_url)
        drop_constraint(database_url, "award_notice", "pk_award_notice")
        drop_constraint(database_url, "award_notice", "uq_award_notice_step")
        database = Database(database_url)
        house = winning.drawn_house(database)
        self.notice(house)
        self.notice(house)
        assert self.count(house) == 2
        database.close()

    def test_a_place_of_the_result_holds_one_unit_and_a_unit_has_one_holder(self, on_each: House) -> None:
        house = on_each
        first, second = held(house)[:2]
        for changes in ({"unit": second.unit, "kind": "reserve", "number": 1}, {"ticket": second.ticket}):
            copy = {
                name: getattr(first, name)
                for name in ("competition_id", "draw", "unit", "kind", "number", "ticket", "held_at")
            }
            with pytest.raises(IntegrityError), house.write() as session:
                awards.add(session, Award(**{**copy, **changes}, public_id="f" * 32, check_code="ZZZZZZZZ"))


def test_a_tick_that_is_cut_off_leaves_neither_a_line_nor_a_letter(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.clock.at = RELEASED
    winning.release(house)
    with monkeypatch.context() as patch:
        patch.setattr("competition.services.awards.letters.write", cut_off)
        with pytest.raises(KeyboardInterrupt):
            list(notifying.advance(house.database, CompetitionId(1), instance=house.instance))
    assert logged(house, "notified") == []
    drawn.tick(house)
    assert logged(house, "notified") == ["notified"] * 3
    assert len(letters(house, "won")) == 3


def cut_off(*_args: object, **_named: object) -> None:
    raise KeyboardInterrupt
