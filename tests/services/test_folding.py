"""Who is one person and who is two, by the rule that the manifest names, and by the database (O3, O4)."""

import pytest

from competition.draw import tickets
from tests.services.builders import House

TWO_MAILBOXES = [
    ("a.b@example.org", "ab@example.org"),
    ("ann+tag@example.org", "ann@example.org"),
    ("ann@example.org", "ann@example.com"),
]


@pytest.mark.parametrize(("first", "second"), TWO_MAILBOXES)
def test_two_mailboxes_are_two_entries_and_each_is_written_to(house: House, first: str, second: str) -> None:
    house.enter(first)
    house.enter(second)
    assert [entry.address for entry in house.entries()] == [first, second]
    assert [message.recipient for message in house.messages()] == [first, second]


def test_the_mail_goes_to_the_address_as_typed_and_not_as_folded(house: House) -> None:
    house.enter("A.n.n+draws@Gmail.com")
    house.enter("ann@googlemail.com")
    assert len(house.entries()) == 1
    assert [message.recipient for message in house.messages()] == [
        "A.n.n+draws@Gmail.com",
        "ann@googlemail.com",
    ]


def test_control_with_a_folding_that_drops_every_dot_two_people_would_be_one(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    fold = tickets.fold_email

    def eager(address: str, *args: object, **options: object) -> str:
        local, _, domain = fold(address, *args, **options).rpartition("@")  # type: ignore[arg-type]
        return f"{local.replace('.', '')}@{domain}"

    monkeypatch.setattr("competition.adapters.addresses.fold_email", eager)
    for address in TWO_MAILBOXES[0]:
        house.enter(address)
    assert len(house.entries()) == 1
