"""Left out, told, appealed, decided by another: and the draw and its audit follow."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from sqlalchemy import delete, update

from competition.adapters.tokens import InvalidError, Purpose
from competition.rules.errors import RuleError
from competition.rules.permissions import Role
from competition.services import auditing, entries, excluding
from competition.services.review import appeals, deciding
from competition.services.views.admin import AdminView
from competition.store.engine import Database
from competition.store.models import Appeal, Entry, Exclusion, Message
from tests.services import builders
from tests.services.admins.staff import joined
from tests.services.builders import SLUG, House
from tests.services.drawn import (
    ROUND_AT,
    answer,
    draw_by_clock,
    files,
    fill,
    freeze_by_clock,
    open_house,
    tick,
)

WHY = "I share a computer with my sister, and we are two people."


def leave_out(house: House, entry: Entry, actor: str = "operator", reason: str = "duplicate") -> None:
    with house.write() as session:
        excluding.exclude(session, SLUG, entry.ticket or "", reason, actor=actor, instance=house.instance)


def link(house: House) -> str:
    """The token of the newest letter's link."""
    letter = [row for row in house.messages() if row.kind == "excluded"][-1]
    return next(word for word in letter.text.split() if "/appeal/" in word).rpartition("/")[2]


def send(house: House, token: str, text: str = WHY) -> None:
    with house.write() as session:
        appeals.send(session, token, text, instance=house.instance)


def state(house: House, token: str) -> str:
    with house.database.read() as session:
        return appeals.page(session, token, instance=house.instance).state


def decide(house: House, entry: Entry, admin: AdminView, *, grant: bool) -> None:
    with house.write() as session:
        deciding.decide(session, SLUG, entry.public_id, grant=grant, actor=admin, instance=house.instance)


def an_admin(house: House, name: str, role: Role = Role.EDITOR) -> AdminView:
    person = joined(house, name, role)
    found = person.view(person.sign_in())
    assert found is not None
    return found


def kinds(house: House, entry: Entry) -> list[str]:
    return [row.kind for row in house.messages() if row.recipient == entry.address]


def row_problems(house: House) -> list[str]:
    with house.database.read() as session:
        return [row for one in auditing.audit_competition(session, SLUG) for row in one.rows]


def test_a_granted_appeal_puts_the_ticket_back_and_the_audit_accepts_it(opened: House) -> None:
    fill(opened, 3)
    ben, pia = an_admin(opened, "ben"), an_admin(opened, "pia")
    entry = opened.entries()[0]
    leave_out(opened, entry, ben.code)
    token = link(opened)
    assert state(opened, token) == "ready"
    send(opened, token)
    assert state(opened, token) == "sent"
    decide(opened, entry, pia, grant=True)
    assert state(opened, token) == "granted"
    assert opened.entries()[0].status == "confirmed"
    assert kinds(opened, entry)[-2:] == ["excluded", "appeal_decided"]
    draw_by_clock(opened)
    assert files(opened)["excluded.txt"] == b""
    assert (entry.ticket or "").encode() in files(opened)["entries.txt"]
    assert row_problems(opened) == []


def test_a_refused_appeal_leaves_it_out_and_says_so(opened: House) -> None:
    fill(opened, 3)
    ben, pia = an_admin(opened, "ben"), an_admin(opened, "pia")
    entry = opened.entries()[0]
    leave_out(opened, entry, ben.code)
    send(opened, link(opened))
    decide(opened, entry, pia, grant=False)
    with pytest.raises(RuleError, match="was refused already"):
        decide(opened, entry, pia, grant=True)
    assert state(opened, link(opened)) == "refused"
    assert "stays left out" in letters(opened, "appeal_decided")[0].text
    draw_by_clock(opened)
    assert files(opened)["excluded.txt"].decode() == f"{entry.ticket} duplicate\n"
    assert row_problems(opened) == []


def test_who_left_it_out_does_not_decide_where_somebody_else_could(opened: House) -> None:
    fill(opened, 2)
    ben = an_admin(opened, "ben")
    entry = opened.entries()[0]
    leave_out(opened, entry, ben.code)
    send(opened, link(opened))
    pia = an_admin(opened, "pia")
    with pytest.raises(RuleError, match="Somebody else decides"):
        decide(opened, entry, ben, grant=False)
    decide(opened, entry, pia, grant=True)
    assert opened.entries()[0].status == "confirmed"


def test_who_is_alone_decides_alone_and_the_record_says_so(opened: House) -> None:
    fill(opened, 2)
    ben = an_admin(opened, "ben")
    an_admin(opened, "vera", Role.OBSERVER)
    entry = opened.entries()[0]
    leave_out(opened, entry, ben.code)
    send(opened, link(opened))
    decide(opened, entry, ben, grant=False)
    with opened.database.read() as session:
        from competition.store import activity

        [deed] = [one for one in activity.done_to(session, [entry.ticket or ""]) if "appeal" in one.action]
    assert deed.details == {"reason": "duplicate", "alone": "yes"}


def test_an_exclusion_is_appealed_once_and_a_second_exclusion_again(opened: House) -> None:
    fill(opened, 2)
    pia = an_admin(opened, "pia")
    entry = opened.entries()[0]
    leave_out(opened, entry)
    send(opened, link(opened))
    with pytest.raises(RuleError, match="appealed already"):
        send(opened, link(opened), "And another thing, which I forgot.")
    decide(opened, entry, pia, grant=True)
    opened.clock.forward(minutes=1)
    leave_out(opened, entry, reason="ineligible")
    assert [row.kind for row in opened.messages()].count("excluded") == 2
    send(opened, link(opened), "I am eligible, as I said when I entered.")
    draw_by_clock(opened)
    assert files(opened)["excluded.txt"].decode() == f"{entry.ticket} ineligible\n"
    assert row_problems(opened) == []


