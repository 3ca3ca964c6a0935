"""An entrant's receipt against a record (§4, §9): what it proves, and all that can be wrong with it."""

from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from competition.draw import bundle, receipts
from competition.draw.verify import audit
from tests import plain_verifier
from tests.record_pieces import digest, note, signature_line, written
from tests.records import Draft, Files
from tests.stories import amended, event, grouped, quicknet, rotated_early, waiting

Story = Callable[[], Draft]


@cache
def made(story: Story) -> tuple[Draft, Files]:
    draft = story()
    return draft, draft.files()


def checked(
    story: Story,
    claim: bytes,
    address: str = "Ann@Example.com",
    salt: str = "",
    spoil: Callable[[Files], None] | None = None,
) -> tuple[str, str]:
    """Verdict, and the receipt's finding or where the ticket stands; the plain verifier agrees."""
    draft, files = made(story)
    if spoil:
        spoil(files := dict(files))
    salt = salt or draft.opening(0)[1]
    given = receipts.Claim(claim, salt, address)
    report = audit(bundle.MemoryRecord(files), claim=given)
    assert plain_verifier.verify(files, receipt=(claim, address, salt)).verdict == report.verdict
    step = report.steps[-1]
    assert step.number is None
    if step.finding:
        assert step.finding.file == "the receipt"
        assert " " in step.finding.message
    return report.verdict, step.finding.code if step.finding else step.note


def receipt(story: Story, number: int = 0, signer: str = "service 1", **values: Any) -> bytes:
    return made(story)[0].receipt(number, signer, **values)


@pytest.mark.parametrize("number", [0, 1, 2])
@pytest.mark.parametrize("story", [event, grouped])
def test_the_line_of_an_entered_ticket_is_told(story: Story, number: int) -> None:
    draft, files = made(story)
    text = receipt(story, number)
    [ticket] = [line.split()[1] for line in text.decode().splitlines() if line.startswith("ticket ")]
    lines = [line.split()[0] for line in files["entries.txt"].decode().splitlines()]
    address, salt = draft.entrants[number][0], draft.opening(number)[1]
    told = f"in the draw, line {lines.index(ticket) + 1} of entries.txt"
    assert checked(story, text, address, salt) == ("verified", told)


@pytest.mark.parametrize("story", [event, grouped, quicknet, amended, rotated_early])
def test_a_receipt_of_an_entered_ticket_is_accepted(story: Story) -> None:
    verdict, note = checked(story, receipt(story))
    assert verdict == "verified"
    assert note.startswith("in the draw, line ")


def test_a_receipt_of_an_excluded_ticket_is_accepted_and_the_reason_told() -> None:
    draft, _ = made(event)
    verdict, note = checked(event, receipt(event, 8), "ivo@example.com", draft.opening(8)[1])
    assert (verdict, note) == ("verified", "left out of the draw, reason: duplicate")


def test_a_receipt_can_be_checked_before_the_draw() -> None:
    verdict, note = checked(waiting, receipt(waiting))
    assert verdict == "could not check"
    assert note.startswith("in the draw")


@pytest.mark.parametrize("signer", ["service 1", "service 2"])
def test_any_key_of_the_service_may_have_signed(signer: str) -> None:
    assert checked(rotated_early, receipt(rotated_early, signer=signer))[0] == "verified"


def test_the_manifest_may_be_an_earlier_one_of_the_log() -> None:
    first = digest("the first manifest")
    assert checked(amended, receipt(amended, manifest=first))[0] == "verified"


@pytest.mark.parametrize(("key", "by"), [("opens", 0), ("confirm_by", 0)])
def test_the_first_and_the_last_second_are_in_time(key: str, by: int) -> None:
    accepted = written(made(event)[0].time(key) + by)
    assert checked(event, receipt(event, accepted=accepted))[0] == "verified"


@pytest.mark.parametrize(("key", "by"), [("opens", -1), ("confirm_by", 1)])
def test_a_second_outside_is_failed(key: str, by: int) -> None:
    accepted = written(made(event)[0].time(key) + by)
    assert checked(event, receipt(event, accepted=accepted)) == ("failed", "receipt_accepted")


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"manifest": digest("x")}, "receipt_manifest"),
        ({"ticket": digest("x")}, "receipt_ticket"),
        ({"group": "0123456789abcdef"}, "receipt_group"),
        ({"group": "0123456789ABCDEF"}, "malformed"),
        ({"group": ""}, "malformed"),
        ({"ticket": "x"}, "malformed"),
        ({"accepted": "2026-09-03T24:00:00Z"}, "malformed"),
        ({"remark": "x"}, "malformed"),
        ({"competition": "Cinema"}, "malformed"),
    ],
)
def test_a_receipt_that_says_another_thing_is_failed(values: dict[str, Any], code: str) -> None:
    assert checked(event, receipt(event, **values)) == ("failed", code)


