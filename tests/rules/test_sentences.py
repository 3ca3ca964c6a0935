"""What people read when a rule refuses, in full: each says what is wrong, and what to do next."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from competition.rules import confirming, entering, excluding, lifecycle, local_times, pictures
from competition.rules.errors import EntryRefusedError, RuleError
from competition.rules.lifecycle import Status
from competition.rules.timetable import Timetable
from tests.rules.test_entering import DESCRIPTION, LONDON, form
from tests.rules.test_lifecycle import CLOSES, DATES, MOMENT, OPENS


def entered(**typed: Any) -> Callable[[], None]:
    def send() -> None:
        [problem] = entering.problems(DESCRIPTION, form(**typed))
        raise problem

    return send


def window(status: Status, now: Any) -> Callable[[], None]:
    return lambda: entering.check_window(status, DATES, now, zone=LONDON)


def late() -> None:
    raise confirming.late(DATES, zone=LONDON)


@pytest.mark.parametrize(
    ("refused", "code", "field", "message"),
    [
        (window(Status.DRAFT, OPENS), "unknown", "", "There is no such draw."),
        (
            window(Status.OPEN, OPENS - MOMENT),
            *("not_open", "", "This draw opens on Saturday 1 August 2026, 09:00 BST."),
        ),
        (
            window(Status.OPEN, CLOSES),
            *(
                "closed",
                "",
                "This draw closed on Saturday 29 August 2026, 18:00 BST. It takes no more entries.",
            ),
        ),
        (entered(name=""), "name", "name", "Write your first name and surname."),
        (entered(name="42"), "name", "name", "Write your first name and surname."),
        (entered(name="a" * 101), "name", "name", "Write a name of at most 100 characters."),
        (entered(name="a\nb"), "name", "name", "Write your name on one line."),
        (entered(answer=""), "answer", "answer", "Choose one answer."),
        (
            entered(eligible=()),
            *("eligible", "eligible"),
            "Tick all boxes if they are true. If they are not, you cannot enter this draw.",
        ),
        (
            entered(publication=""),
            *("publication", "publication", "Choose how we may name you, or ask us not to."),
        ),
        (
            late,
            *("late", ""),
            (
                "Entries could be confirmed until Sunday 30 August 2026, 18:00 BST. This one was not, so it"
                " is not in the draw."
            ),
        ),
        (
            lambda: excluding.check_exclusion(Status.OPEN, "dislike", ["duplicate", "staff"]),
            *("reason", "reason", "“dislike” is no reason of this draw. Use one of: duplicate, staff."),
        ),
        (
            lambda: excluding.check_exclusion(Status.FROZEN, "duplicate", ["duplicate"]),
            *("frozen", "", "The list is frozen and public, so it can no longer change."),
        ),
        (
            lambda: lifecycle.check_publishable(DATES, OPENS + MOMENT),
            *(
                "opens_passed",
                "",
                "The opening instant has passed. Set a later one, or none to open at once.",
            ),
        ),
        (
            lambda: excluding.check_exclusion(Status.OPEN, "", ["duplicate"]),
            *("reason", "reason", "Choose a reason."),
        ),
        (
            lambda: pictures.checked_drawing(b"<svg>" + bytes(40_000)),
            *("picture", "picture", "The picture has 40,005 bytes; make it 40,000 at most."),
        ),
        (
            lambda: local_times.zone_named("Londres"),
            *("zone", "", "“Londres” is no time zone; write one such as Europe/London."),
        ),
        (
            lambda: local_times.to_utc("soon", LONDON),
            *("malformed", "", "“soon” is no date and time; write 2026-08-29 18:00."),
        ),
        (
            lambda: local_times.to_utc("2027-02-29 10:00", LONDON),
            *("malformed", "", "“2027-02-29 10:00” is no real date and time."),
        ),
        (
            lambda: local_times.to_utc("2026-10-25 01:30", LONDON),
            *("ambiguous", ""),
            (
                "The clocks in Europe/London show 2026-10-25 01:30 twice. Write 2026-10-25 01:30+01:00 (BST)"
                " or 2026-10-25 01:30+00:00 (GMT)."
            ),
        ),
        (
            lambda: local_times.to_utc("2026-03-29 01:30", LONDON),
            *("missing", ""),
            (
                "The clocks in Europe/London never show 2026-03-29 01:30. Write 2026-03-29 00:30+00:00 (GMT)"
                " or 2026-03-29 02:30+01:00 (BST)."
            ),
        ),
    ],
)
def test_a_refusal_says_what_to_do(
    refused: Callable[[], object], code: str, field: str, message: str
) -> None:
    with pytest.raises(RuleError) as caught:
        refused()
    assert (caught.value.code, caught.value.field, caught.value.message) == (code, field, message)
    assert str(caught.value) == message


def test_a_draft_that_would_have_closed_by_now_is_not_published() -> None:
    for now, closes in ((OPENS - timedelta(days=1), OPENS), (OPENS, OPENS)):
        with pytest.raises(RuleError) as caught:
            lifecycle.check_publishable(Timetable(OPENS, closes, closes, closes, closes), now)
        assert caught.value.code == "closes_passed"
        assert caught.value.message == "The closing instant has passed. Set a later one."


def test_an_entry_with_faults_is_refused_as_a_whole() -> None:
    refused = EntryRefusedError([RuleError("name", "Write your name.", field="name")])
    assert (refused.code, refused.message) == ("entry_refused", "Not sent yet: some things to put right.")
    assert [problem.code for problem in refused.problems] == ["name"]


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("duplicate", "More than one entry from one person."),
        ("staff_of_ours", "Reason given by the promoter: staff of ours."),
    ],
)
def test_a_reason_is_told_to_its_entrant_in_words(reason: str, said: str) -> None:
    assert excluding.in_words(reason) == said
