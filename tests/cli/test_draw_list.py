"""`draw-list`: from somebody else's list to a record that anybody can check."""

import json
import re
import stat
from datetime import timedelta
from pathlib import Path

import pytest

from competition.draw.tickets import Opening
from tests.cli.list_draws import AT_ROUND, Lister, lister
from tests.cli.operator import Operator, configured
from tests.plain_verifier import Verifier
from tests.services import drawn
from tests.services.drawn import ROUND_AT

__all__ = ["lister"]


@pytest.fixture
def round_file(tmp_path: Path) -> str:
    path = tmp_path / "round.json"
    path.write_bytes(drawn.answer())
    return str(path)


@pytest.fixture
def relays(monkeypatch: pytest.MonkeyPatch) -> list[list[bytes]]:
    """What the relays answer each time they are asked; afterwards nothing."""
    answers: list[list[bytes]] = []

    def answer(_relays: object, **_asked: object) -> list[bytes]:
        return answers.pop(0) if answers else []

    monkeypatch.setattr("competition.cli.list_draws.values.relay.answers", answer)
    return answers


def test_a_list_is_frozen_waited_for_and_drawn_by_the_round_that_was_fixed(
    lister: Lister, relays: list[list[bytes]]
) -> None:
    relays += [[], [b"{}", drawn.answer()]]
    said = lister.draw(*AT_ROUND)
    report = lister.audited()
    assert (report.verdict, report.level) == ("verified", "self-consistent")
    assert len(report.winners) == 2
    assert lister.clock.at >= ROUND_AT + timedelta(seconds=3)
    assert "Round 31799517 is due in 29:" in said.stderr
    assert "A relay's answer was refused" in said.stderr
    assert lister.audited("record").verdict == "verified"


def test_a_verifier_that_shares_no_code_with_ours_says_the_same(lister: Lister, round_file: str) -> None:
    lister.draw(*AT_ROUND, "--freeze-only")
    lister.clock.at = ROUND_AT
    lister.resume("--beacon-file", round_file)
    files = {path.name: path.read_bytes() for path in (lister.drawn / "record").iterdir()}
    found = Verifier(files).run()
    assert (found.verdict, found.level, found.outcome) == ("verified", "self-consistent", "drawn")


def test_the_mailboxes_that_repeat_are_told_by_line_and_get_one_ticket(lister: Lister) -> None:
    said = lister.draw("--check").stdout.splitlines()
    assert said == [
        "list.csv: 4 entries, the addresses in column 2, “E-Mail”.",
        "1 row repeats a mailbox and gets no ticket (rule email-folding/1):",
        "  Line 4: the mailbox of line 2.",
        "3 tickets, one for each mailbox.",
        "Nothing was frozen.",
    ]
    assert not lister.drawn.exists()


def test_every_bad_row_is_named_and_nothing_is_drawn(lister: Lister) -> None:
    lister.write('email,name\nann@example.com,a\nno address,b\n,c\nbob@example.com,d,e\n"x"y,f\n')
    said = lister.draw("--beacon", "rehearsal", code=1).stderr.splitlines()
    assert said == [
        "Line 3: this is no e-mail address.",
        "Line 4: the address is missing.",
        "Line 5: there are 3 cells, in place of 2.",
        "Line 6: the quotes of this row do not match, so that the rest cannot be read.",
        "Nothing was drawn.",
    ]
    assert not lister.drawn.exists()


def test_quotes_that_never_close_in_the_first_row_are_named_too(lister: Lister) -> None:
    lister.write('"email\nann@example.com\n')
    said = lister.draw("--check", code=1).stderr.splitlines()
    assert said[0] == "Line 1: the quotes of this row do not match, so that the rest cannot be read."


def test_of_many_bad_rows_the_first_fifty_are_named_and_all_are_counted(lister: Lister) -> None:
    lister.write("email\nann@example.com\n" + "nobody\n" * 1000)
    said = lister.draw("--check", code=1).stderr.splitlines()
    assert len(said) == 52
    assert said[-2:] == ["And 950 more.", "Nothing was drawn."]


