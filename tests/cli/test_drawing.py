"""`exclude`, `freeze`, `draw`, `export`, `audit`, at instants that the test chooses."""

import json
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from competition.audit.__main__ import main as audit_main
from competition.config import load
from competition.services.instance import assemble
from competition.store.engine import Database
from tests.cli.operator import Operator
from tests.services import builders, drawn
from tests.services.builders import CLOSES, CONFIRM_BY, SLUG, FakeClock, House
from tests.services.test_typing_numbers import BY_EVENT

BEFORE = drawn.ROUND_AT - timedelta(hours=1)


@pytest.fixture
def house(operator: Operator, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    """An open competition with six entries, whose draw takes a recorded round; commands use its clock."""
    clock, config = FakeClock(), load(operator.config)
    monkeypatch.setattr("competition.cli.desk.assemble", partial(assemble, clock=clock))
    database = Database(config.database.url)
    house = House(database, assemble(config, clock=clock), clock)
    builders.publish(database, house.instance, **drawn.WITH_ROUND)
    clock.at = builders.OPENS.replace(day=2)
    drawn.fill(house)
    operator.run("tick")
    yield house
    database.close()


@pytest.fixture
def round_file(tmp_path: Path) -> Path:
    path = tmp_path / "round.json"
    path.write_bytes(drawn.answer())
    return path


def frozen(operator: Operator, house: House) -> None:
    house.clock.at = CONFIRM_BY
    operator.run("freeze", SLUG)


def test_a_list_is_frozen_and_drawn_by_hand_once_the_manifest_allows_it(
    operator: Operator, house: House, round_file: Path
) -> None:
    house.clock.at = CONFIRM_BY
    assert "frozen: 6 in, 0 left out" in operator.run("freeze", SLUG).stdout
    house.clock.at = drawn.ROUND_AT
    assert "unit 3" in operator.run("draw", SLUG, "--beacon-file", str(round_file)).stdout
    assert operator.run("audit", SLUG).stdout == f"{SLUG}  draw 1  self-consistent  verified\n"


@pytest.mark.parametrize("at", [builders.OPENS.replace(day=3), CLOSES, CONFIRM_BY - timedelta(seconds=1)])
def test_a_list_is_not_frozen_before_the_last_entry_could_be_confirmed(
    operator: Operator, house: House, at: object
) -> None:
    house.clock.at = at  # type: ignore[assignment]
    assert operator.refused("freeze", SLUG) == [
        "Entries may be confirmed until Sunday 30 August 2026, 18:00 BST. The list is frozen after that."
    ]


def test_a_second_freeze_is_the_first(operator: Operator, house: House) -> None:
    house.clock.at = CONFIRM_BY
    first = operator.run("freeze", SLUG).stdout
    house.clock.at += timedelta(hours=1)
    assert operator.run("freeze", SLUG).stdout == first


def test_an_open_list_is_not_drawn(operator: Operator, house: House, round_file: Path) -> None:
    assert "is not frozen" in operator.refused("draw", SLUG, "--beacon-file", str(round_file))[0]


def test_a_value_is_not_taken_before_it_is_due(operator: Operator, house: House, round_file: Path) -> None:
    frozen(operator, house)
    house.clock.at = BEFORE
    for more in (["--beacon-file", str(round_file)], []):
        assert "does not exist yet" in operator.refused("draw", SLUG, *more)[0]


def test_a_second_draw_shows_the_first_result_whatever_it_brings(
    operator: Operator, house: House, round_file: Path, tmp_path: Path
) -> None:
    frozen(operator, house)
    house.clock.at = drawn.ROUND_AT
    first = operator.run("draw", SLUG, "--beacon-file", str(round_file)).stdout
    round_file.write_bytes(b"nonsense")
    for more in ([], ["--beacon-file", str(round_file)]):
        again = operator.run("draw", SLUG, *more)
        assert again.stdout == first
        assert "drawn before" in again.stderr


def forged(**changes: object) -> bytes:
    return json.dumps({**json.loads(drawn.answer()), **changes}).encode()


WRONG = {
    "another round, rightly signed": json.dumps(
        {"round": 1, "signature": drawn.recorded(1).signature}
    ).encode(),
    "a signature of another round": forged(signature=drawn.recorded(1).signature),
    "another number for the same signature": forged(round=drawn.ROUND + 1),
    "no JSON": b"tomorrow",
    "nothing": b"",
    "too much": b"{" + b" " * 16_384 + b"}",
}


@pytest.mark.parametrize("content", WRONG.values(), ids=[*WRONG])
def test_a_wrong_value_draws_nothing(
    operator: Operator, house: House, round_file: Path, content: bytes
) -> None:
    frozen(operator, house)
    house.clock.at = drawn.ROUND_AT
    round_file.write_bytes(content)
    [sentence] = operator.refused("draw", SLUG, "--beacon-file", str(round_file))
    assert sentence.endswith(".")
    assert json.loads(operator.run("status", SLUG, "--json").stdout)["competitions"][0]["status"] == "frozen"


def test_our_own_beacon_file_is_taken_as_well(operator: Operator, house: House, round_file: Path) -> None:
    frozen(operator, house)
    house.clock.at = drawn.ROUND_AT
    round_file.write_bytes(drawn.recorded(drawn.ROUND).to_bytes())
    operator.run("draw", SLUG, "--beacon-file", str(round_file))


def test_without_a_relay_in_reach_the_draw_waits(
    operator: Operator, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    frozen(operator, house)
    house.clock.at = drawn.ROUND_AT
    monkeypatch.setattr("competition.adapters.relay.answers", lambda *_, **__: iter(()))
    [sentence] = operator.refused("draw", SLUG, code=2)
    assert sentence.startswith(f"No relay gave round {drawn.ROUND}.")


def test_a_lying_relay_is_passed_over(
    operator: Operator, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    frozen(operator, house)
    house.clock.at = drawn.ROUND_AT
    said = [WRONG["a signature of another round"], b"<html>", drawn.answer()]
    monkeypatch.setattr("competition.adapters.relay.answers", lambda *_, **__: iter(said))
    assert operator.run("draw", SLUG).stderr.count("refused") == 2


def test_the_clock_does_all_of_it_by_ticks(
    operator: Operator, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("competition.adapters.relay.answers", lambda *_, **__: iter([drawn.answer()]))
    done = []
    for at in (CLOSES, drawn.FREEZE_DUE, drawn.ROUND_AT, drawn.ROUND_AT):
        house.clock.at = at
        done.append(operator.run("tick").stdout.splitlines())
    assert [lines[0].removeprefix(f"{SLUG}: ") for lines in done[:3]] == ["closed", "frozen", "drawn"]
    assert done[3] == ["Nothing was due."]


def test_a_ticket_is_left_out_until_the_freeze_and_not_after(operator: Operator, house: House) -> None:
    first, second = [entry.ticket or "" for entry in house.entries()][:2]
    assert "is no reason of this draw" in operator.refused("exclude", SLUG, first[:12], "dislike")[0]
    assert "no such ticket" in operator.refused("exclude", SLUG, "0" * 12, "duplicate")[0]
    for _ in range(2):
        said = operator.run("exclude", SLUG, f"{first[:4]}-{first[4:8]}-{first[8:12]}", "duplicate").stdout
        assert first in said
    frozen(operator, house)
    assert "can no longer change" in operator.refused("exclude", SLUG, second, "duplicate")[0]
    assert "5 in, 1 left out" in operator.run("freeze", SLUG).stdout


class TestExport:
    @pytest.fixture(autouse=True)
    def _drawn(self, operator: Operator, house: House, round_file: Path) -> None:
        frozen(operator, house)
        house.clock.at = drawn.ROUND_AT
        operator.run("draw", SLUG, "--beacon-file", str(round_file))

    def test_the_bundle_has_the_same_bytes_each_time_and_the_auditor_accepts_it(
        self, operator: Operator, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        paths = [tmp_path / name for name in ("one.zip", "two.zip")]
        for path in paths:
            operator.run("export", SLUG, "--output", str(path))
        assert paths[0].read_bytes() == paths[1].read_bytes()
        assert (
            operator.run("export", SLUG, "--draw", "1", "--output", "-").stdout_bytes == paths[0].read_bytes()
        )
        assert audit_main(["verify", str(paths[0])]) == 0
        assert capsys.readouterr().out.rstrip().endswith("verified")

    def test_it_goes_where_it_is_told_or_beside_the_operator(
        self, operator: Operator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        operator.run("export", SLUG)
        assert (tmp_path / f"{SLUG}.zip").is_file()
        assert "cannot be written" in operator.refused("export", SLUG, "--output", "no/where.zip", code=2)[0]
        assert operator.refused("export", SLUG, "--draw", "2") == [f"{SLUG} has no draw 2."]


def test_nothing_is_exported_before_the_freeze(operator: Operator, house: House) -> None:
    assert "not frozen yet" in operator.refused("export", SLUG)[0]


def test_a_list_that_waits_for_its_number_alarms_nobody_but_who_asks_for_it(
    operator: Operator, house: House
) -> None:
    frozen(operator, house)
    assert "not drawn yet" in operator.run("audit", "--all").stdout
    operator.run("audit", SLUG, code=2)


def test_a_list_without_tickets_is_void_and_both_commands_say_so(operator: Operator, house: House) -> None:
    house.clock.at = builders.OPENS - timedelta(days=1)
    builders.publish(house.database, house.instance, slug="nobody", title="Nobody")
    house.clock.at = builders.OPENS.replace(day=2)
    operator.run("tick")
    house.clock.at = CONFIRM_BY
    assert "The draw is void: There is nothing to draw" in operator.run("freeze", "nobody").stdout
    assert "is void and is not drawn" in operator.refused("draw", "nobody")[0]


def test_an_export_goes_into_a_pipe_and_leaves_it_there(
    operator: Operator, house: House, tmp_path: Path
) -> None:
    frozen(operator, house)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with ThreadPoolExecutor() as reader:
        read = reader.submit(pipe.read_bytes)
        operator.run("export", SLUG, "--output", str(pipe))
        assert read.result(30).startswith(b"PK")
    assert pipe.is_fifo()


def test_the_numbers_of_an_event_are_typed_in_two_runs(
    operator: Operator, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock, config = FakeClock(), load(operator.config)
    monkeypatch.setattr("competition.cli.desk.assemble", partial(assemble, clock=clock))
    database = Database(config.database.url)
    house = House(database, assemble(config, clock=clock), clock)
    builders.publish(database, house.instance, **BY_EVENT)
    clock.at = builders.OPENS.replace(day=2)
    drawn.fill(house)
    drawn.freeze_by_clock(house)
    clock.forward(days=2)
    database.close()
    run = partial(operator.run, "draw", SLUG)
    assert "two people type them" in run(code=1).stderr
    assert "go together" in run("--event-numbers", "1 2 3", code=2).stderr
    assert (
        "Recorded as typed by vicar" in run("--event-numbers", "7 8 11 / 2 3", "--typed-by", "vicar").stdout
    )
    refused = run("--event-numbers", "7 8 12 / 2 3", "--typed-by", "secretary", code=1)
    assert "did not type the same" in refused.stderr
    run("--event-numbers", "7 8 11 / 2 3", "--typed-by", "vicar")
    # Order within a source does not matter; that of the sources does.
    assert "unit 3" in run("--event-numbers", "11 8 7 / 3 2", "--typed-by", "secretary").stdout
    assert operator.run("audit", SLUG).stdout == f"{SLUG}  draw 1  self-consistent  verified\n"
