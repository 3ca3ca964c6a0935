"""An entry that is erased leaves nothing personal, and every draw still verifies (guarantee P15)."""

import json

import pytest
from sqlalchemy import select, update

from competition.adapters.tokens import InvalidError
from competition.rules.errors import EntryRefusedError, RuleError
from competition.services import auditing, entries
from competition.services.awards import board, releasing, vacating
from competition.services.entries import Details
from competition.store.engine import Database
from competition.store.models import Activity, Entry, Erasure, Result, Ticket
from tests.services import builders, drawn, winning
from tests.services.builders import SLUG, House
from tests.services.test_marketing import letter, press, stored
from tests.store.sabotage import drop_triggers, plain_connection

ANN = "ann@example.com"
FIRST = "reader0@example.com"


def entry_token(house: House, email: str = ANN) -> str:
    [row] = [row for row in house.messages() if row.kind == "receipt" and row.recipient == email]
    return next(word for word in row.text.split() if "/e/" in word).rpartition("/")[2]


def erase(house: House, token: str, email: str = ANN) -> None:
    with house.write() as session:
        page = entries.erase_page(session, token, instance=house.instance)
        entries.erase(session, token, erase_token=page.token, email=email, instance=house.instance)


def verdicts(house: House) -> tuple[set[str], list[str]]:
    with house.database.read() as session:
        audits = list(auditing.audit_competition(session, SLUG))
    return {one.verdict for one in audits}, [row for one in audits for row in one.rows]


def winner(house: House) -> str:
    """The address of the first winner."""
    with house.database.read() as session:
        query = select(Entry.address).join(Ticket, Ticket.entry_id == Entry.id)
        query = query.join(Result, Result.ticket == Ticket.ticket)
        found = session.scalar(query.where(Result.kind == "prize").order_by(Result.number))
    assert found
    return found


def loser(house: House) -> str:
    """An address of somebody who holds neither a prize nor a reserve."""
    with house.database.read() as session:
        placed = select(Result.ticket).where(Result.ticket.is_not(None))
        query = select(Entry.address).where(Entry.ticket.not_in(placed), Entry.status == "confirmed")
        found = session.scalar(query.order_by(Entry.id))
    assert found
    return found


def test_all_that_is_personal_goes_and_the_ticket_stays(house: House) -> None:
    house.enter(marketing=True)
    token = house.confirm()
    [before] = house.entries()
    erase(house, token)
    [entry] = house.entries()
    assert entry.status == "erased"
    gone = (entry.address, entry.name, entry.answer, entry.salt, entry.marketing_wording)
    assert gone == (None,) * 5
    assert (entry.publication, entry.marketing, entry.ticket) == ("none", False, before.ticket)
    assert entry.nonce != before.nonce
    assert house.messages() == []
    assert stored(house) == []
    with house.database.read() as session:
        [proof] = session.scalars(select(Erasure))
    assert (proof.entry_id, proof.kind, proof.at) == (entry.id, "asked", house.clock.at)


def test_before_the_freeze_the_ticket_is_listed_as_withdrawn_and_the_draw_verifies(
    database: Database,
) -> None:
    house = drawn.open_house(database)
    drawn.fill(house)
    ticket = house.entries()[0].ticket
    erase(house, entry_token(house, FIRST), FIRST)
    drawn.draw_by_clock(house)
    assert drawn.files(house)["excluded.txt"].decode() == f"{ticket} withdrawn\n"
    assert verdicts(house) == ({"verified"}, [])


def test_who_was_erased_cannot_enter_the_same_draw_again_and_after_the_freeze_the_hash_goes_too(
    database: Database,
) -> None:
    house = drawn.open_house(database)
    drawn.fill(house)
    [digest] = [row.address_digest for row in house.entries() if row.address == FIRST]
    erase(house, entry_token(house, FIRST), FIRST)
    house.enter(FIRST)
    assert len(house.entries()) == 6
    assert digest in {row.address_digest for row in house.entries()}
    drawn.freeze_by_clock(house)
    assert digest not in {row.address_digest for row in house.entries()}