def test_a_rehearsal_is_drawn_at_once_and_says_that_it_proves_nothing(lister: Lister) -> None:
    said = lister.draw("--beacon", "rehearsal", "--reserves", "3")
    report = lister.audited()
    assert (report.verdict, report.level, len(report.walk)) == ("verified", "rehearsal", 3)
    assert "This is a rehearsal and proves nothing" in said.stdout
    assert "This proves nothing" in (lister.drawn / "certificate.html").read_text()


def test_a_machine_that_stood_still_while_it_froze_begins_again(
    lister: Lister, monkeypatch: pytest.MonkeyPatch
) -> None:
    sleep, late = lister.clock.sleep, [timedelta(seconds=3)]

    def slow(seconds: float) -> None:
        sleep(seconds)
        lister.clock.at += late.pop() if late else timedelta(0)

    monkeypatch.setattr("competition.cli.waiting.time.sleep", slow)
    lister.draw("--beacon", "rehearsal")
    assert not late
    assert lister.audited().verdict == "verified"


def test_cells_of_our_own_exports_are_read_as_what_they_hold(lister: Lister) -> None:
    lister.write("email\n'+ann@example.com\n''bob@example.com\n'cy@example.com\n")
    lister.draw("--beacon", "rehearsal")
    openings = (lister.drawn / "private" / "openings.txt").read_text()
    assert sorted(re.findall(r"email:(\S+)@", openings)) == ["'bob", "'cy", "+ann"]


def test_each_ticket_opens_to_an_entrant_and_only_the_promoter_can_read_that(lister: Lister) -> None:
    lister.draw("--beacon", "rehearsal")
    openings = lister.drawn / "private" / "openings.txt"
    assert stat.S_IMODE(openings.stat().st_mode) == 0o600
    assert stat.S_IMODE(openings.parent.stat().st_mode) == 0o700
    identity = json.loads((lister.drawn / "record" / "manifest.json").read_text())["competition"]
    entries = (lister.drawn / "record" / "entries.txt").read_text().splitlines()
    lines = [line.split(" ") for line in openings.read_text().splitlines()]
    assert [ticket for ticket, _, _ in lines] == entries
    assert all(
        Opening(identity, entrant, bytes.fromhex(salt)).ticket() == ticket for ticket, salt, entrant in lines
    )
    assert {entrant for _, _, entrant in lines} == {
        "email:annperson@gmail.com",
        "email:bob@example.com",
        "email:cy@example.com",
    }


def test_nobody_s_address_is_published_or_said(lister: Lister) -> None:
    said = lister.draw("--beacon", "rehearsal")
    public = [*(lister.drawn / "record").iterdir(), lister.drawn / "certificate.html"]
    for text in (said.output, *(path.read_text() for path in public)):
        assert not re.search(r"annperson|bob@|cy@", text, re.IGNORECASE)
    assert "@e•••••.com" in said.stdout or "@g•••••.com" in said.stdout


def test_the_key_of_the_draw_is_kept_until_the_draw_and_then_destroyed(
    lister: Lister, round_file: str
) -> None:
    lister.draw(*AT_ROUND, "--freeze-only")
    key = lister.drawn / "private" / "signing-key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    lister.clock.at = ROUND_AT
    lister.resume("--beacon-file", round_file)
    assert not key.exists()


def test_a_frozen_list_is_drawn_once_and_for_ever(lister: Lister, round_file: str) -> None:
    lister.draw(*AT_ROUND, "--freeze-only")
    note = (lister.drawn / "record" / "freeze.note").read_bytes()
    lister.clock.at = ROUND_AT
    lister.resume("--beacon-file", round_file)
    first = (lister.drawn / "record.zip").read_bytes()
    again = lister.resume()
    assert "drawn before" in again.stderr
    assert (lister.drawn / "record.zip").read_bytes() == first
    assert lister.audited(held=note).level == "held"


