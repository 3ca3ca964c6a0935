"""Setting a site up: each step is to do until it is done, and says so in words."""

from collections.abc import Callable

import pytest

from competition.adapters.mailer import Mailer, Smtp
from competition.rules.description import Promoter
from competition.services import drafts, first_steps, mail
from competition.services.admins import second_factors
from competition.services.views.first_steps import FirstStepsView
from competition.store import drafts as stored
from competition.store.models import Activity
from tests.fixtures.smtp import Mailroom
from tests.services.admins.staff import Person, joined
from tests.services.builders import SLUG, House

ONE = Promoter("Other Films Ltd", "2 Example Street, Leeds LS1 1AB", "films@example.com")


@pytest.fixture(autouse=True)
def _quickly(quick_passwords: None) -> None:
    """Hash quickly."""


@pytest.fixture
def olive(house: House) -> Person:
    return joined(house, "olive")


def view(house: House, olive: Person) -> FirstStepsView:
    with house.database.read() as session:
        return first_steps.view(session, olive.code, instance=house.instance)


def step(house: House, olive: Person, name: str) -> tuple[bool, str]:
    found = next(one for one in view(house, olive).steps if one.name == name)
    return found.done, found.sentence


def act(house: House, olive: Person, deed: Callable[..., None], *more: object) -> None:
    with house.write() as session:
        deed(session, *more, actor=olive.code, instance=house.instance)


def deliver(house: House, room: Mailroom) -> None:
    settings = house.instance.mail.model_copy(update={"host": room.host, "port": room.port})
    mailer: Mailer = Smtp(settings, sender_name="Cinema Example")
    mail.deliver_due(house.database, mailer=mailer, instance=house.instance)


def test_at_first_everything_is_to_do_and_the_form_begins_with_the_configuration(
    house: House, olive: Person
) -> None:
    found = view(house, olive)
    assert [one.done for one in found.steps] == [False] * 4
    assert found.promoter == Promoter(
        "Example Cinema Ltd", "1 Example Street, Leeds LS1 1AA", "draws@cinema.example"
    )
    assert not found.done


def test_a_new_draft_begins_with_the_promoter_and_an_old_one_stays(house: House, olive: Person) -> None:
    with house.write() as session:
        earlier = drafts.begin(session, "blu-ray", instance=house.instance, actor=olive.code)
    act(house, olive, first_steps.say_promoter, ONE)
    assert step(house, olive, "promoter")[0]
    with house.write() as session:
        begun = drafts.begin(session, "blu-ray", instance=house.instance, actor=olive.code)
        copied = drafts.duplicate(session, SLUG, instance=house.instance, actor=olive.code)
        found = [stored.by_id(session, number) for number in (earlier, begun, copied)]
        promoters = [draft.typed.get("promoter_contact") for draft in found if draft]
    assert promoters == [None, ONE.contact, ONE.contact]


def test_the_promoter_can_be_said_anew_and_the_record_does_not_repeat_it(house: House, olive: Person) -> None:
    for promoter in (Promoter("A", "B", "c@example.com"), ONE):
        act(house, olive, first_steps.say_promoter, promoter)
    assert view(house, olive).promoter == ONE
    with house.database.read() as session:
        rows = session.query(Activity).filter_by(action="promoter_said").all()
    assert [(row.actor, row.details) for row in rows] == [(olive.code, {})] * 2


def test_a_test_letter_waits_and_is_then_with_the_mail_server(
    house: House, olive: Person, smtp_server: Mailroom
) -> None:
    assert "Not tried yet" in step(house, olive, "mail")[1]
    for _ in range(2):
        act(house, olive, first_steps.try_mail)
    done, sentence = step(house, olive, "mail")
    assert (done, sentence.partition(".")[0], view(house, olive).waiting) == (False, "Waiting", True)
    deliver(house, smtp_server)
    [letter] = smtp_server.deliveries
    assert letter.recipients == ("olive@example.com",)
    done, sentence = step(house, olive, "mail")
    assert done
    assert "Delivered to the mail server at 127.0.0.1:25 on Sunday 2 August 2026" in sentence


def test_a_refusal_is_told_in_the_server_s_own_words(
    house: House, olive: Person, smtp_server: Mailroom
) -> None:
    smtp_server.answers = ["550 5.7.1 We do not know this sender"]
    act(house, olive, first_steps.try_mail)
    deliver(house, smtp_server)
    done, sentence = step(house, olive, "mail")
    assert not done
    assert "The server said 550 5.7.1 We do not know this sender." in sentence
    # It can be tried again, and a later success counts.
    act(house, olive, first_steps.try_mail)
    smtp_server.answers = []
    deliver(house, smtp_server)
    assert step(house, olive, "mail")[0]


def test_a_server_that_is_not_there_is_named_with_the_next_try(house: House, olive: Person) -> None:
    act(house, olive, first_steps.try_mail)
    settings = house.instance.mail.model_copy(update={"host": "127.0.0.1", "port": 9})
    mail.deliver_due(house.database, mailer=Smtp(settings, sender_name="C"), instance=house.instance)
    done, sentence = step(house, olive, "mail")
    assert not done
    assert "No session with the server" in sentence
    assert "It is tried again on Sunday 2 August 2026" in sentence


def test_an_earlier_success_stays_one_while_a_new_test_waits(
    house: House, olive: Person, smtp_server: Mailroom
) -> None:
    act(house, olive, first_steps.try_mail)
    deliver(house, smtp_server)
    act(house, olive, first_steps.try_mail)
    done, sentence = step(house, olive, "mail")
    assert done
    assert "Waiting" in sentence
    assert "An earlier one was delivered" in sentence


def test_a_copy_of_the_keys_is_recorded_once_and_counts_for_these_keys_only(
    house: House, olive: Person
) -> None:
    for _ in range(2):
        act(house, olive, first_steps.keep_keys)
    assert step(house, olive, "keys") == (True, f"{olive.code} has a copy elsewhere, since 2 August 2026.")
    with house.database.read() as session:
        [row] = session.query(Activity).filter_by(action="keys_copied").all()
    assert row.actor == olive.code
    assert all(secret not in (row.subject or "") for secret in house.instance.tokens.secrets)
    other = house.with_instance(tokens=type(house.instance.tokens)(("another secret, as long as needed",)))
    assert not step(other, olive, "keys")[0]


def test_codes_for_paper_end_the_last_step_and_all_is_done(
    house: House, olive: Person, smtp_server: Mailroom
) -> None:
    assert not step(house, olive, "factors")[0]
    with house.write() as session:
        second_factors.new_recovery_codes(session, olive.code, instance=house.instance)
    assert step(house, olive, "factors")[0]
    act(house, olive, first_steps.say_promoter, ONE)
    act(house, olive, first_steps.keep_keys)
    act(house, olive, first_steps.try_mail)
    deliver(house, smtp_server)
    assert view(house, olive).done
