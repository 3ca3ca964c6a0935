"""What a promoter reads when a description cannot be taken: a whole sentence for each fault."""

from datetime import UTC, datetime
from typing import Any

import pytest

from competition.rules.describing import read
from competition.rules.errors import DescriptionError
from tests.rules.test_describing import described, faults

EXTRAS = [{"label": "Size", "purpose": "Fit"}, {"label": "Seat", "purpose": "Place"}]
QUESTION = {"text": "Made of?", "answers": ["Porcelain", "Glass"], "right": 2}


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": 7}, "`title` must be a text that is not empty."),
        ({"title": None}, "`title` is missing."),
        ({"title": "a" * 201}, "`title` must be one line of at most 200 plain characters."),
        ({"standfirst": "a" * 501}, "`standfirst` must be one line of at most 500 plain characters."),
        (
            {"slug": "A"},
            "`slug` must be lower-case words and digits joined by hyphens, at most 60 characters; it is “A”.",
        ),
        ({"reserves": "5"}, "`reserves` must be a whole number from 0 to 1000."),
        ({"claim_days": 0}, "`claim_days` must be a whole number from 1 to 3650."),
        ({"min_age": 121}, "`min_age` must be a whole number from 0 to 120."),
        ({"group_rule": "family"}, "`group_rule` must be one of none, person, household."),
        ({"eligibility": ["a\nb"]}, "`eligibility` must be a list of texts, one line each."),
        ({"closes": None}, '`closes` is missing: write the instant, such as "2026-08-29 18:00".'),
        (
            {"closes": "soon"},
            "`closes` names no instant. “soon” is no date and time; write 2026-08-29 18:00.",
        ),
        ({"opens": "1800-01-01 12:00"}, "`opens` names no instant. Write a year from 1970 to 8999."),
        (
            {"time_zone": "BST"},
            "`time_zone` names no zone. “BST” is no time zone; write one such as Europe/London.",
        ),
        ({"picture": "x.svg"}, "`picture` must be a table."),
        (
            {"embed": ["b.example"]},
            (
                "`embed` cannot be used: “b.example” is no address of a site that may show the form."
                " Write each as https:// and a name, such as https://cinema.example, without a path."
            ),
        ),
        (
            {"promoter": {"name": "A", "address": "B", "contact": "example.com"}},
            "`promoter.contact` must be a mail address such as draws@example.com.",
        ),
        (
            {"promoter": {"name": "A", "address": "B", "contact": "a@b" + "c" * 252}},
            "`promoter.contact` must be one line of at most 254 plain characters.",
        ),
        ({"prizes": []}, "`prizes` must be a list of tables."),
        (
            {"prizes": [{"title": "A", "quantity": 10_001}]},
            "`prizes[1].quantity` must be a whole number from 1 to 10000.",
        ),
        (
            {"prizes": [{"title": "A", "quantity": 10_000}, {"title": "B"}]},
            "`prizes` come to 10,001 in all; a draw has at most 10,000.",
        ),
        ({"prizes": [{"quantity": 1}]}, "`prizes[1].title` is missing."),
        ({"age_rating": "15", "min_age": 14}, "`min_age` must be at least 15: the prize is rated 15."),
        ({"delivery_days": 366}, "`delivery_days` must be a whole number from 1 to 365."),
        ({"extras": EXTRAS * 3}, "`extras` ask 6 things; a form asks 5 at most."),
        ({"extras": [EXTRAS[0], EXTRAS[0]]}, "`extras` must all have different labels."),
        ({"extras": [EXTRAS[0] | {"required": "yes"}]}, "`extras[1].required` must be true or false."),
        ({"extras": [{"label": "Size"}]}, "`extras[1].purpose` is missing."),
        ({"extras": {}}, "`extras` must be a list of tables."),
        (
            {"retention": {"winner_months": 121}},
            "`retention.winner_months` must be a whole number from 0 to 120.",
        ),
        ({"prizes": None}, "`prizes` are missing: name at least one."),
        ({"standfirst": "a\u2029b"}, "`standfirst` must be one line of at most 500 plain characters."),
        ({"standfirst": "a\ud800"}, "`standfirst` must be one line of at most 500 plain characters."),
        ({"question": QUESTION | {"right": None}}, "`question.right` is missing."),
        (
            {"closes": "2026-08-29 18:00:00.5"},
            "`closes` names no instant. “2026-08-29 18:00:00.5” is no date and time; write 2026-08-29 18:00.",
        ),
        (
            {"closes": datetime(2026, 8, 29, 18, microsecond=1, tzinfo=UTC)},
            "`closes` names no instant. Leave out the parts of a second.",
        ),
        ({"colour": "red"}, "`colour` is no key here."),
        ({"reserve": 1}, "`reserve` is no key here; did you mean `reserves`?"),
        ({"rules": "a\0"}, "`rules` must hold no control characters but tabs and the ends of lines."),
        ({"age_rating": "a" * 21}, "`age_rating` must be one line of at most 20 plain characters."),
        ({"age_rating": "R 18"}, "`age_rating` must be one of U, PG, 12, 12A, 15, 18, R18, 0, 6, 16."),
        (
            {"question": {"text": "Made of?", "answers": ["Glass"], "right": 1}},
            "`question.answers` must name at least two answers, all different.",
        ),
        (
            {"beacon": {"kind": "rehearsal"}, "fallback": {"id": "x", "description": "x", "bits": 64}},
            "`fallback` is only for a drand beacon.",
        ),
        (
            {"vacancy_reasons": ["no_reply", "declined", "ineligible", "undeliverable", "No"]},
            "`vacancy_reasons` must hold different codes of lower-case letters, digits, _ and -.",
        ),
        (
            {"exclusion_reasons": ["duplicate", "ineligible"]},
            "`exclusion_reasons` must also hold withdrawn, wrong_answer.",
        ),
        (
            {"beacon": {"kind": "event", "id": "Lotto", "description": "x", "bits": 64}},
            (
                "`beacon.id` must be lower-case letters, digits, . + and -, at most 64 characters;"
                " it is “Lotto”."
            ),
        ),
        ({"beacon": {"kind": "dice"}}, "`beacon.kind` must be one of drand, event, rehearsal."),
        ({"opens": "2026-08-29 18:00"}, "`closes` must be later than `opens`."),
        (
            {"confirm_by": "2026-08-29 18:00"},
            "`confirm_by` must be later than `closes`: the last entries need time to be confirmed.",
        ),
        ({"freeze_by": "2026-08-30 17:59"}, "`freeze_by` must not be earlier than `confirm_by`."),
        (
            {"draw_at": "2026-08-31 18:59:59"},
            (
                "`draw_at` must be at least 86400 seconds (`min_gap_seconds`) after `freeze_by`: the list"
                " must be public before the number exists."
            ),
        ),
    ],
    ids=str,
)
def test_a_fault_of_a_description_is_said_in_full(changes: dict[str, Any], sentence: str) -> None:
    assert sentence in faults(**changes)


