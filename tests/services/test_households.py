"""One household wins one prize: its tickets share a group, and of where it lives only a digest is kept."""

from collections import Counter
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from competition.rules.errors import EntryRefusedError, RuleError
from competition.services import auditing, entries
from competition.services.review import importing
from competition.store import households, tickets
from competition.store.engine import Database
from competition.store.models import Entry, Household, Result, Ticket
from competition.store.types import CompetitionId
from tests.services import builders, drawn
from tests.services.builders import SLUG, House
from tests.services.test_erasing import entry_token, erase
from tests.services.test_purging import found
from tests.store.sabotage import at_once

HOME = {"postcode": "LS1 1AA", "house": "12 Rose Cottage"}
SPELT = {"postcode": "ls11aa", "house": "12 ROSE  COTTAGE"}
NEXT_DOOR = {"postcode": "LS1 1AA", "house": "13"}
ANN, BEN, CAT = "ann@example.com", "ben@example.com", "cat@example.com"


def opened(database: Database, **changes: Any) -> House:
    return drawn.open_house(database, **{"group_rule": "household", "reserves": 0, **changes})


def take_part(site: House, email: str, **typed: Any) -> None:
    site.enter(email, **typed)
    site.confirm(email)


def groups(house: House) -> dict[str, str | None]:
    """The group of each address."""
    with house.database.read() as session:
        query = select(Entry.address, Ticket.group_code).join(Ticket, Ticket.entry_id == Entry.id)
        return {address or "": group for address, group in session.execute(query)}


def homes(house: House) -> int:
    with house.database.read() as session:
        return len(session.scalars(select(Household)).all())


def kinds(house: House) -> Counter[str]:
    with house.database.read() as session:
        return Counter(session.scalars(select(Result.kind)))


def test_spellings_of_one_household_share_a_group_and_neighbours_do_not(database: Database) -> None:
    house = opened(database)
    for email, home in ((ANN, HOME), (BEN, SPELT), (CAT, NEXT_DOOR)):
        take_part(house, email, **home)
    found = groups(house)
    assert found[ANN] == found[BEN] != found[CAT]
    assert all(group and len(group) == 16 for group in found.values())


def test_a_household_with_two_entries_wins_one_prize(database: Database) -> None:
    house = opened(database)
    take_part(house, ANN, **HOME)
    take_part(house, BEN, **SPELT)
    drawn.draw_by_clock(house)
    assert kinds(house) == {"prize": 1, "skip": 1, "unawarded": 2}
    with house.database.read() as session:
        [audit] = auditing.audit_competition(session, SLUG)
    assert (audit.verdict, audit.rows) == ("verified", ())


def test_control_without_the_rule_both_win(database: Database) -> None:
    house = opened(database, group_rule="none")
    take_part(house, ANN, **HOME)
    take_part(house, BEN, **SPELT)
    drawn.draw_by_clock(house)
    assert kinds(house) == {"prize": 2, "unawarded": 1}
    assert [entry.household_digest for entry in house.entries()] == [None, None]


def test_many_of_one_household_who_confirm_at_once_are_one_group(database: Database) -> None:
    house = opened(database)
    tokens = []
    for number in range(8):
        house.enter(f"reader{number}@example.com", **HOME)
        tokens.append(house.token(f"reader{number}@example.com"))

    def confirm(number: int) -> None:
        with house.write() as session:
            entries.confirm(session, tokens[number], instance=house.instance)

    at_once(8, confirm)
    assert len(groups(house)) == 8
    assert len(set(groups(house).values())) == 1


