"""The checklist by rule number: what settles each rule, what leaves it open, and what an admin may mark."""

import tomllib
from datetime import UTC, datetime
from typing import Any

import pytest

from competition.rules.checklist import ChecklistError, Finding, Mark, State, check, require_whole, to_do
from competition.rules.describing import read
from competition.rules.description import Promoter
from competition.rules.errors import Fault
from competition.rules.naming import in_words
from competition.rules.rulebook import RULES
from tests.rules.test_describing import LEAST, WHOLE

PROMOTER = Promoter("Example Cinema Ltd", "1 Example Street, Leeds LS1 1AA")
JO = Mark("jo", datetime(2026, 8, 2, tzinfo=UTC))


def findings(
    text: str = WHOLE, marks: dict[str, Mark] | None = None, faults: tuple[Fault, ...] = (), **changes: Any
) -> dict[str, Finding]:
    described, found = read({**tomllib.loads(text), **changes})
    return {one.number: one for one in check(described, PROMOTER, [*found, *faults], marks)}


def test_a_whole_description_leaves_nothing_to_do() -> None:
    found = findings()
    assert {one.state for one in found.values()} == {State.SATISFIED}
    assert to_do(found.values()) == ""
    require_whole(found.values())


def test_every_rule_stands_once_and_says_what_is_done_about_it() -> None:
    found = findings()
    assert len(found) == len(RULES) == 20
    assert all(one.sentence.endswith(".") and one.title for one in found.values())
    assert {"8.17.1", "8.17.4.e", "8.23", "8.24", "8.28", "8.28.4", "8.28.5"} <= set(found)


def test_nothing_promises_compliance() -> None:
    said = " ".join(one.title + one.sentence for one in findings().values()).lower()
    assert "complian" not in said
    assert "guarantee" not in said


@pytest.mark.parametrize(
    ("changes", "number", "step", "sentence"),
    [
        ({"title": ""}, "8.17.1", 1, "The title must be a text that is not empty."),
        ({"slug": "Not A Slug"}, "8.17.1", 1, "The short name must be lower-case words"),
        ({"question": {"text": "Made of?", "right": 1}}, "8.17.1", 4, "The answers must name at least two"),
        ({"picture": {"file": "x.svg"}}, "8.17.1", 1, "What the picture shows is missing."),
        ({"opens": "2026-02-30 09:00"}, "8.17.3", 3, "The opening time names no instant."),
        ({"closes": None}, "8.17.4", 3, "The closing time is missing"),
        ({"closes": "2026-10-25 01:30"}, "8.17.4", 3, "Write 2026-10-25 01:30+01:00 (BST) or"),
        ({"confirm_by": "2026-08-29 17:00"}, "8.17.4", 3, "must be later than the closing time"),
        ({"draw_at": "2026-08-31 00:00"}, "8.17.4", 3, "after the time of the frozen list"),
        ({"prizes": []}, "8.17.6", 1, "The prizes must be a list"),
        (
            {"prizes": [{"title": "A", "quantity": 0}]},
            "8.17.6",
            1,
            "The number of prize 1 must be",
        ),
        ({"min_age": 12}, "8.17.7", 2, "The minimum age must be at least 15: the prize is rated 15."),
        ({"region": ""}, "8.17.7", 2, "Where entrants live is missing"),
        ({"promoter": {"name": "A"}}, "8.17.9", 1, "The promoter’s address is missing."),
        ({"rules": 7}, "8.23", 6, "The terms must be a text"),
        ({"beacon": {"kind": "dice"}}, "8.24", 3, "The random number"),
        ({"delivery_days": 0}, "8.28.3", 5, "The days to send must be a whole number from 1 to 365."),
        ({"claim_days": 0}, "8.28.4", 5, "The days to claim must be"),
        ({"group_rule": "family"}, "8.28.4", 5, "must be one of none, person, household"),
        ({"extras": [{"label": "Size"}]}, "UK GDPR 5(1)(c)", 4, "The purpose of field 1 is missing."),
        ({"marketing": "two\nlines"}, "PECR 22", 4, "The marketing box must be one line"),
    ],
)
def test_what_leaves_this_rule_open(changes: dict[str, Any], number: str, step: int, sentence: str) -> None:
    found = findings(**changes)
    assert [one.number for one in found.values() if one.state is State.MISSING] == [number]
    assert found[number].step == step
    assert sentence in found[number].sentence
    with pytest.raises(ChecklistError, match=number.replace("(", r"\(").replace(")", r"\)")):
        require_whole(found.values())
    assert to_do(found.values()) == "One to do first"


