"""From the result to the letter box: told once, reminded, replaced in rank order, sent, received."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from competition.audit.__main__ import main as audit_main
from competition.draw.errors import VerificationError
from competition.draw.log import LogState
from competition.rules.errors import RuleError
from competition.services import auditing, draw_files
from competition.services.awards import sending, vacating
from competition.services.overview import one
from competition.store import erasures, freezes
from competition.store.engine import Database
from competition.store.models import Admin, Result
from competition.store.types import CompetitionId
from tests.fixtures.databases import Migrate
from tests.services import drawn, winning
from tests.services.builders import SLUG, House
from tests.services.winning import RELEASED, audited, do, held, letters, logged, states
from tests.store.sabotage import drop_triggers, plain_connection

DAY = timedelta(days=1)


@pytest.fixture
def house(drawn_house: House) -> House:
    """Three winners were told a minute ago, and two reserves wait."""
    return winning.told(drawn_house)


def test_a_whole_story_ends_completed_and_the_auditor_follows_every_step(
    database: Database, tmp_path: Path
) -> None:
    house = winning.released_house(database)
    winning.claim(house, 1)
    winning.decline(house, 2)
    drawn.tick(house)
    winning.claim(house, 2)
    winning.tick_daily(house, RELEASED + 29 * DAY)
    winning.claim(house, 3)
    for unit in (1, 2, 3):
        do(house, sending.dispatch, unit, carrier="Royal Mail")
        do(house, sending.mark_received, unit)
    assert drawn.tick(house) == ["completed"]
    assert states(house) == ["received", "declined", "received", "lapsed", "received"]
    report = audited(house)
    assert (report.verdict, report.outcome) == ("verified", "completed")
    assert report.holders == {award.unit: award.ticket for award in held(house) if not award.ended_at}
    assert logged(house)[-1] == "completed"
    assert house_status(house) == "completed"
    assert drawn.tick(house) == []
    bundle = tmp_path / "record.zip"
    bundle.write_bytes(winning.reads(house, lambda session: draw_files.bundle(session, SLUG)))
    assert audit_main(["verify", str(bundle)]) == 0
    assert row_problems(house) == []


def row_problems(house: House) -> list[str]:
    """What `competition audit` finds in the rows of the database."""
    with house.database.read() as session:
        return [row for one in auditing.audit_competition(session, SLUG) for row in one.rows]


def house_status(house: House) -> str:
    with house.database.read() as session:
        return one(session, SLUG, instance=house.instance).status


def test_a_winner_is_written_to_on_days_0_3_7_14_21_and_27_and_lapses_when_28_days_are_over(
    house: House,
) -> None:
    done = winning.tick_daily(house, RELEASED + 28 * DAY)
    assert len(letters(house, "won")) == 3
    reminded = [(message.created_at - RELEASED) // DAY for message in letters(house, "reminder")]
    assert reminded == [day for day in (3, 7, 14, 21) for _ in range(3)]
    final = [(message.created_at - RELEASED) // DAY for message in letters(house, "final_notice")]
    assert final == [27] * 3
    assert "passed a prize on: no reply" not in done
    house.clock.at += timedelta(seconds=1)
    assert drawn.tick(house).count("passed a prize on: no reply") == 3


def test_each_silent_winner_is_followed_in_the_next_line_by_the_next_reserve(house: House) -> None:
    winning.tick_daily(house, RELEASED + 28 * DAY + timedelta(seconds=1))
    assert logged(house, "vacated", "promoted") == ["vacated", "promoted", "vacated", "promoted", "vacated"]
    reserves = [award.number for award in held(house) if award.kind == "reserve"]
    assert reserves == [1, 2]
    assert len(letters(house, "promoted")) == 2
    assert len(letters(house, "lapsed")) == 3
    assert audited(house).verdict == "verified"


def test_a_winner_who_claims_hears_no_more_reminders(house: House) -> None:
    winning.claim(house, 1)
    winning.tick_daily(house, RELEASED + 3 * DAY)
    winner = winning.address_of(house, held(house)[0])
    assert [m.kind for m in house.messages() if m.recipient == winner][-2:] == ["won", "claim_received"]
    assert len(letters(house, "reminder")) == 2


def test_a_worker_that_was_away_for_weeks_sends_one_reminder_and_not_three(house: House) -> None:
    house.clock.at = RELEASED + 15 * DAY
    drawn.tick(house)
    assert len(letters(house, "reminder")) == 3
    assert [line for line in drawn.files(house)["log.txt"].decode().split("\n") if "attempt=3" in line] == []


def test_nobody_lapses_who_was_written_to_only_once(house: House) -> None:
    house.clock.at = RELEASED + 40 * DAY
    drawn.tick(house)
    assert states(house) == ["notified"] * 3
    assert {message.subject.partition(":")[0] for message in letters(house, "final_notice")} == {
        "The time to claim is over"
    }
    house.clock.at += DAY
    drawn.tick(house)
    assert states(house).count("lapsed") == 3
    assert audited(house).verdict == "verified"


def test_a_claim_in_the_last_second_is_in_time_and_one_behind_it_is_late(house: House) -> None:
    house.clock.at = RELEASED + 28 * DAY + timedelta(milliseconds=900)
    winning.claim(house, 1)
    house.clock.at += timedelta(milliseconds=100)
    with pytest.raises(RuleError, match="could be claimed until Monday 28 September 2026, 20:45 BST"):
        winning.claim(house, 2)
    assert audited(house).verdict == "verified"


def test_the_time_to_claim_is_as_long_over_a_change_of_the_clocks(sqlite_url: str, migrated: Migrate) -> None:
    migrated(sqlite_url)
    database = Database(sqlite_url)
    house = winning.released_house(database, claim_days=56)
    house.clock.at = RELEASED + 56 * DAY
    winning.claim(house, 1)
    # 56 times 24 hours reach beyond the end of summer time: the clocks on the wall show an hour less.
    assert "Claim by Monday 26 October 2026, 19:45 GMT" in letters(house, "won")[0].text
    database.close()


def employ(house: House, *codes: str) -> None:
    with house.write() as session:
        for code in codes:
            session.add(
                Admin(
                    code=code,
                    name=code.title(),
                    email=f"{code}@cinema.example",
                    address=f"{code}@cinema.example",
                    role="editor",
                    status="active",
                    password_hash="x",
                    created_at=house.clock.at,
                )
            )


def test_an_ineligible_winner_is_replaced_with_a_reason_and_two_codes_in_the_log(house: House) -> None:
    employ(house, "jo", "sam")
    following = do(house, vacating.vacate, 1, "ineligible", evidence="Abroad.", approvers=("jo", "sam"))
    line = next(line for line in drawn.files(house)["log.txt"].decode().split("\n") if " vacated " in line)
    assert " reason=ineligible " in line
    assert line.endswith(" approvers=jo+sam")
    assert "Abroad." not in drawn.files(house)["log.txt"].decode()
    assert following.number == 1
    assert audited(house).verdict == "verified"
    assert "The terms do not allow this winner." in letters(house, "lapsed")[0].text


@pytest.mark.parametrize(
    ("reason", "approvers", "sentence"),
    [
        ("dislike", ("jo", "sam"), "is no reason of this draw"),
        ("ineligible", ("jo",), "only if two people approve"),
        ("ineligible", (), "only if two people approve"),
        ("ineligible", ("jo", "jo"), "Name each approver once"),
        ("ineligible", ("jo", "ann"), "Only admins approve: jo, sam"),
        ("ineligible", ("Jo Example",), "by the code of an admin"),
        ("no_reply", ("jo", "sam"), "Silence is for the clock"),
    ],
)
def test_a_prize_is_not_given_up_without_a_lawful_reason_and_two_of_the_admins(
    house: House, reason: str, approvers: tuple[str, ...], sentence: str
) -> None:
    employ(house, "jo", "sam")
    before = drawn.files(house)
    with pytest.raises(RuleError, match=sentence):
        do(house, vacating.vacate, 1, reason, approvers=approvers)
    assert drawn.files(house) == before


def test_with_one_admin_alone_one_approves_and_the_auditor_remarks_it(house: House) -> None:
    employ(house, "jo")
    do(house, vacating.vacate, 1, "ineligible", approvers=("jo",))
    report = audited(house)
    assert report.verdict == "verified"
    assert any("on the word of one person alone" in remark for remark in report.remarks)


def test_a_stale_page_does_not_give_up_what_passed_on_meanwhile(house: House) -> None:
    ticket = held(house)[0].ticket
    winning.decline(house, 1)
    with pytest.raises(RuleError, match="no longer holds prize unit 1"):
        do(house, vacating.vacate, 1, "ineligible", approvers=("jo",), ticket=ticket)
    with pytest.raises(RuleError, match="never held prize unit 2"):
        do(house, vacating.vacate, 2, "ineligible", approvers=("jo",), ticket=ticket)


def test_what_was_received_is_not_given_up(house: House) -> None:
    winning.claim(house, 1)
    do(house, sending.dispatch, 1, carrier="Royal Mail")
    do(house, sending.mark_received, 1)
    with pytest.raises(RuleError, match="was received"):
        do(house, vacating.vacate, 1, "undeliverable", approvers=("jo",))


def test_a_prize_that_came_back_passes_on(house: House) -> None:
    winning.claim(house, 1)
    do(house, sending.dispatch, 1, carrier="Royal Mail", tracking="AB 1")
    do(house, vacating.vacate, 1, "undeliverable", approvers=("jo",))
    assert states(house)[:2] == ["undeliverable", "drawn"]
    assert audited(house).verdict == "verified"


def test_dispatching_and_receiving_twice_is_once(house: House) -> None:
    winning.claim(house, 1)
    for _ in range(2):
        do(house, sending.dispatch, 1, carrier="Royal Mail", tracking="AB 123 456 789 GB")
    for _ in range(2):
        do(house, sending.mark_received, 1)
    assert logged(house, "dispatched", "received") == ["dispatched", "received"]
    [letter] = letters(house, "dispatched")
    assert "AB 123 456 789 GB" in letter.text


def test_a_prize_that_was_not_claimed_is_sent_to_nobody(house: House) -> None:
    with pytest.raises(RuleError, match="was not claimed yet"):
        do(house, sending.dispatch, 1, carrier="Royal Mail")
    with pytest.raises(RuleError, match="was not claimed"):
        do(house, sending.mark_received, 1)


def test_a_fortnight_after_dispatch_the_winner_is_asked_whether_it_has_come(house: House) -> None:
    winning.claim(house, 1)
    do(house, sending.dispatch, 1, carrier="Royal Mail")
    start = house.clock.at
    winning.tick_daily(house, start + 20 * DAY)
    [letter] = letters(house, "has_it_come")
    assert letter.created_at == start + 14 * DAY


def test_a_second_address_gets_what_follows_the_claim_as_well(house: House) -> None:
    winning.claim(house, 1, second_email="work@example.com")
    do(house, sending.dispatch, 1, carrier="Royal Mail")
    kinds = [message.kind for message in house.messages() if message.recipient == "work@example.com"]
    assert kinds == ["claim_received", "dispatched"]


def test_who_erased_everything_is_written_to_no_more(house: House) -> None:
    with house.write() as session:
        from competition.store import entries

        entry = entries.by_ticket(session, held(house)[0].ticket)
        assert entry
        entry.address = entry.name = None
        entry.status = "erased"
    winning.tick_daily(house, RELEASED + 3 * DAY)
    assert len(letters(house, "reminder")) == 2


def test_a_competition_that_was_drawn_before_awards_were_kept_gets_them(drawn_house: House) -> None:
    house = drawn_house
    with house.write() as session:
        for award in held(house):
            session.delete(session.merge(award))
    house.clock.at = RELEASED
    drawn.tick(house)
    assert states(house) == ["drawn"] * 3
    assert winning.release(house) == 3


CHANGES = {
    "another state": "UPDATE award SET state = 'notified', claimed_at = NULL WHERE unit = 1",
    "another reason": "UPDATE award SET reason = 'no_reply' WHERE ended_at IS NOT NULL",
    "a hold that is gone": "DELETE FROM award WHERE unit = 3",
    "a notice at another time": "UPDATE award_notice SET noticed_at = '2026-09-01 00:00:00.000000'",
    "a notice that is gone": "DELETE FROM award_notice WHERE award_id = 3",
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=[*CHANGES])
def test_an_award_that_was_changed_by_hand_is_found_and_named(
    house: House, sqlite_url: str, change: str
) -> None:
    winning.claim(house, 1)
    winning.decline(house, 2)
    assert row_problems(house) == []
    drop_triggers(sqlite_url)
    with plain_connection(sqlite_url) as connection:
        connection.exec_driver_sql(change)
    found = row_problems(house)
    assert found
    assert all(problem.startswith("award of prize unit ") for problem in found)


def test_what_is_personal_of_an_award_goes_with_its_entry_and_the_draw_still_verifies(
    house: House, sqlite_url: str
) -> None:
    winning.claim(house, 1, second_email="work@example.com", phone="0113 496 0000", town="Hiddentown")
    do(house, vacating.vacate, 2, "ineligible", evidence="Lives abroad.", approvers=("jo",))
    with house.write() as session:
        ids = [entry.id for entry in house.entries()]
        erasures.empty(session, CompetitionId(1), ids, kind="asked", at=house.clock.at)
    with plain_connection(sqlite_url) as connection:
        kept = str([connection.exec_driver_sql(f"SELECT * FROM {name}").all() for name in PERSONAL])
    for private in ("work@example.com", "0113", "Hiddentown", "Lives abroad."):
        assert private not in kept
    assert audited(house).verdict == "verified"
    assert row_problems(house) == []


PERSONAL = ("award", "award_contact", "message", "entry")


def skip_a_reserve(monkeypatch: pytest.MonkeyPatch) -> None:
    """A service that would rather give the prize to the second reserve."""
    place = freezes.place

    def friend(session: Session, *args: Any, kind: str, number: int) -> Result | None:
        return place(session, *args, kind=kind, number=2)

    monkeypatch.setattr(freezes, "place", friend)


def test_a_service_that_passes_over_a_reserve_is_stopped_by_its_own_log(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = drawn.files(house)
    skip_a_reserve(monkeypatch)
    with pytest.raises(VerificationError, match="not the lowest unused reserve"):
        winning.decline(house, 1)
    assert drawn.files(house) == before
    assert states(house) == ["notified"] * 3


def test_control_without_the_machine_it_would_and_the_auditor_finds_it(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        skip_a_reserve(patch)
        patch.setattr(LogState, "accept", lambda _state, _line: None)
        winning.decline(house, 1)
    report = audited(house)
    assert report.verdict == "failed"
    assert [step.number for step in report.findings()] == [8]
