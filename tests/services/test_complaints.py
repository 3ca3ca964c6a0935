"""Complaints and data requests: a reference for each, a clock, two letters, and an end (guarantee P15)."""

import secrets
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from competition.rules.calendar import months_after
from competition.rules.errors import EntryRefusedError
from competition.services import complaints, purging
from competition.services.complaints import Asked
from competition.services.subject_access import everything
from competition.store.models import Activity, Complaint, Message
from tests.services.builders import House
from tests.services.test_erasing import entry_token, erase
from tests.services.test_marketing import said_yes

ANN = "ann@example.com"
TEXT = "The prize never came. <b>Why?</b>"


def complain(house: House, email: str = ANN, *, nonce: str = "", **typed: str) -> str:
    asked = Asked(email, **{"kind": "complaint", "text": TEXT, **typed}, nonce=nonce or secrets.token_hex(16))
    with house.write() as session:
        return complaints.complain(session, asked, instance=house.instance)


def rows(house: House) -> list[Complaint]:
    with house.database.read() as session:
        return list(session.scalars(select(Complaint).order_by(Complaint.id)))


def answer(house: House) -> None:
    with house.write() as session:
        session.execute(update(Complaint).values(answered_at=house.clock.at))


def test_a_reference_is_given_and_both_sides_are_written_to(house: House) -> None:
    token = complain(house)
    [row] = rows(house)
    with house.database.read() as session:
        view = complaints.complaint_page(session, token, instance=house.instance)
    assert view.reference == row.reference
    assert view.due == months_after(house.clock.at, 1)
    to_asker, to_contact = house.messages()
    assert (to_asker.recipient, to_contact.recipient) == (ANN, "draws@cinema.example")
    assert row.reference in to_asker.subject
    assert row.reference in to_contact.subject
    assert TEXT in to_contact.text
    assert "&lt;b&gt;Why?" in to_contact.html


def test_the_letter_to_an_address_that_nobody_confirmed_repeats_nothing_that_was_typed(house: House) -> None:
    complain(house, text="Buy cheap watches at evil.example")
    letter = house.messages()[0]
    assert "watches" not in letter.subject + letter.text + letter.html


def test_the_form_is_no_way_to_flood_a_mailbox(house: House) -> None:
    for _ in range(6):
        complain(house)
    assert len(rows(house)) == 6
    assert [row.recipient for row in house.messages()].count(ANN) == 3


def test_the_same_form_sent_twice_is_one_complaint(house: House) -> None:
    assert complain(house, nonce="n") == complain(house, nonce="n")
    assert len(rows(house)) == 1
    assert len(house.messages()) == 2


def test_everything_that_has_to_be_put_right_is_said_at_once(house: House) -> None:
    with pytest.raises(EntryRefusedError) as refused:
        complain(house, "nobody", kind="", text="")
    assert [problem.field for problem in refused.value.problems] == ["email", "kind", "text"]
    assert rows(house) == []


def test_the_clock_shows_what_waits_and_what_is_late(house: House) -> None:
    complain(house)
    house.clock.at += timedelta(days=3)
    complain(house)
    with house.database.read() as session:
        found = complaints.open_complaints(session, instance=house.instance)
        assert (found.count, found.overdue) == (2, 0)
        assert found.first_due == months_after(house.clock.at - timedelta(days=3), 1)
        house.clock.at += timedelta(days=29)
        assert complaints.open_complaints(session, instance=house.instance).overdue == 1


def test_an_answered_one_is_purged_six_months_later_with_its_letters_and_an_open_one_never(
    house: House,
) -> None:
    complain(house)
    answer(house)
    complain(house, "ben@example.com")
    house.clock.at = months_after(house.clock.at, 6)
    [certificate] = purging.purge(house.database, instance=house.instance, actor="clock")[-1:]
    assert certificate.plain["erased"] == {"complaints": 1}
    assert [row.address for row in rows(house)] == ["ben@example.com"]
    with house.database.read() as session:
        assert ANN not in session.scalars(select(Message.recipient)).all()


def sar(house: House, email: str) -> dict[str, list[dict[str, str]]]:
    with house.write() as session:
        return everything(session, email, instance=house.instance, actor="operator")


def test_subject_access_finds_all_of_a_person_by_any_spelling_and_nothing_of_others(house: House) -> None:
    said_yes(house, "ann.b@gmail.com")
    complain(house, "annb+x@googlemail.com", kind="access", text="What do you have?")
    house.enter("ben@example.com")
    found = sar(house, "ANN.B@gmail.com")
    assert [one["address"] for one in found["entries"]] == ["ann.b@gmail.com"]
    assert [one["address"] for one in found["advertising"]] == ["ann.b@gmail.com"]
    assert [one["text"] for one in found["complaints"]] == ["What do you have?"]
    assert {one["kind"] for one in found["letters"]} == {
        "confirm",
        "receipt",
        "marketing_confirm",
        "complaint_received",
    }
    assert "ben@example.com" not in str(found)


def test_looking_is_recorded_with_counts_and_without_the_address(house: House) -> None:
    house.enter()
    sar(house, ANN)
    with house.database.read() as session:
        [row] = session.scalars(select(Activity).where(Activity.action == "subject_access"))
    assert row.details == {"entries": 1, "advertising": 0, "complaints": 0, "letters": 1}
    assert "example" not in str((row.subject, row.details, row.actor))


def test_of_somebody_erased_nothing_is_left_to_find(house: House) -> None:
    said_yes(house)
    erase(house, entry_token(house))
    found = sar(house, ANN)
    assert [found[key] for key in ("entries", "advertising", "complaints", "letters")] == [[], [], [], []]