def test_a_lone_answer_is_counted_as_the_two_that_there_must_be() -> None:
    assert faults(question={"text": "Made of?", "answers": ["Glass"], "right": 3}) == (
        "`question.answers` must name at least two answers, all different.",
        "`question.right` must be a whole number from 1 to 2.",
    )


def test_a_long_text_is_shown_as_far_as_it_fits() -> None:
    assert faults(slug="A" * 81)[0].endswith(f"it is “{'A' * 80}”.")


def test_what_was_not_said_is_told_apart_from_what_is_wrong() -> None:
    question = {"text": "Made of?", "answers": ["Porcelain", "Glass"]}
    silent = read({"question": question, "beacon": {"kind": "event"}})[1]
    assert {fault.key for fault in silent if fault.silent} == {
        *("title", "slug", "time_zone", "closes", "prizes", "question.right"),
        *("beacon.id", "beacon.description", "beacon.bits"),
    }
    assert all(fault.silent is True for fault in silent)
    keys = (
        "title",
        "slug",
        "time_zone",
        "closes",
        "prizes",
        "reserves",
        "eligibility",
        "extras",
        "group_rule",
    )
    wrong = read({**dict.fromkeys(keys, 7.5), "question": question | {"right": "one"}})[1]
    assert {fault.key for fault in wrong} == {*keys, "question.right"}
    assert not any(fault.silent for fault in wrong)


def test_the_faults_of_a_description_are_one_message_with_a_line_each() -> None:
    with pytest.raises(DescriptionError) as caught:
        described(reserves=-1, claim_days=0)
    assert caught.value.code == "description"
    assert str(caught.value) == caught.value.message == "\n".join(caught.value.problems)
    assert len(caught.value.problems) == 2


def test_what_is_left_out_has_its_default() -> None:
    plain = described()
    assert (plain.min_age, plain.reserves, plain.claim_days, plain.min_gap_seconds) == (18, 5, 28, 86400)
    assert (plain.group_rule, plain.time_zone) == ("none", "Europe/London")
    assert (plain.prizes[0].quantity, plain.prizes[0].description) == (1, "")
    said = (plain.standfirst, plain.text, plain.region, plain.marketing, plain.rules, plain.age_rating)
    assert said == ("",) * 6
    assert (plain.picture, plain.question, plain.promoter, plain.fallback) == (None,) * 4
    assert plain.eligibility == ()
    assert plain.exclusion_reasons == ("duplicate", "ineligible", "withdrawn", "wrong_answer")
    assert plain.vacancy_reasons == ("no_reply", "declined", "ineligible", "undeliverable")
    assert described(beacon={"kind": "rehearsal"}).min_gap_seconds == 60
    assert described(question=QUESTION).question.hint == ""  # type: ignore[union-attr]
