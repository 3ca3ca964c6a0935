"""What a new site should have done first: what is done, and each sentence to the word."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from competition.rules.beginning import Begun, Done, FirstStep, MailTest, Trial, first_steps, mail_sentence
from competition.rules.beginning import promoter_of as read_promoter
from competition.rules.description import Promoter
from competition.rules.errors import DescriptionError

AT = datetime(2026, 8, 1, 9, 30, tzinfo=UTC)
EARLIER = AT - timedelta(days=1)
SAID = Done("jo", AT)
PROMOTER = Promoter("Example Cinema Ltd", "1 Example Street, Leeds", "draws@cinema.example")
FRESH = Begun(
    promoter=None,
    promoter_said=None,
    mail=MailTest(Trial.NONE, "mail.example:587"),
    keys_copied=None,
    second_factor=True,
    codes_left=0,
)
WHOLE = Begun(
    promoter=PROMOTER,
    promoter_said=SAID,
    mail=MailTest(Trial.DELIVERED, "mail.example:587", at=AT, passed_at=AT),
    keys_copied=SAID,
    second_factor=True,
    codes_left=1,
)


def test_of_a_new_site_nothing_is_done_and_each_step_says_what_it_is_for() -> None:
    assert first_steps(FRESH) == (
        FirstStep(
            *("promoter", "Promoter’s name, postal address and contact", False),
            "Say who answers for your draws (rule 8.17). A new draft begins with it.",
        ),
        FirstStep(
            *("mail", "A letter that reached the mail server", False),
            "Not tried yet. A draw that cannot send mail takes no entry that counts.",
        ),
        FirstStep(
            *("keys", "A copy of the keys, elsewhere", False),
            "Without the signing key no draw that is running can be frozen or drawn.",
        ),
        FirstStep(
            *("factors", "Your second factor, and codes for paper", False),
            "Make codes for paper, for the day when your phone is lost.",
        ),
    )


def test_what_is_done_says_by_whom_and_when() -> None:
    assert [(step.done, step.sentence) for step in first_steps(WHOLE)] == [
        (True, "Example Cinema Ltd. Said by jo, 1 August 2026."),
        (
            True,
            (
                "Delivered to the mail server at mail.example:587 on Saturday 1 August 2026, 09:30 UTC."
                " Look into your mailbox."
            ),
        ),
        (True, "jo has a copy elsewhere, since 1 August 2026."),
        (True, "Your second factor is set up, and 1 code on paper left."),
    ]


def test_a_promoter_of_whom_nobody_knows_who_said_so_is_asked_for() -> None:
    for begun in (replace(WHOLE, promoter_said=None), replace(FRESH, promoter_said=SAID)):
        [step, *_] = first_steps(begun)
        assert step.sentence.startswith("Say who answers for your draws")
        assert step.done == bool(begun.promoter)


def test_codes_alone_or_a_factor_alone_are_half_of_it() -> None:
    for half in (replace(WHOLE, second_factor=False), replace(WHOLE, codes_left=0)):
        assert not first_steps(half)[3].done


@pytest.mark.parametrize(
    ("mail", "done", "sentence"),
    [
        (
            MailTest(Trial.WAITING, "mail.example"),
            *(False, "Waiting. It goes within a minute, while the worker runs."),
        ),
        (
            MailTest(Trial.DELAYED, "mail.example", at=AT),
            *(False, "Not delivered yet. It is tried again on Saturday 1 August 2026, 09:30 UTC."),
        ),
        (
            MailTest(Trial.DELAYED, "mail.example", said="try later", at=AT, passed_at=EARLIER),
            True,
            (
                "Not delivered yet. Try later. It is tried again on Saturday 1 August 2026, 09:30 UTC."
                " An earlier one was delivered on Friday 31 July 2026, 09:30 UTC."
            ),
        ),
        (
            MailTest(Trial.REFUSED, "mail.example", said="no such mailbox"),
            *(False, "Refused for good by mail.example. No such mailbox."),
        ),
        (MailTest(Trial.REFUSED, "mail.example"), False, "Refused for good by mail.example."),
    ],
)
def test_what_became_of_the_test_letter_is_told(mail: MailTest, done: bool, sentence: str) -> None:
    assert mail_sentence(mail) == sentence
    assert first_steps(replace(FRESH, mail=mail))[1].done == done


def faults(**typed: str) -> list[tuple[str, str]]:
    with pytest.raises(DescriptionError) as refused:
        read_promoter(typed)
    return [(fault.key, fault.sentence) for fault in refused.value.faults]


def test_a_promoter_has_a_name_an_address_and_somebody_who_answers() -> None:
    said = {"name": "Example Cinema Ltd", "address": "1 Example Street", "contact": "draws@cinema.example"}
    assert read_promoter(said) == Promoter(*said.values())
    assert faults(**said | {"contact": ""}) == [("promoter.contact", "is missing.")]
    assert faults(**said | {"name": " "}) == [("promoter.name", "must be a text that is not empty.")]
    assert faults(**said | {"contact": "draws"}) == [
        ("promoter.contact", "must be a mail address such as draws@example.com.")
    ]
    assert faults(name="Example Cinema Ltd", address="1 Example Street") == [
        ("promoter.contact", "is missing.")
    ]
