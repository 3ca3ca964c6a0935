"""Keys of a description as the editor shows them: in words, and by the field that puts them right."""

import pytest

from competition.rules.errors import Fault
from competition.rules.form_names import field_of, top
from competition.rules.naming import in_words
from competition.rules.rulebook import DATES, FORM, ITSELF, PRIZE, TERMS, WHO, WINNERS, step_of


@pytest.mark.parametrize(
    ("key", "sentence", "said"),
    [
        ("closes", "must be later than `opens`.", "The closing time must be later than the opening time."),
        ("draw_at", "is 60 seconds (`min_gap_seconds`) after `freeze_by`.", None),
        ("picture.alt", "is missing.", "What the picture shows is missing."),
        ("question.hint", "is long.", "The question is long."),
        ("prizes", "are missing.", "The prizes are missing."),
        ("prizes[2].title", "is missing.", "The name of prize 2 is missing."),
        ("prizes[12].quantity", "is wrong.", "The number of prize 12 is wrong."),
        ("prizes[1].description", "is long.", "The description of prize 1 is long."),
        ("prizes[1].colour", "is no key here.", "Colour of prize 1 is no key here."),
        ("extras[3].label", "is missing.", "The label of field 3 is missing."),
        ("extras[3].purpose", "is missing.", "The purpose of field 3 is missing."),
        ("answers[3].text", "is missing.", "What you typed is missing."),
        ("fallback.bits", "is missing.", "The event in reserve is missing."),
        ("colour", "is no key here.", "What you typed is no key here."),
    ],
)
def test_a_fault_is_said_without_the_names_of_keys(key: str, sentence: str, said: str | None) -> None:
    said = said or "The draw is 60 seconds after the time of the frozen list."
    assert in_words(Fault(key, sentence)) == said


@pytest.mark.parametrize(
    ("key", "field"),
    [
        ("prizes[2].title", "prize-2-title"),
        ("extras[11].label", "extra-11-label"),
        ("prizes", "prize-1-title"),
        ("closes", "closes-date"),
        ("picture.alt", "picture_alt"),
        ("title", "title"),
        ("prizes[2].title.x", "prizes[2].title.x"),
    ],
)
def test_each_key_has_the_field_in_which_it_is_put_right(key: str, field: str) -> None:
    assert field_of(key) == field


@pytest.mark.parametrize(
    ("key", "step"),
    [
        ("prizes[2].title", PRIZE),
        ("promoter.address", PRIZE),
        ("min_age", WHO),
        ("closes", DATES),
        ("beacon.kind", DATES),
        ("question.right", FORM),
        ("claim_days", WINNERS),
        ("terms", TERMS),
        ("retention.pending_days", ITSELF),
    ],
)
def test_each_key_has_its_step_of_the_editor(key: str, step: int) -> None:
    assert step_of(key) == step


def test_the_first_part_of_a_key() -> None:
    assert [top(key) for key in ("prizes[2].title", "promoter.name", "title", "a.b[1].c.d")] == [
        *("prizes", "promoter", "title", "a")
    ]