@pytest.mark.parametrize("group", ["-", "0123456789abcdef"])
def test_a_receipt_with_no_group_or_another_is_failed_where_there_are_groups(group: str) -> None:
    assert checked(grouped, receipt(grouped, group=group)) == ("failed", "receipt_group")


def test_a_receipt_of_an_excluded_ticket_needs_a_group_too() -> None:
    draft, _ = made(grouped)
    given = (draft.opening(8)[1],)
    assert checked(grouped, receipt(grouped, 8), "ivo@example.com", *given)[0] == "verified"
    assert checked(grouped, receipt(grouped, 8, group="-"), "ivo@example.com", *given)[0] == "failed"


@pytest.mark.parametrize(
    "address", ["bea@example.com", "ann+x@example.com", "ann@example.org", "ann", "", "a b@example.com"]
)
def test_another_address_does_not_open_the_ticket(address: str) -> None:
    assert checked(event, receipt(event), address) == ("failed", "receipt_ticket")


def test_another_salt_does_not_open_the_ticket() -> None:
    assert checked(event, receipt(event), salt=digest("x")) == ("failed", "receipt_ticket")


def test_a_ticket_in_neither_list_proves_that_an_entry_was_dropped() -> None:
    draft, _ = made(event)
    stranger = event()
    stranger.entrants = [("zoe@example.com", None)]
    stranger.known = draft.known
    given = checked(event, stranger.receipt(0), "zoe@example.com", stranger.opening(0)[1])
    assert given == ("failed", "receipt_missing")


@pytest.mark.parametrize("signer", ["service 2", "service 3"])
def test_a_receipt_signed_by_another_key_is_failed(signer: str) -> None:
    assert checked(event, receipt(event, signer=signer)) == ("failed", "unknown_key")


def test_a_receipt_with_two_lines_or_a_wrong_one_is_failed() -> None:
    whole = receipt(event)
    line = whole.split(b"\n\n")[1]
    assert checked(event, whole + line) == ("failed", "signature")
    assert checked(event, whole.replace(b"group -", b"group -", 1)[:-8] + b"AAAAAA=\n")[0] == "failed"
    assert checked(event, whole.replace(b"accepted 2026-09-03", b"accepted 2026-09-02")) == (
        "failed",
        "signature",
    )


@pytest.mark.parametrize("data", [b"", b"\xff", b"Dear Ann,\n", b"prizedraw/v1 receipt\n\n\n"])
def test_what_is_no_receipt_is_failed(data: bytes) -> None:
    assert checked(event, data) == ("failed", "malformed")


def test_a_receipt_of_another_competition_could_not_be_checked() -> None:
    other = receipt(event, competition="cinema.example/draws/never-sorry")
    assert checked(event, other) == ("could not check", "receipt_other")
    text = other.decode().rpartition("\n\n")[0] + "\n"
    strange = note(text, signature_line(text, "service 3", "stranger.example"))
    assert checked(event, strange) == ("could not check", "receipt_other")


def test_a_domain_that_is_not_ascii_could_not_be_checked() -> None:
    assert checked(event, receipt(event), "ann@bücher.example") == ("could not check", "idna")


def test_a_fault_wins_over_a_domain_that_could_not_be_checked() -> None:
    late = receipt(event, accepted=written(made(event)[0].time("confirm_by") + 1))
    assert checked(event, late, "ann@bücher.example") == ("failed", "receipt_accepted")


def test_the_xn_form_of_a_domain_may_be_given() -> None:
    def abroad() -> Draft:
        draft = event()
        draft.entrants[0] = ("ann@xn--bcher-kva.example", None)
        draft.enter()
        return draft

    draft = abroad()
    draft.files()
    salt = draft.opening(0)[1]
    claim = receipts.Claim(draft.receipt(0), salt, "Ann@XN--bcher-kva.example")
    assert audit(bundle.MemoryRecord(draft.files()), claim=claim).verdict == "verified"


def test_an_unknown_folding_rule_leaves_address_and_salt_unchecked() -> None:
    def folded() -> Draft:
        return event(folding="email-folding/2")

    draft = folded()
    draft.files()
    assert checked(folded, draft.receipt(0), "somebody else") == ("could not check", "folding")


def test_a_receipt_is_checked_though_the_record_failed() -> None:
    def spoil(files: Files) -> None:
        files["rules.txt"] = b"other\n"

    verdict, said = checked(event, receipt(event), spoil=spoil)
    assert (verdict, said.startswith("in the draw, line ")) == ("failed", True)
    assert checked(event, b"", spoil=spoil) == ("failed", "malformed")


def test_a_receipt_is_not_reached_where_the_lists_cannot_be_read() -> None:
    def spoil(files: Files) -> None:
        files["entries.txt"] = b"x\n"

    assert checked(event, receipt(event), spoil=spoil) == ("failed", "")


@pytest.mark.parametrize("salt", ["abc", "x" * 64, "a" * 63, "a" * 66])
def test_a_salt_that_cannot_be_one_opens_no_ticket(salt: str) -> None:
    assert checked(event, receipt(event), salt=salt) == ("failed", "receipt_ticket")
