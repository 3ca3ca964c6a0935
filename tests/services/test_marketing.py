"""Advertising has its own consent, which begins and ends apart from the entry (guarantee O24)."""

import csv
import io
from datetime import timedelta

import pytest
from sqlalchemy import select

from competition.adapters.mailer import Smtp
from competition.adapters.tokens import InvalidError
from competition.rules.spreadsheets import value_of
from competition.services import entries, mail, marketing, marketing_list
from competition.store.models import Activity, Consent, Message
from tests.fixtures.smtp import Mailroom
from tests.services import builders
from tests.services.builders import SLUG, House


def stored(house: House) -> list[Consent]:
    with house.database.read() as session:
        return list(session.scalars(select(Consent).order_by(Consent.id)))


def letter(house: House) -> Message:
    return [row for row in house.messages() if row.kind == "marketing_confirm"][-1]


def token(house: House, path: str = "marketing") -> str:
    return next(word for word in letter(house).text.split() if f"/{path}/" in word).rpartition("/")[2]


def press(house: House) -> None:
    with house.write() as session:
        marketing.confirm(session, token(house), instance=house.instance)


def stop(house: House) -> None:
    with house.write() as session:
        marketing.stop(session, token(house, "unsubscribe"), instance=house.instance)


def said_yes(house: House, email: str = "ann@example.com") -> None:
    house.enter(email, marketing=True)
    house.confirm(email)
    press(house)


def exported(house: House) -> list[list[str]]:
    with house.write() as session:
        data, _count = marketing_list.export(session, SLUG, instance=house.instance, actor="operator")
    return list(csv.reader(io.StringIO(data.decode())))[1:]


def test_the_consent_is_stored_with_its_wording_its_time_and_its_page(house: House) -> None:
    house.enter(marketing=True)
    ticked = house.clock.at
    house.clock.at += timedelta(hours=1)
    house.confirm()
    [consent] = stored(house)
    assert consent.wording == builders.DESCRIPTION["marketing"]
    assert (consent.page, consent.asked_at) == (f"/c/{SLUG}", ticked)
    assert consent.confirmed_at is None


def test_its_own_mail_goes_out_only_after_the_entry_is_confirmed(house: House) -> None:
    house.enter(marketing=True)
    assert [row.kind for row in house.messages()] == ["confirm"]
    assert stored(house) == []
    house.confirm()
    assert [row.kind for row in house.messages()] == ["confirm", "receipt", "marketing_confirm"]


def test_without_the_tick_there_is_neither_consent_nor_mail(house: House) -> None:
    house.enter()
    house.confirm()
    assert stored(house) == []
    assert "marketing_confirm" not in {row.kind for row in house.messages()}


def test_confirming_the_entry_does_not_confirm_the_consent_and_pressing_twice_is_once(house: House) -> None:
    house.enter(marketing=True)
    house.confirm()
    assert exported(house) == []
    press(house)
    press(house)
    assert [row[0] for row in exported(house)] == ["ann@example.com"]
    with house.database.read() as session:
        actions = session.scalars(select(Activity.action)).all()
    assert actions.count("marketing_confirmed") == 1


def test_ending_it_removes_the_consent_and_leaves_the_entry_as_it_was(house: House) -> None:
    said_yes(house)
    before = [vars(row) | {"_sa_instance_state": None} for row in house.entries()]
    stop(house)
    stop(house)
    assert stored(house) == []
    assert exported(house) == []
    assert [vars(row) | {"_sa_instance_state": None} for row in house.entries()] == before


def test_control_one_that_withdrew_as_well_would_be_noticed(house: House) -> None:
    said_yes(house)
    entry_token = house.confirm()
    with house.write() as session:
        page = entries.withdraw_page(session, entry_token, instance=house.instance)
        entries.withdraw(
            session,
            entry_token,
            withdraw_token=page.token,
            email="ann@example.com",
            instance=house.instance,
        )
    assert [row.status for row in house.entries()] == ["withdrawn"]
    # And the other way round: leaving the draw is no word about advertising.
    assert [row[0] for row in exported(house)] == ["ann@example.com"]


def test_only_advertising_carries_the_headers_that_end_it_and_no_program_misreads_them(
    house: House, smtp_server: Mailroom
) -> None:
    house.enter(marketing=True)
    house.confirm()
    settings = house.instance.mail.model_copy(update={"port": smtp_server.port})
    mail.deliver_due(
        house.database, mailer=Smtp(settings, sender_name="Cinema Example"), instance=house.instance
    )
    headers = [dict(message.raw_items()) for message in smtp_server.wait_for(3)]
    found = [one for one in headers if {"List-Unsubscribe", "List-Unsubscribe-Post"} & one.keys()]
    [advertising] = found
    # As it stands on the wire: an address in encoded words is followed by nobody.
    assert advertising["List-Unsubscribe"] == f"<{letter(house).unsubscribe}>"
    assert advertising["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_a_link_that_was_ended_stays_ended(house: House) -> None:
    said_yes(house)
    link = token(house)
    stop(house)
    with house.write() as session:
        marketing.confirm(session, link, instance=house.instance)
        assert marketing.confirm_page(session, link, instance=house.instance).state == "gone"
    assert stored(house) == []


def test_each_link_does_one_thing(house: House) -> None:
    house.enter(marketing=True)
    entry_token = house.confirm()
    links = {entry_token, token(house), token(house, "unsubscribe"), house.token()}
    assert len(links) == 4
    for wrong in (entry_token, token(house, "unsubscribe"), house.token()):
        with house.write() as session, pytest.raises(InvalidError):
            marketing.confirm(session, wrong, instance=house.instance)
    for wrong in (entry_token, token(house), house.token()):
        with house.write() as session, pytest.raises(InvalidError):
            marketing.stop(session, wrong, instance=house.instance)


def test_its_mail_counts_in_the_limits_and_is_withheld_past_them(house: House) -> None:
    house.enter(marketing=True)
    for _ in range(2):
        with house.write() as session:
            entries.resend(session, SLUG, "ann@example.com", instance=house.instance)
    house.confirm()
    assert "marketing_confirm" not in {row.kind for row in house.messages()}
    assert [row.confirmed_at for row in stored(house)] == [None]


def test_the_list_is_exported_apart_recorded_with_its_count_and_no_cell_is_a_formula(house: House) -> None:
    said_yes(house, "=1+1@example.com")
    [[address, wording, page, _ticked, _confirmed, unsubscribe]] = exported(house)
    assert address == "'=1+1@example.com"
    assert value_of(address) == "=1+1@example.com"
    assert wording == builders.DESCRIPTION["marketing"]
    assert page == f"https://cinema.example/draws/c/{SLUG}"
    assert unsubscribe == letter(house).unsubscribe
    with house.database.read() as session:
        query = select(Activity).where(Activity.action == "marketing_exported")
        [row] = session.scalars(query)
    assert row.details == {"count": 1}