def test_after_the_draw_it_still_verifies_and_the_record_is_the_same_bytes(database: Database) -> None:
    house = drawn.open_house(database)
    drawn.fill(house)
    drawn.draw_by_clock(house)
    record, email = drawn.files(house), loser(house)
    [digest] = [row.address_digest for row in house.entries() if row.address == email]
    erase(house, entry_token(house, email), email)
    assert drawn.files(house) == record
    assert verdicts(house) == ({"verified"}, [])
    assert digest not in {row.address_digest for row in house.entries()}


def test_between_freeze_and_draw_the_ticket_stays_in_the_draw(database: Database) -> None:
    house = drawn.open_house(database)
    drawn.fill(house)
    drawn.freeze_by_clock(house)
    erase(house, entry_token(house, FIRST), FIRST)
    house.clock.at = drawn.ROUND_AT
    drawn.tick(house, drawn.answer())
    assert drawn.files(house)["excluded.txt"] == b""
    assert verdicts(house) == ({"verified"}, [])
    # Nor is anything written to where there is no address.
    assert FIRST not in {row.recipient for row in house.messages()}


def test_a_winner_is_told_to_claim_or_decline_first(database: Database) -> None:
    house = drawn.open_house(database)
    drawn.fill(house)
    drawn.draw_by_clock(house)
    email = winner(house)
    with pytest.raises(RuleError, match="Claim it, or decline it"):
        erase(house, entry_token(house, email), email)
    assert email in {row.address for row in house.entries()}


def test_an_entry_that_was_emptied_without_a_proof_is_found(database: Database, database_url: str) -> None:
    house = drawn.open_house(database)
    drawn.fill(house)
    drawn.draw_by_clock(house)
    [entry] = [row for row in house.entries() if row.address == loser(house)]
    with plain_connection(database_url) as connection:
        emptied = {"status": "erased", "address": None, "salt": None}
        connection.execute(update(Entry).where(Entry.id == entry.id).values(emptied))
    verdict, rows = verdicts(house)
    assert verdict == {"failed"}
    assert [row for row in rows if "proof of its erasure" in row]


def test_an_erased_ticket_that_is_tampered_with_is_found(database: Database, database_url: str) -> None:
    house = drawn.open_house(database)
    drawn.fill(house)
    drawn.draw_by_clock(house)
    email = loser(house)
    ticket = next(row.ticket for row in house.entries() if row.address == email)
    erase(house, entry_token(house, email), email)
    assert verdicts(house)[0] == {"verified"}
    drop_triggers(database_url)
    with plain_connection(database_url) as connection:
        connection.execute(update(Ticket).where(Ticket.ticket == ticket).values(receipt="nothing"))
    assert verdicts(house)[0] == {"failed"}


def test_twice_is_once_and_the_link_then_opens_nothing(house: House) -> None:
    house.enter()
    token = house.confirm()
    with house.write() as session:
        page = entries.erase_page(session, token, instance=house.instance)
    for _ in range(2):
        with house.write() as session:
            entries.erase(session, token, erase_token=page.token, email=ANN, instance=house.instance)
    with house.database.read() as session:
        actions = session.scalars(select(Activity.action)).all()
        with pytest.raises(InvalidError):
            entries.my_entry(session, token, instance=house.instance)
    assert actions.count("erased") == 1


@pytest.mark.parametrize("wrong", ["entry", "withdraw"])
def test_only_its_own_link_and_the_address_erase(house: House, wrong: str) -> None:
    house.enter()
    token = house.confirm()
    with house.write() as session:
        page = entries.withdraw_page(session, token, instance=house.instance)
        other = {"entry": token, "withdraw": page.token}[wrong]
        with pytest.raises(InvalidError):
            entries.erase(session, token, erase_token=other, email=ANN, instance=house.instance)
    with pytest.raises(RuleError, match="not the address of this entry"):
        erase(house, token, "eve@example.com")
    assert [row.status for row in house.entries()] == ["confirmed"]