def test_no_fault_of_a_description_escapes_the_checklist() -> None:
    """Else a draft with one would look complete, and be refused by the last button alone."""
    described, _ = read({})
    ours = {"exclusion_reasons", "vacancy_reasons"}
    for key in {*described.__dataclass_fields__} - ours:
        found = check(described, PROMOTER, [Fault(key, "is wrong.")])
        assert any("is wrong." in one.sentence for one in found), key


def test_control_with_a_rule_out_of_the_book_its_fault_would_escape(monkeypatch: pytest.MonkeyPatch) -> None:
    fewer = tuple(rule for rule in RULES if rule.number != "8.17.6")
    monkeypatch.setattr("competition.rules.checklist.RULES", fewer)
    require_whole(findings(prizes=[]).values())


CASH = Fault("cash_alternative", "is missing: say what, or mark that there is none.", silent=True)


def test_a_rule_that_allows_it_may_be_marked_as_not_needed_by_an_admin() -> None:
    assert findings(faults=(CASH,))["8.28.2"].state is State.MISSING
    marked = findings(faults=(CASH,), marks={"8.28.2": JO})["8.28.2"]
    assert (marked.state, marked.mark) == (State.NOT_APPLICABLE, JO)
    assert marked.sentence == "There is none, and the terms say so."


def test_a_mark_settles_no_other_rule_and_hides_nothing_wrong() -> None:
    everywhere = {rule.number: JO for rule in RULES}
    found = findings(marks=everywhere, prizes=[], claim_days=0, cash_alternative="two\nlines")
    missing = [one.number for one in found.values() if one.state is State.MISSING]
    assert missing == ["8.17.6", "8.28.2", "8.28.4"]


def test_a_mark_counts_for_its_own_rule_alone_and_is_not_shown_where_it_is_no_answer() -> None:
    found = findings(marks={rule.number: JO for rule in RULES})
    assert {number for number, one in found.items() if one.state is not State.SATISFIED} == {"8.28.2"}
    assert {number for number, one in found.items() if one.mark} == {"8.28.2"}
    assert findings(marks={"8.28.2": JO}, cash_alternative="two\nlines")["8.28.2"].mark is None
    assert {number: one.not_needed for number, one in found.items() if one.not_needed} == {
        "8.28.2": "There is none"
    }


def test_nothing_is_published_while_rules_are_missing_and_each_is_named_on_a_line() -> None:
    with pytest.raises(ChecklistError) as refused:
        require_whole(findings(region="", claim_days=0).values())
    assert refused.value.code == "checklist"
    assert refused.value.message.splitlines() == [
        (
            "Rule 8.17.7, Restrictions: age and place: Where entrants live is missing: say where entrants"
            ' must live, or "anywhere".'
        ),
        (
            "Rule 8.28.4, How and when winners are told: The days to claim must be a whole number from 1 to"
            " 3650."
        ),
    ]
    assert [one.number for one in refused.value.missing] == ["8.17.7", "8.28.4"]


def test_a_rehearsal_need_not_show_that_it_is_random() -> None:
    assert findings(LEAST, beacon={"kind": "rehearsal"})["8.24"].state is State.NOT_APPLICABLE


@pytest.mark.parametrize(("rating", "age"), [("12", 12), ("15", 15), ("18", 18), ("R18", 18)])
def test_the_minimum_age_is_never_below_the_rating(rating: str, age: int) -> None:
    assert findings(age_rating=rating, min_age=age)["8.17.7"].state is State.SATISFIED
    assert findings(age_rating=rating, min_age=age - 1)["8.17.7"].state is State.MISSING


def test_anywhere_is_an_answer_and_silence_is_none() -> None:
    assert (
        findings(region="anywhere")["8.17.7"].sentence
        == "Age 18 or over, from anywhere; the prize is rated 15."
    )
    assert read({"region": "Anywhere"})[0].statements() == ("I am 18 or over",)


def test_words_for_people_name_no_key() -> None:
    described, _ = read({})
    for key in described.__dataclass_fields__:
        said = in_words(Fault(key, "is missing."))
        assert "_" not in said
        assert "`" not in said
