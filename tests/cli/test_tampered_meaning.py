"""What plain SQL can make a description or an entry say otherwise, value by value (guarantee F17)."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, insert, select, update

from competition.store.models import Competition, Entry, Erasure
from tests.cli.operator import Operator
from tests.cli.test_tampering import assert_found, first, stronger, table

DETAILS: dict[str, Any] = {
    "title": "Another title",
    "slug": "another",
    "closes": "2026-08-29T17:00:01Z",
    "prizes": [{"title": "Ai Weiwei: Never Sorry on Blu-ray", "quantity": 2}],
    "min_gap_seconds": 86401,
    "reserves": 1,
    "group_rule": "none",
    "claim_days": 27,
    "exclusion_reasons": ["duplicate", "ineligible", "withdrawn", "wrong_answer", "staff"],
    "vacancy_reasons": ["no_reply", "declined", "ineligible", "undeliverable", "staff"],
    "beacon": {"kind": "rehearsal"},
    "fallback": {"id": "lotto", "description": "A lottery", "bits": 64},
    "promoter": {"name": "Another Ltd", "address": "2 Example Street, Leeds"},
    "min_age": 17,
    "region": "Ireland",
    "rules": "Other terms.",
    "question": None,
    "unknown": "key",
}


@pytest.mark.parametrize("key", [*DETAILS])
def test_a_changed_description_is_found(keeper: Operator, past_url: str, key: str) -> None:
    with stronger(past_url) as connection:
        row, clause = first(connection, Competition)
        details = {**row["details"], key: DETAILS[key]}
        assert details != row["details"]
        connection.execute(update(table(Competition)).where(clause).values(details=details))
    assert_found(keeper, Competition, row)


@pytest.mark.parametrize("status", ["excluded", "confirmed", "pending", "expired", "erased"])
def test_an_entry_that_contradicts_the_list_of_those_left_out_is_found(
    keeper: Operator, past_url: str, status: str
) -> None:
    with stronger(past_url) as connection:
        row = a_row(connection, "withdrawn")
        change(connection, row, status=status)
    assert_found(keeper, Entry, row)


@pytest.mark.parametrize("column", ["ticket", "salt", "address", "confirmed_at"])
def test_an_entry_emptied_without_being_erased_is_found(keeper: Operator, past_url: str, column: str) -> None:
    with stronger(past_url) as connection:
        row = a_row(connection, "excluded")
        change(connection, row, **{column: None})
    assert_found(keeper, Entry, row)


@pytest.mark.parametrize("status", ["confirmed", "withdrawn", "excluded"])
def test_control_an_erased_entry_is_sound(keeper: Operator, past_url: str, status: str) -> None:
    with stronger(past_url) as connection:
        row = a_row(connection, status)
        change(connection, row, status="erased", address=None, salt=None)
        proof = {"entry_id": row["id"], "competition_id": row["competition_id"], "kind": "asked"}
        connection.execute(insert(table(Erasure)).values(**proof, at=row["entered_at"]))
    assert "failed" not in keeper.run("audit").stdout


@pytest.mark.parametrize("status", ["confirmed", "withdrawn", "excluded"])
def test_an_entry_erased_without_the_proof_of_it_is_found(
    keeper: Operator, past_url: str, status: str
) -> None:
    with stronger(past_url) as connection:
        row = a_row(connection, status)
        change(connection, row, status="erased", address=None, salt=None)
    assert_found(keeper, Entry, row)


def test_a_proof_of_an_erasure_that_never_was_is_found(keeper: Operator, past_url: str) -> None:
    with stronger(past_url) as connection:
        row = a_row(connection, "confirmed")
        proof = {"entry_id": row["id"], "competition_id": row["competition_id"], "kind": "asked"}
        connection.execute(insert(table(Erasure)).values(**proof, at=row["entered_at"]))
    assert_found(keeper, Entry, row)


def test_an_entry_made_after_it_was_confirmed_is_found_and_one_made_before_is_not(
    keeper: Operator, past_url: str
) -> None:
    for sign, code in ((-1, 0), (1, 1)):
        with stronger(past_url) as connection:
            row = a_row(connection, "confirmed")
            change(connection, row, entered_at=row["confirmed_at"] + sign * timedelta(hours=1))
        keeper.run("audit", code=code)


def a_row(connection: Connection, status: str) -> dict[str, Any]:
    own = table(Entry)
    return dict(connection.execute(select(own).where(own.c.status == status)).mappings().first() or {})


def change(connection: Connection, row: dict[str, Any], **values: Any) -> None:
    own = table(Entry)
    connection.execute(update(own).where(own.c.id == row["id"]).values(**values))
