"""`purge` at the command line: a dry run first, then the certificate; the audit is content with both."""

import json

from sqlalchemy import text

from tests.cli.operator import Operator
from tests.store.sabotage import plain_connection


def test_without_yes_it_shows_what_is_kept_and_changes_nothing(keeper: Operator, past_url: str) -> None:
    said = keeper.run("purge").stdout
    assert "Entrants without a prize: " in said
    assert "(30 days after the last award)" in said
    with plain_connection(past_url) as connection:
        assert connection.execute(text("SELECT count(*) FROM entry WHERE status = 'erased'")).scalar() == 0


def test_with_yes_it_erases_and_certifies_and_every_past_draw_still_verifies(
    keeper: Operator, past_url: str
) -> None:
    shown = json.loads(keeper.run("purge", "--json").stdout)
    due = {(one["competition"], one["kind"]): one["count"] for one in shown["kept"] if one["is_due"]}
    assert due
    written = json.loads(keeper.run("purge", "--yes", "--json").stdout)
    assert sum(one["erased"]["entries"] for one in written) == sum(due.values())
    assert keeper.run("purge", "--yes").stdout == "Nothing was due.\n"
    keeper.run("audit", "--all")


def test_the_certificate_is_for_people_too(keeper: Operator) -> None:
    said = keeper.run("purge", "--yes").stdout
    assert said.startswith("Certificate of erasure\n")
    assert "Copies in mailboxes and in" in said


def test_a_competition_that_is_not_there_is_a_sentence(operator: Operator) -> None:
    assert operator.refused("purge", "nothing") == [
        "There is no such competition. `competition status` lists those that there are."
    ]
    assert operator.run("purge").stdout == "No details of people are kept.\n"