def test_a_draw_that_was_cut_off_in_the_middle_of_its_files_comes_out_the_same(
    lister: Lister, round_file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    lister.draw(*AT_ROUND, "--freeze-only")
    lister.clock.at = ROUND_AT
    write = Path.write_bytes
    for last in ("beacon.json", "seed.txt", "result.txt", "log.txt", "checkpoint.note", "record.zip"):
        with monkeypatch.context() as patched:

            def cut(path: Path, data: bytes, last: str = last) -> int:
                if path.name == f".{last}.part":
                    raise OSError(28, "No space left on device")
                return write(path, data)

            patched.setattr(Path, "write_bytes", cut)
            said = lister.resume("--beacon-file", round_file, code=2).stderr
            assert "No space left on device" in said
    lister.resume("--beacon-file", round_file)
    assert lister.audited().verdict == "verified"
    assert lister.audited("record").verdict == "verified"


def test_a_freeze_that_cannot_be_written_leaves_no_folder(
    lister: Lister, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_path: Path, _data: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    lister.draw("--beacon", "rehearsal", code=2)
    assert [path.name for path in lister.folder.iterdir()] == ["list.csv"]


def test_no_value_is_taken_before_the_freeze_or_before_it_is_due(lister: Lister, round_file: str) -> None:
    said = lister.draw(*AT_ROUND, "--beacon-file", round_file, code=2).stderr
    assert "No value can be given before the freeze" in said
    lister.draw(*AT_ROUND, "--freeze-only")
    assert "does not exist yet" in lister.resume("--beacon-file", round_file, code=1).stderr


def test_another_round_than_the_fixed_one_is_refused(lister: Lister, tmp_path: Path) -> None:
    lister.draw("--draw-at", f"{ROUND_AT + timedelta(seconds=3):%Y-%m-%d %H:%M:%S}", "--freeze-only")
    lister.clock.at = ROUND_AT + timedelta(seconds=3)
    other = tmp_path / "other.json"
    other.write_bytes(drawn.answer())
    assert "not of 31799518" in lister.resume("--beacon-file", str(other), code=1).stderr
    assert not (lister.drawn / "record.zip").exists()


def test_without_a_relay_it_says_how_to_go_on(lister: Lister, relays: list[list[bytes]]) -> None:
    assert not relays
    said = lister.draw(*AT_ROUND, code=2).stderr.splitlines()
    assert said[-1] == ("No relay gave round 31799517. Try again later, or name a file with --beacon-file.")
    relays.append([drawn.answer()])
    lister.resume()
    assert lister.audited().verdict == "verified"


EVENT = ("--beacon", "event", "--event", "A lottery of 31 August", "--event-bits", "64", *AT_ROUND)


@pytest.mark.parametrize("name", ["entries.txt", "manifest.json"])
def test_a_list_that_was_changed_after_its_freeze_is_not_drawn(
    lister: Lister, round_file: str, name: str
) -> None:
    lister.draw(*AT_ROUND, "--freeze-only")
    lister.clock.at = ROUND_AT
    path = lister.drawn / "record" / name
    data = path.read_bytes()
    # Another ticket, or another title: well formed, and not what was signed.
    path.write_bytes(re.sub(rb"^[0-9a-f]{8}|Two films", lambda found: found[0][::-1], data, count=1))
    assert "was frozen" in lister.resume("--beacon-file", round_file, code=1).stderr
    path.write_bytes(data)
    lister.resume("--beacon-file", round_file)


def test_an_event_is_typed_by_two_who_must_agree(lister: Lister) -> None:
    said = lister.draw(*EVENT).stdout
    assert f"--resume {lister.drawn}" in said
    typed = ("--event-numbers", "7 8 11 / 2 3", "--typed-by")
    assert "is not over" in lister.resume(*typed, "jo", code=1).stderr
    lister.clock.at = ROUND_AT
    assert "Recorded as typed by jo" in lister.resume(*typed, "jo").stdout
    assert "Somebody else types them now" in lister.resume(*typed, "jo", code=1).stderr
    other = lister.resume("--event-numbers", "7 8 12 / 2 3", "--typed-by", "sam", code=1)
    assert "did not type the same" in other.stderr
    lister.resume(*typed, "sam")
    lister.resume("--event-numbers", "11 8 7 / 3 2", "--typed-by", "jo")
    report = lister.audited()
    assert (report.verdict, report.level) == ("verified", "self-consistent")
    assert '"typed_by":["sam","jo"]' in (lister.drawn / "record" / "beacon.json").read_text()


@pytest.fixture
def operator(tmp_path: Path) -> Operator:
    """An installation, whose database is never asked for."""
    return Operator(configured(tmp_path / "config.toml", "sqlite:///nowhere.db"))


def test_the_installation_signs_where_its_configuration_is_named(lister: Lister, operator: Operator) -> None:
    list_file = str(lister.folder / "list.csv")
    operator.run("draw-list", list_file, "--prizes", "1", "--title", "One", "--beacon", "rehearsal")
    manifest = json.loads((lister.drawn / "record" / "manifest.json").read_text())
    assert manifest["promoter"]["name"] == "Cinema Example Ltd"
    assert manifest["competition"].startswith("cinema.example/draws/lists/one-2026-")
    assert not (lister.drawn / "private" / "signing-key").exists()
    assert lister.audited().verdict == "verified"


def test_a_list_that_another_key_has_frozen_is_not_signed(
    lister: Lister, operator: Operator, round_file: str
) -> None:
    lister.draw(*AT_ROUND, "--freeze-only")
    lister.clock.at = ROUND_AT
    folder = str(lister.drawn)
    said = operator.refused("draw-list", "--resume", folder, "--beacon-file", round_file)
    assert said == ["The list was frozen with another key: name the configuration that was named then."]


def test_two_drawings_of_one_title_on_one_day_contradict_each_other(lister: Lister, round_file: str) -> None:
    lister.draw(*AT_ROUND, "--freeze-only", "--output", str(lister.folder / "first"))
    held = (lister.folder / "first" / "record" / "freeze.note").read_bytes()
    lister.draw(*AT_ROUND, "--freeze-only")
    lister.clock.at = ROUND_AT
    lister.resume("--beacon-file", round_file)
    report = lister.audited(held=held)
    assert report.verdict == "failed"
    assert [step.number for step in report.findings()] == [10]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("nowhere.csv", "--prizes", "1", "--title", "x"), 2, "nowhere.csv cannot be read"),
        (("--prizes", "1"), 2, "Name the file of the list"),
        (("list.csv", "--prizes", "1"), 2, "give the draw a --title"),
        (("--resume", "nowhere"), 2, "nowhere holds no frozen list."),
        (("list.csv", "--resume", "nowhere"), 2, "not both"),
        (("--resume", "x", "--typed-by", "jo"), 2, "go together"),
        (("--resume", "x", "--typed-by", "jo", "--event-numbers", "1", "--beacon-file", "y"), 2, "not both"),
        (("list.csv", "--prizes", "1", "--title", "x", "--beacon", "event"), 2, "--event-bits"),
        (("list.csv", "--prizes", "1", "--title", "a\tb"), 1, "The title is one line"),
        (("list.csv", "--prizes", "1", "--title", "x", "--draw-at", "soon"), 1, "is no date and time"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(
    lister: Lister, arguments: tuple[str, ...], code: int, said: str
) -> None:
    assert said in lister.run(*arguments, code=code).stderr


def test_what_is_there_already_is_left_alone(lister: Lister) -> None:
    lister.draw("--beacon", "rehearsal")
    assert "is there already" in lister.draw("--beacon", "rehearsal", code=2).stderr
