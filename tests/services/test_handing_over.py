"""Addresses go to a distributor by a link that ends; evidence goes to a regulator with no address in it."""

import csv
import io
import json
import zipfile
from datetime import timedelta

import pytest

from competition.adapters.tokens import ExpiredError, InvalidError
from competition.audit.__main__ import main as audit_main
from competition.rules import spreadsheets
from competition.rules.errors import RuleError
from competition.rules.evidence import RULES
from competition.services.awards import evidence, handing_over, sending
from competition.store import activity
from competition.store.types import CompetitionId
from tests.services import winning
from tests.services.builders import SLUG, House
from tests.services.winning import do


@pytest.fixture
def house(drawn_house: House) -> House:
    return winning.told(drawn_house)


def link(house: House, days: int = 7) -> str:
    address: str = do(house, handing_over.make, days)
    assert address.startswith("https://cinema.example/draws/handover/")
    return address.rpartition("/")[2]


def rows(house: House, token: str) -> list[list[str]]:
    with house.write() as session:
        data = handing_over.take(session, token, instance=house.instance)
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def test_the_link_gives_the_addresses_of_those_who_claimed_and_wait_and_of_nobody_else(house: House) -> None:
    token = link(house)
    assert len(rows(house, token)) == 1
    winning.claim(house, 1)
    winning.claim(house, 2, street="2 Example Street")
    do(house, sending.dispatch, 2, carrier="Royal Mail")
    head, *found = rows(house, token)
    assert head[:4] == ["unit", "prize", "recipient", "street"]
    assert [(row[0], row[3]) for row in found] == [("1", "1 Example Street")]
    assert "@" not in str(found)


def test_each_time_it_is_taken_is_recorded_with_its_number_and_nothing_personal(house: House) -> None:
    winning.claim(house, 1)
    rows(house, link(house))
    with house.database.read() as session:
        deeds = activity.of_actions(session, CompetitionId(1), ["handover_made", "handover_taken"])
        assert [(deed.action, deed.actor, deed.details) for deed in deeds] == [
            ("handover_made", "jo", {}),
            ("handover_taken", "distributor", {"addresses": 1}),
        ]


def test_no_cell_begins_like_a_formula_and_each_can_be_read_back(house: House) -> None:
    typed = {"recipient": "=1+1", "street": "+44 Road", "town": "-Leeds", "county": "@home", "postcode": "'x"}
    winning.claim(house, 1, **typed)
    _, row = rows(house, link(house))
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row)
    assert {spreadsheets.value_of(cell) for cell in row} >= set(typed.values())


def test_a_link_ends_at_its_instant_and_at_once_when_it_is_deleted(house: House) -> None:
    token, other = link(house), link(house, 30)
    with house.database.read() as session:
        first, _ = handing_over.open_ones(session, SLUG, instance=house.instance)
    house.clock.at += timedelta(days=7) - timedelta(seconds=1)
    rows(house, token)
    house.clock.at += timedelta(seconds=1)
    with pytest.raises(ExpiredError, match="This link opened until"):
        rows(house, token)
    with house.database.read() as session:
        (left,) = handing_over.open_ones(session, SLUG, instance=house.instance)
    assert left.public_id != first.public_id
    for _ in range(2):
        do(house, handing_over.delete, left.public_id)
    with pytest.raises(InvalidError):
        rows(house, other)


@pytest.mark.parametrize("days", [0, -1, 31])
def test_a_link_opens_for_a_month_at_most(house: House, days: int) -> None:
    with pytest.raises(RuleError, match="1 to 30 days"):
        link(house, days)


def packed(house: House) -> zipfile.ZipFile:
    with house.database.read() as session:
        return zipfile.ZipFile(io.BytesIO(evidence.pack(session, SLUG, instance=house.instance)))


def test_the_evidence_pack_answers_every_rule_and_its_record_is_verified(
    house: House, tmp_path_factory: pytest.TempPathFactory
) -> None:
    winning.claim(house, 1)
    winning.decline(house, 2)
    pack = packed(house)
    index = json.loads(pack.read("evidence.json"))
    assert [rule["number"] for rule in index["rules"]] == [rule.number for rule in RULES]
    page = pack.read("index.html").decode()
    for rule in index["rules"]:
        for name in rule["files"]:
            assert f"rule-{rule['number']}/{name}" in pack.namelist()
            assert f'href="rule-{rule["number"]}/{name}"' in page
    record = tmp_path_factory.mktemp("pack") / "record.zip"
    record.write_bytes(pack.read("rule-8.24/record.zip"))
    assert audit_main(["verify", str(record)]) == 0


def test_the_evidence_pack_names_winners_as_far_as_they_allow_and_holds_no_address(house: House) -> None:
    winning.claim(house, 1, publication="surname", street="Hidden House", postcode="XX9 9XX")
    winning.claim(house, 2, publication="none")
    pack = packed(house)
    shown = json.loads(pack.read("rule-8.28.5/winners.json"))
    assert [one["name"] for one in shown] == ["Example, West Yorkshire", "", ""]
    whole = b"".join(pack.read(name) for name in pack.namelist())
    for private in (b"Hidden House", b"XX9 9XX", b"@example.com", b"Ann Example"):
        assert private not in whole


def test_control_without_the_mark_a_spreadsheet_would_compute_what_a_winner_typed(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spreadsheets, "row", list)
    winning.claim(house, 1, recipient="=1+1")
    _, row = rows(house, link(house))
    assert "=1+1" in row