def test_control_without_the_constraint_they_are_in_groups_of_their_own(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def each_their_own(_session: Session, _id: CompetitionId, _digest: bytes, *, fresh: str) -> str:
        return fresh

    monkeypatch.setattr(households, "group_of", each_their_own)
    house = opened(database)
    take_part(house, ANN, **HOME)
    take_part(house, BEN, **SPELT)
    assert len(set(groups(house).values())) == 2
    # The audit holds the groups against what is kept of the households.
    drawn.draw_by_clock(house)
    with house.database.read() as session:
        [audit] = auditing.audit_competition(session, SLUG)
    assert [row.partition(": ")[2] for row in audit.rows] == ["its group is not that of its household"]


def test_an_entry_that_lost_or_got_a_household_is_found(database: Database) -> None:
    house = opened(database)
    take_part(house, ANN, **HOME)
    drawn.draw_by_clock(house)
    with house.write() as session:
        session.execute(update(Entry).values(household_digest=None))
    with house.database.read() as session:
        [audit] = auditing.audit_competition(session, SLUG)
    assert [row.partition(": ")[2] for row in audit.rows] == ["its entry should say where its household is"]


def test_without_postcode_and_house_nobody_enters(database: Database) -> None:
    house = opened(database)
    with pytest.raises(EntryRefusedError) as refused:
        house.enter(ANN)
    assert [problem.field for problem in refused.value.problems] == ["postcode", "house"]


def test_a_slip_that_is_put_right_before_confirming_counts(database: Database) -> None:
    house = opened(database)
    house.enter(ANN, **NEXT_DOOR)
    take_part(house, ANN, **HOME)
    take_part(house, BEN, **HOME)
    assert len(set(groups(house).values())) == 1


def test_what_was_typed_stands_nowhere(database: Database, database_url: str) -> None:
    house = opened(database)
    take_part(house, ANN, postcode="ZZ99 9ZZ", house="Zinnia Lodge")
    drawn.draw_by_clock(house)
    database.scrub(whole=False)
    assert found(database_url, ["ZZ99 9ZZ", "zz999zz", "Zinnia Lodge", "zinnialodge"]) == set()


def test_erasing_takes_the_digest_and_with_the_last_one_the_household(database: Database) -> None:
    house = opened(database)
    take_part(house, ANN, **HOME)
    take_part(house, BEN, **HOME)
    shared = groups(house)[ANN]
    erase(house, entry_token(house, ANN), ANN)
    assert [entry.household_digest is None for entry in house.entries()] == [True, False]
    # Whoever is left keeps the group, and so does whoever joins them.
    take_part(house, CAT, **SPELT)
    assert groups(house)[CAT] == shared
    for email in (BEN, CAT):
        erase(house, entry_token(house, email), email)
    assert homes(house) == 0
    assert all(entry.household_digest is None for entry in house.entries())


def test_somebody_sees_that_a_digest_is_kept(database: Database) -> None:
    house = opened(database)
    take_part(house, ANN, **HOME)
    with house.database.read() as session:
        token = entry_token(house, ANN)
        assert entries.my_data(session, token, instance=house.instance).person.household
        file = entries.my_data_file(session, token, instance=house.instance).decode()
    digest = house.entries()[0].household_digest
    assert digest is not None
    assert f'"household_digest": "{digest.hex()}"' in file


def test_an_import_needs_the_two_columns_and_no_other_draw_takes_them(database: Database) -> None:
    house = opened(database)
    head, row = "email,name,eligible,answer", f"{ANN},Ann Bell,yes,1"
    with pytest.raises(RuleError, match="email, name, eligible, postcode, house"):
        _take(house, f"{head}\n{row}\n")
    with pytest.raises(RuleError, match="Line 2: Write your postcode"):
        _take(house, f"{head},postcode,house\n{row},,12\n")
    _take(house, f"{head},postcode,house\n{row},LS1 1AA,12 Rose Cottage\n")
    take_part(house, BEN, **SPELT)
    assert len(set(groups(house).values())) == 1


def test_a_draw_that_does_not_ask_takes_no_postcode_from_a_file(house: House) -> None:
    with pytest.raises(RuleError, match="email, name, eligible, and answer, publication"):
        _take(house, f"email,name,eligible,answer,postcode,house\n{ANN},Ann,yes,1,LS1 1AA,12\n")


def _take(house: House, text: str) -> None:
    with house.write() as session:
        importing.take_batch(session, SLUG, text, actor="operator", instance=house.instance)


def test_the_receipt_names_the_group(database: Database) -> None:
    house = opened(database)
    take_part(house, ANN, **HOME)
    with database.read() as session:
        row = tickets.by_entry(session, house.entries()[0].id)
    assert row is not None
    assert f"\ngroup {row.group_code}\n" in row.receipt


def test_a_group_says_nothing_of_where_its_people_live(database: Database) -> None:
    """The same household in two competitions has two groups: they are chance, not a digest."""
    house = opened(database)
    take_part(house, ANN, **HOME)
    second = {"slug": "second", "group_rule": "household", "opens": "2026-08-02 10:00"}
    builders.publish(database, house.instance, **second)
    house.clock.forward(hours=2)
    with house.write() as session:
        entries.enter(session, "second", builders.submission(ANN, **HOME), instance=house.instance)
    house.confirm(ANN)
    with database.read() as session:
        one, other = session.scalars(select(Household)).all()
    assert one.digest != other.digest
    assert one.group_code != other.group_code
