"""SQLite takes any value in any column: one that cannot even be read is a finding, not a traceback."""

import json
import shutil
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.cli.operator import Operator, configured
from tests.store.sabotage import drop_triggers, plain_connection


@pytest.fixture
def damaged(past_file: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "copy.db"
    shutil.copyfile(past_file, copy)
    drop_triggers(f"sqlite:///{copy}")
    return copy


@pytest.mark.parametrize("details", ["{", "", "{}", "[]"])
@pytest.mark.parametrize("verb", ["publish", "exclude"])
def test_a_command_about_a_description_that_was_damaged_says_so_in_a_sentence(
    damaged: Path, tmp_path: Path, details: str, verb: str
) -> None:
    operator = Operator(configured(tmp_path / "config.toml", f"sqlite:///{damaged}"))
    status = "draft" if verb == "publish" else "open"
    with plain_connection(f"sqlite:///{damaged}") as connection:
        row = {"details": details, "status": status}
        connection.execute(text("UPDATE competition SET details = :details, status = :status"), row)
        slug = connection.execute(text("SELECT slug FROM competition")).scalar()
    more = ["6f1d09ab44c2", "duplicate"] if verb == "exclude" else []
    [sentence] = operator.refused(verb, str(slug), *more, code=2)
    assert sentence.startswith("The database is damaged: ")
    assert sentence.endswith("`competition audit` names the rows that are.")


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE freeze SET entries_file = 'a text'",
        "UPDATE draw SET beacon_file = 'a text'",
        "UPDATE draw SET drawn_at = 'yesterday'",
        "UPDATE ticket SET accepted_at = 'yesterday'",
        "UPDATE competition SET draw_at = 'zero'",
        "UPDATE competition SET details = '{'",
    ],
)
def test_a_value_that_cannot_be_read_fails_the_audit_in_a_sentence(
    damaged: Path, tmp_path: Path, damage: str
) -> None:
    operator = Operator(configured(tmp_path / "config.toml", f"sqlite:///{damaged}"))
    slug = json.loads(operator.run("audit", "--json").stdout)[0]["slug"]
    with plain_connection(f"sqlite:///{damaged}") as connection:
        connection.execute(text(damage))
    assert "cannot be read" in operator.run("audit", slug, code=1).stdout
    assert "cannot be read" in operator.run("audit", code=1).stdout