def test_eight_who_send_at_once_make_one_appeal(opened: House) -> None:
    fill(opened, 1)
    leave_out(opened, opened.entries()[0])
    token = link(opened)

    def press(_: int) -> None:
        with suppress(RuleError):
            send(opened, token)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(press, range(8)))
    with opened.database.read() as session:
        assert session.query(Appeal).count() == 1


def test_admins_hear_once_and_are_told_that_the_freeze_does_not_wait(opened: House) -> None:
    fill(opened, 3)
    an_admin(opened, "pia")
    an_admin(opened, "vera", Role.OBSERVER)
    for entry in opened.entries()[:2]:
        leave_out(opened, entry)
        send(opened, link(opened))
    [letter] = [row for row in opened.messages() if row.kind == "admin_appeals"]
    assert letter.recipient == "pia@example.com"
    assert "The freeze does not wait" in letter.text
    assert WHY not in letter.text


def test_an_appeal_that_nobody_decided_does_not_hold_up_the_freeze(opened: House) -> None:
    fill(opened, 2)
    pia = an_admin(opened, "pia")
    entry = opened.entries()[0]
    leave_out(opened, entry)
    token = link(opened)
    send(opened, token)
    freeze_by_clock(opened)
    assert files(opened)["excluded.txt"].decode() == f"{entry.ticket} duplicate\n"
    with pytest.raises(RuleError, match="frozen and public"):
        decide(opened, entry, pia, grant=True)
    assert state(opened, token) == "sent"


def test_after_the_freeze_nothing_can_be_sent(opened: House) -> None:
    fill(opened, 2)
    leave_out(opened, opened.entries()[0])
    token = link(opened)
    freeze_by_clock(opened)
    assert state(opened, token) == "late"
    with pytest.raises(RuleError, match="frozen and public"):
        send(opened, token)


def test_who_withdrew_or_answered_wrongly_has_nothing_to_appeal_against(opened: House) -> None:
    opened.enter("gone@example.com")
    token = opened.confirm("gone@example.com")
    issue, entry = opened.instance.tokens.issue, opened.entries()[0]
    with opened.write() as session:
        page = entries.withdraw_page(session, token, instance=opened.instance)
        entries.withdraw(
            session, token, withdraw_token=page.token, email="gone@example.com", instance=opened.instance
        )
    appeal = issue(Purpose.APPEAL, entry.public_id)
    assert state(opened, appeal) == "gone"
    with pytest.raises(RuleError, match="not left out"):
        send(opened, appeal)
    for other in (Purpose.ENTRY, Purpose.CONFIRM, Purpose.WITHDRAW):
        with pytest.raises(InvalidError):
            state(opened, issue(other, entry.public_id))


@pytest.mark.parametrize("text", ["", "No.", "x" * 2001, "A long enough text\x00 with a NUL"])
def test_what_is_no_sentence_is_refused_at_its_field(opened: House, text: str) -> None:
    fill(opened, 1)
    leave_out(opened, opened.entries()[0])
    with pytest.raises(RuleError) as refused:
        send(opened, link(opened), text)
    assert refused.value.field == "text"


def damaged(house: House, *statements: object) -> list[str]:
    with house.write() as session:
        for statement in statements:
            session.execute(statement)  # type: ignore[call-overload]
    draw_by_clock(house)
    return row_problems(house)


def test_an_exclusion_that_was_taken_away_without_an_appeal_is_found(opened: House) -> None:
    fill(opened, 3)
    entry = opened.entries()[0]
    leave_out(opened, entry)
    found = damaged(
        opened,
        delete(Exclusion),
        update(Entry).where(Entry.id == entry.id).values(status="confirmed"),
    )
    assert any("exclusion of ticket" in one for one in found)


def test_a_decision_that_was_turned_afterwards_is_found(opened: House) -> None:
    fill(opened, 3)
    pia, entry = an_admin(opened, "pia"), opened.entries()[0]
    leave_out(opened, entry)
    send(opened, link(opened))
    decide(opened, entry, pia, grant=True)
    draw_by_clock(opened)
    assert row_problems(opened) == []
    with opened.write() as session:
        session.execute(update(Appeal).values(granted=False))
    assert any("appeal of ticket" in one for one in row_problems(opened))


def test_who_was_told_before_is_not_told_again_when_nobody_is_left_in_the_draw(database: Database) -> None:
    house = open_house(database)
    fill(house, 1)
    house.enter("wrong@example.com", answer="2")
    house.confirm("wrong@example.com")
    leave_out(house, house.entries()[0])
    freeze_by_clock(house)
    house.clock.at = ROUND_AT
    tick(house, answer())
    assert [row.recipient for row in letters(house, "excluded")] == [
        "reader0@example.com",
        "wrong@example.com",
    ]


def letters(house: House, kind: str) -> list[Message]:
    return [row for row in house.messages() if row.kind == kind]


def test_the_letter_says_why_and_by_when(opened: House) -> None:
    fill(opened, 1)
    leave_out(opened, opened.entries()[0])
    [letter] = letters(opened, "excluded")
    for body in (letter.text, letter.html):
        assert "More than one entry from one person." in body
        assert "Sunday 30 August 2026, 18:30 BST" in body
        assert "/appeal/" in body
    assert builders.SLUG not in letter.subject
