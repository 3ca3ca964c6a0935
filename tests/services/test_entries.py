"""The way of an entry through the services, on both engines."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from competition.adapters.tokens import ExpiredError, InvalidError, MissingError, Purpose
from competition.draw.notes import parse_note, verify_single
from competition.draw.tickets import Opening, parse_receipt
from competition.rules.errors import EntryRefusedError, RuleError
from competition.services import entries, letters
from competition.services.entries import CODE_REFUSED
from competition.services.instance import Instance
from competition.store import tickets
from competition.store.models import Activity, Competition, Entry, Exclusion, Message, Ticket
from tests.services.builders import CLOSES, CONFIRM_BY, OPENS, SLUG, House, submission

MOMENT = timedelta(microseconds=1)
ANN, BEN = "ann@example.com", "ben@example.com"


def kinds(house: House) -> list[str]:
    return [message.kind for message in house.messages()]


def actions(house: House) -> list[str]:
    with house.database.read() as session:
        return list(session.scalars(select(Activity.action).order_by(Activity.id)))[3:]


def move(house: House, status: str) -> None:
    with house.write() as session:
        session.scalars(select(Competition)).one().status = status


def test_entering_writes_the_entry_its_mail_and_its_activity_row_together(house: House) -> None:
    house.enter(" Ann@Example.com ", name=" Ann   Example ", marketing=True)
    (entry,) = house.entries()
    assert (entry.status, entry.address, entry.name, entry.answer) == (
        "pending",
        "Ann@Example.com",
        "Ann Example",
        "1",
    )
    assert entry.marketing_wording == "Also send me the Cinema Example newsletter."
    assert entry.entered_at == house.clock.at
    (message,) = house.messages()
    assert (message.kind, message.recipient, message.status) == ("confirm", "Ann@Example.com", "due")
    assert actions(house) == ["entered"]


def test_confirming_makes_a_ticket_that_only_this_address_opens(house: House) -> None:
    house.enter("A.nn+x@gmail.com")
    token = house.confirm("A.nn+x@gmail.com")
    with house.database.read() as session:
        ticket = session.scalars(select(Ticket)).one()
        entry = session.scalars(select(Entry)).one()
        shown = entries.my_entry(session, token, instance=house.instance)
    assert entry.salt is not None
    assert (
        Opening("cinema.example/draws/c/never-sorry", "email:ann@gmail.com", entry.salt).ticket()
        == ticket.ticket
    )
    note = parse_note(ticket.receipt.encode(), file="receipt.note")
    verify_single(note, [house.instance.signer.key])
    receipt = parse_receipt(note.text, file="receipt.note")
    assert (receipt.ticket, receipt.manifest, receipt.group) == (ticket.ticket, ticket.manifest_digest, "-")
    assert receipt.accepted == int(house.clock.at.timestamp())
    assert (shown.state, shown.can_withdraw) == ("confirmed", True)
    assert shown.ticket is not None
    assert (shown.ticket.ticket, shown.ticket.salt) == (ticket.ticket, entry.salt.hex())
    assert shown.ticket.receipt == ticket.receipt
    assert kinds(house) == ["confirm", "receipt"]
    assert [plain["name"] for plain in house.messages()[1].attachments] == [
        "receipt.note",
        "salt.txt",
        "ticket.png",
        "draw.ics",
    ]
    assert actions(house) == ["entered", "confirmed"]


def test_where_one_prize_goes_to_a_person_each_ticket_has_a_group(database: Any, house: House) -> None:
    with house.write() as session:
        row = session.scalars(select(Competition)).one()
        row.details = {**row.details, "group_rule": "person"}
    for email in (ANN, BEN):
        house.enter(email)
        house.confirm(email)
    with database.read() as session:
        groups = session.scalars(select(Ticket.group_code)).all()
    assert len({group for group in groups if group and len(group) == 16}) == 2


def test_confirming_twice_is_confirming_once(house: House) -> None:
    house.enter()
    assert house.confirm() == house.confirm()
    with house.database.read() as session:
        assert len(session.scalars(select(Ticket)).all()) == 1
    assert kinds(house) == ["confirm", "receipt"]


def test_looking_at_a_link_changes_nothing(house: House) -> None:
    house.enter()
    token = house.token()
    for _ in range(3):
        with house.database.read() as session:
            assert entries.confirm_page(session, token, instance=house.instance).state == "ready"
    assert house.entries()[0].status == "pending"
    house.confirm()
    with house.database.read() as session:
        assert entries.confirm_page(session, token, instance=house.instance).state == "already"


def test_a_form_sent_twice_is_one_entry_one_mail_and_one_receipt(house: House) -> None:
    """F1: whoever got no answer may send the same form again, before and after confirming."""
    nonce = "0" * 32
    house.enter(nonce=nonce)
    house.enter(nonce=nonce)
    token = house.confirm()
    house.enter(nonce=nonce)
    assert len(house.entries()) == 1
    assert kinds(house) == ["confirm", "receipt"]
    with house.database.read() as session:
        assert entries.my_entry(session, token, instance=house.instance).state == "confirmed"


def test_a_form_sent_again_with_a_corrected_address_is_an_entry_of_its_own(house: House) -> None:
    house.enter("ann@gmial.com", nonce="0" * 32)
    house.enter("ann@gmail.com", nonce="0" * 32)
    assert [entry.address for entry in house.entries()] == ["ann@gmial.com", "ann@gmail.com"]


def test_a_second_entry_before_confirming_corrects_the_first_and_writes_again(house: House) -> None:
    house.enter("Ann@example.com", answer="2", name="An")
    house.enter("ann@example.com", answer="1", name="Ann Example")
    (entry,) = house.entries()
    assert (entry.address, entry.answer, entry.name) == ("ann@example.com", "1", "Ann Example")
    assert kinds(house) == ["confirm", "confirm"]


def test_a_second_entry_after_confirming_changes_nothing_and_says_so_by_mail(house: House) -> None:
    house.enter("Ann@example.com")
    house.confirm("Ann@example.com")
    house.enter("ann@EXAMPLE.com", answer="2", name="Somebody Else")
    (entry,) = house.entries()
    assert (entry.answer, entry.name, entry.address) == ("1", "Ann Example", "Ann@example.com")
    assert kinds(house) == ["confirm", "receipt", "already_entered"]
    assert house.messages()[-1].recipient == "Ann@example.com"


def test_nothing_that_was_typed_stands_in_a_mail_to_an_unconfirmed_address(house: House) -> None:
    """O8. The address itself is where the mail goes; it is not in the mail."""
    assert not repeats(letter_after(POISON, house))


def test_control_a_letter_that_repeats_the_name_is_noticed(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = letters._subject

    def kind(competition: Competition, entry: Entry, instance: Instance) -> letters.Subject:
        return replace(plain(competition, entry, instance), promoter=entry.name or "")

    monkeypatch.setattr(letters, "_subject", kind)
    assert repeats(letter_after(POISON, house))


POISON = "Buy-this.example"


def letter_after(typed: str, house: House) -> Message:
    house.enter("buy-this@example.com", name=typed, answer="2", publication="name", marketing=True)
    (message,) = house.messages()
    return message


def repeats(message: Message) -> bool:
    said = f"{message.subject}{message.text}{message.html}{message.attachments}"
    return "buy-this" in said.lower()


def test_links_begin_with_the_configured_address(house: House) -> None:
    house.enter()
    house.confirm()
    for message in house.messages():
        links = [word for word in message.text.split() if "://" in word]
        assert links
        assert all(link.startswith("https://cinema.example/draws/") for link in links)


@pytest.mark.parametrize(
    ("typed", "fields"),
    [
        ({"email": "ann"}, ["email"]),
        ({"email": "ann\r\nBcc: ben@example.com"}, ["email"]),
        (
            {"email": "x", "name": "", "eligible": (), "answer": "9", "publication": ""},
            ["email", "name", "answer", "eligible", "publication"],
        ),
        ({"name": "Ann\u2028Example"}, ["name"]),
    ],
)
def test_a_form_with_faults_names_them_all_and_leaves_nothing(
    house: House, typed: dict[str, Any], fields: list[str]
) -> None:
    with pytest.raises(EntryRefusedError) as refused:
        house.enter(**{"email": ANN, **typed})
    assert [problem.field for problem in refused.value.problems] == fields
    assert (house.entries(), house.messages()) == ([], [])


def test_without_a_question_or_a_box_an_answer_and_a_tick_are_not_kept(house: House) -> None:
    with house.write() as session:
        row = session.scalars(select(Competition)).one()
        row.details = {
            key: value for key, value in row.details.items() if key not in ("question", "marketing")
        }
    house.enter(answer="anything", marketing=True)
    (entry,) = house.entries()
    assert (entry.answer, entry.marketing, entry.marketing_wording) == (None, False, None)


def test_no_one_learns_who_has_entered(house: House) -> None:
    """O6 at this level: for every state of an address the call returns the same, and raises nothing."""
    for email in (
        "pending@example.com",
        "confirmed@example.com",
        "withdrawn@example.com",
        "throttled@example.com",
    ):
        house.enter(email)
    for email in ("confirmed@example.com", "withdrawn@example.com"):
        house.confirm(email)
    withdraw(house, "withdrawn@example.com")
    for _ in range(6):
        house.enter("throttled@example.com")
    answers = []
    for state in ("new", "pending", "confirmed", "withdrawn", "throttled"):
        with house.write() as session:
            answers.append(
                (
                    entries.enter(session, SLUG, submission(f"{state}@example.com"), instance=house.instance),  # type: ignore[func-returns-value]
                    entries.resend(session, SLUG, f"{state}@example.com", instance=house.instance),  # type: ignore[func-returns-value]
                    entries.check_mail(session, SLUG, instance=house.instance),
                )
            )
    assert all(answer == answers[0] for answer in answers)


def test_few_mails_go_to_one_person_however_often_a_form_is_sent(house: House) -> None:
    """O7: three a day and competition, counted by the person and not by the spelling."""
    for spelling in (
        "ann@gmail.com",
        "a.nn@gmail.com",
        "ann+1@gmail.com",
        "ANN@googlemail.com",
        "ann+2@gmail.com",
    ):
        house.enter(spelling)
    assert len(house.messages()) == 3
    assert actions(house).count("mail_withheld") == 2
    house.clock.at += timedelta(hours=24, microseconds=1)
    house.enter("ann@gmail.com")
    assert len(house.messages()) == 4


def test_six_mails_a_day_are_the_most_over_all_competitions(house: House) -> None:
    for number in range(3):
        with house.write() as session:
            session.add(_copy(session.scalars(select(Competition)).first(), f"draw-{number}"))
    for number in range(3):
        for _ in range(3):
            with house.write() as session:
                entries.enter(session, f"draw-{number}", submission(ANN), instance=house.instance)
    assert len(house.messages()) == 6


def test_a_receipt_is_written_even_when_the_day_is_full(house: House) -> None:
    for _ in range(5):
        house.enter()
    house.confirm()
    assert kinds(house) == ["confirm", "confirm", "confirm", "receipt"]


def test_a_new_secret_does_not_reset_the_count_and_old_links_still_work(house: House) -> None:
    for _ in range(3):
        house.enter()
    old = house.instance.tokens
    rotated = house.with_instance(tokens=type(old)(("n" * 16 + "3w" * 16, *old.secrets)))
    rotated.enter()
    assert len(house.messages()) == 3
    rotated.confirm()
    assert house.entries()[0].status == "confirmed"


def test_a_mail_is_sent_again_to_who_entered_and_to_nobody_else(house: House) -> None:
    house.enter()
    for email in (ANN, "Ann@Example.com", "nobody@example.com"):
        with house.write() as session:
            entries.resend(session, SLUG, email, instance=house.instance)
    assert [message.recipient for message in house.messages()] == [ANN, ANN, ANN]
    assert {message.text for message in house.messages()} == {house.messages()[0].text}


@pytest.mark.parametrize(
    ("at", "taken"), [(OPENS, True), (CLOSES - MOMENT, True), (CLOSES, False), (OPENS - MOMENT, False)]
)
def test_the_instant_of_entering_is_read_from_the_database(house: House, at: Any, taken: bool) -> None:
    house.clock.at = at
    if taken:
        house.enter()
        assert house.entries()[0].entered_at == at
    else:
        with pytest.raises(RuleError):
            house.enter()
        assert house.entries() == []


@pytest.mark.parametrize("at", [CLOSES, CONFIRM_BY])
def test_an_entry_sent_in_time_may_be_confirmed_up_to_the_published_instant(house: House, at: Any) -> None:
    house.enter()
    move(house, "closed")
    house.clock.at = at
    house.confirm()
    assert house.entries()[0].status == "confirmed"


def test_a_late_confirmation_is_told_so_and_never_silently_dropped(house: House) -> None:
    house.enter()
    house.clock.at = CONFIRM_BY + MOMENT
    with pytest.raises(ExpiredError) as late:
        house.confirm()
    assert "Sunday 30 August 2026, 18:00 BST" in late.value.message
    with house.database.read() as session:
        assert entries.confirm_page(session, house.token(), instance=house.instance).state == "late"
        assert not entries.check_mail(session, SLUG, instance=house.instance).confirming
    with house.write() as session:
        entries.resend(session, SLUG, ANN, instance=house.instance)
    assert kinds(house) == ["confirm"]


def test_who_confirmed_in_time_still_gets_in_by_the_link_afterwards(house: House) -> None:
    house.enter()
    token = house.confirm()
    house.clock.at = CONFIRM_BY + timedelta(days=30)
    assert house.confirm() == token


def code(house: House, email: str, digits: str) -> str | None:
    with house.write() as session:
        return entries.confirm_by_code(session, SLUG, email, digits, instance=house.instance)


def test_the_six_digits_do_what_the_link_does(house: House) -> None:
    house.enter()
    assert code(house, "ANN@example.com", house.code()) == house.confirm()
    assert kinds(house) == ["confirm", "receipt"]


def test_digits_are_tried_five_times_and_then_not_even_the_right_ones_count(house: House) -> None:
    house.enter()
    right = house.code()
    wrong = "999 999" if right != "999 999" else "000 000"
    assert [code(house, ANN, wrong) for _ in range(5)] == [None] * 5
    assert code(house, ANN, right) is None
    assert house.entries()[0].code_tries == 5
    house.enter()
    assert code(house, ANN, right) is None
    assert house.confirm()


def test_the_digits_of_one_address_are_not_those_of_another_and_an_unknown_one_is_like_a_wrong_code(
    house: House,
) -> None:
    house.enter(ANN)
    house.enter(BEN)
    if house.code(ANN) != house.code(BEN):
        assert code(house, BEN, house.code(ANN)) is None
    assert code(house, "nobody@example.com", "123456") is None
    assert CODE_REFUSED.field == "code"


@pytest.mark.parametrize("token", ["", "x", "a" * 32 + "." + "b" * 43])
def test_a_link_that_is_not_ours_opens_nothing(house: House, token: str) -> None:
    for use in (entries.confirm_page, entries.my_entry, entries.withdraw_page):
        with house.database.read() as session, pytest.raises((MissingError, InvalidError)):
            use(session, token, instance=house.instance)


def test_the_link_of_an_entry_that_is_not_there_is_like_one_that_was_never_ours(house: House) -> None:
    token = house.instance.tokens.issue(Purpose.CONFIRM, "0" * 32)
    with house.database.read() as session, pytest.raises(InvalidError):
        entries.confirm_page(session, token, instance=house.instance)


def test_a_link_works_for_its_own_purpose_only(house: House) -> None:
    house.enter()
    confirm_token, entry_token = house.token(), house.confirm()
    with house.database.read() as session:
        with pytest.raises(InvalidError):
            entries.my_entry(session, confirm_token, instance=house.instance)
        with pytest.raises(InvalidError):
            entries.confirm_page(session, entry_token, instance=house.instance)


def withdraw(house: House, email: str = ANN, *, typed: str | None = None, token: str | None = None) -> None:
    entry_token = house.confirm(email)
    with house.database.read() as session:
        page = entries.withdraw_page(session, entry_token, instance=house.instance)
    with house.write() as session:
        entries.withdraw(
            session,
            entry_token,
            withdraw_token=token or page.token,
            email=typed or email,
            instance=house.instance,
        )


def test_withdrawing_leaves_the_ticket_among_those_left_out(house: House) -> None:
    house.enter()
    withdraw(house, typed=" ANN@Example.com ")
    with house.database.read() as session:
        left_out = session.scalars(select(Exclusion)).one()
        assert (left_out.reason, left_out.actor) == ("withdrawn", "reader")
        competition_id = house.entries()[0].competition_id
        assert list(tickets.entered_lines(session, competition_id)) == []
        token = house.instance.tokens.issue(Purpose.ENTRY, house.entries()[0].public_id)
        shown = entries.my_entry(session, token, instance=house.instance)
        assert entries.confirm_page(session, house.token(), instance=house.instance).state == "gone"
    assert shown.state == "withdrawn"
    assert shown.exclusion is not None
    assert shown.exclusion.reason == "Withdrawn by the entrant."
    assert kinds(house)[-1] == "withdrawn"
    with pytest.raises(RuleError) as gone:
        house.confirm()
    assert gone.value.code == "gone"


def test_withdrawing_needs_the_address_typed_and_the_token_of_its_own(house: House) -> None:
    house.enter()
    with pytest.raises(RuleError) as refused:
        withdraw(house, typed=BEN)
    assert (refused.value.code, refused.value.field) == ("address", "email")
    for wrong in (house.confirm(), house.token(), house.instance.tokens.issue(Purpose.WITHDRAW, "0" * 32)):
        with pytest.raises(InvalidError):
            withdraw(house, token=wrong)
    assert house.entries()[0].status == "confirmed"


def test_withdrawing_twice_is_withdrawing_once(house: House) -> None:
    house.enter()
    token = house.confirm()
    with house.database.read() as session:
        page = entries.withdraw_page(session, token, instance=house.instance)
    for _ in range(2):
        with house.write() as session:
            entries.withdraw(session, token, withdraw_token=page.token, email=ANN, instance=house.instance)
    assert kinds(house) == ["confirm", "receipt", "withdrawn"]


def test_nobody_leaves_a_list_that_is_frozen(house: House) -> None:
    house.enter()
    house.confirm()
    move(house, "frozen")
    with pytest.raises(RuleError) as refused:
        withdraw(house)
    assert refused.value.code == "frozen"


def test_who_withdrew_cannot_enter_again_and_is_told_by_mail(house: House) -> None:
    house.enter()
    withdraw(house)
    house.clock.at += timedelta(days=2)
    house.enter()
    assert house.entries()[0].status == "withdrawn"
    assert kinds(house)[-1] == "already_entered"
    assert "withdrawn" in house.messages()[-1].text


def test_no_personal_data_stands_in_the_activity_rows(house: House) -> None:
    house.enter("secret.person@example.com", name="Secret Person")
    withdraw(house, "secret.person@example.com")
    with house.database.read() as session:
        for row in session.scalars(select(Activity)):
            assert "secret" not in f"{row.actor} {row.action} {row.subject} {row.details}".lower()


def _copy(row: Competition | None, slug: str) -> Competition:
    assert row is not None
    values = {
        column.key: getattr(row, column.key)
        for column in Competition.__table__.columns
        if column.key not in ("id", "picture", "picture_type", "picture_alt")
    }
    return Competition(**{**values, "slug": slug, "identity": f"cinema.example/draws/c/{slug}"})