def correct(house: House, token: str, **changes: object) -> None:
    details = Details(**{"name": "Ann Example", "publication": "name", "marketing": False, **changes})  # type: ignore[arg-type]
    with house.write() as session:
        entries.correct(session, token, details, instance=house.instance)


def test_name_and_choice_can_be_put_right_before_and_after_the_freeze(database: Database) -> None:
    house = drawn.open_house(database)
    drawn.fill(house)
    token = entry_token(house, FIRST)
    correct(house, token, name="  Anne   Example ", publication="none")
    assert (house.entries()[0].name, house.entries()[0].publication) == ("Anne Example", "none")
    drawn.freeze_by_clock(house)
    correct(house, token, name="Anna Example")
    assert house.entries()[0].name == "Anna Example"
    with house.database.read() as session:
        rows = session.scalars(select(Activity).where(Activity.action == "corrected")).all()
    assert len(rows) == 2
    assert not any("Ann" in str((row.subject, row.details)) for row in rows)


def test_what_cannot_be_kept_is_refused_at_its_field_and_changes_nothing(house: House) -> None:
    house.enter()
    token = house.confirm()
    with pytest.raises(EntryRefusedError) as refused:
        correct(house, token, name=" ", publication="loud")
    assert [problem.field for problem in refused.value.problems] == ["name", "publication"]
    assert house.entries()[0].name == "Ann Example"


def test_saving_what_was_there_changes_nothing(house: House) -> None:
    house.enter()
    token = house.confirm()
    correct(house, token)
    with house.database.read() as session:
        assert "corrected" not in session.scalars(select(Activity.action)).all()


def test_the_switch_asks_by_mail_and_switching_off_ends_it(house: House) -> None:
    house.enter()
    token = house.confirm()
    correct(house, token, marketing=True)
    [consent] = stored(house)
    assert (consent.page, consent.confirmed_at) == ("/e", None)
    assert letter(house).unsubscribe
    press(house)
    correct(house, token, marketing=True)
    assert [row.kind for row in house.messages()].count("marketing_confirm") == 1
    correct(house, token)
    assert stored(house) == []
    assert [row.status for row in house.entries()] == ["confirmed"]


def test_the_file_to_take_away_holds_all_of_it(house: House) -> None:
    house.enter(marketing=True)
    token = house.confirm()
    with house.database.read() as session:
        data = json.loads(entries.my_data_file(session, token, instance=house.instance))
    [entry] = house.entries()
    assert (data["address"], data["name"], data["answer"]) == (ANN, "Ann Example", "Porcelain")
    assert data["declared"] == ["I am 18 or over", "I live in the United Kingdom"]
    assert (data["ticket"], data["salt"]) == (entry.ticket, (entry.salt or b"").hex())
    assert data["receipt"].startswith("prizedraw/v1 receipt\n")
    assert data["advertising"]["wording"] == builders.DESCRIPTION["marketing"]
    assert [one["subject"].partition(":")[0] for one in data["letters"]][:2] == [
        "Confirm your entry",
        "You are in the draw",
    ]


def test_who_was_erased_before_winning_is_written_to_by_nobody_and_the_desk_says_so(
    database: Database,
) -> None:
    house = drawn.open_house(database)
    drawn.fill(house, 4)
    drawn.freeze_by_clock(house)
    for number in range(4):
        email = f"reader{number}@example.com"
        erase(house, entry_token(house, email), email)
    house.clock.at = drawn.ROUND_AT
    drawn.tick(house, drawn.answer())
    with pytest.raises(RuleError, match="There is nobody to write to"):
        winning.do(house, releasing.release, "3")
    with house.database.read() as session:
        seen = board.board(session, SLUG, instance=house.instance)
    assert seen.to_tell == 0
    assert [row.late for group in seen.groups for row in group.rows] == [True, True, True]
    assert "the winner had asked to be forgotten" in seen.needs[0]
    winning.do(house, vacating.vacate, 1, "undeliverable", approvers=("jo",))
    assert winning.logged(house, "vacated", "promoted") == ["vacated", "promoted"]
    assert verdicts(house) == ({"verified"}, [])
