"""When something goes wrong: a page that says what to do, and nothing of our insides."""

import logging

import pytest
from flask import Flask

from competition.services import competitions
from competition.store.errors import StoreBusy, StoreFull
from tests.web.conftest import Site
from tests.web.reader import Reader
from tests.web.test_entering import PAGE, confirmed


def raising(error: Exception) -> object:
    def use_case(*_args: object, **_options: object) -> None:
        raise error

    return use_case


@pytest.mark.parametrize(
    ("path", "method", "status", "heading"),
    [
        ("/nowhere", "GET", 404, "There is no such page"),
        (f"{PAGE}/enter", "GET", 405, "That cannot be done here"),
        ("/", "DELETE", 405, "That cannot be done here"),
        ("/confirm/x", "GET", 404, "This link does not open"),
    ],
)
def test_a_page_that_is_not_there_says_what_to_do(
    reader: Reader, path: str, method: str, status: int, heading: str
) -> None:
    answer = reader.open(path, method=method)
    assert answer.status_code == status
    assert f"<h1>{heading}</h1>" in answer.text
    assert ("Allow" in answer.headers) is (status == 405)


@pytest.mark.parametrize("error", [StoreBusy(), StoreFull()], ids=["busy", "full"])
def test_a_database_that_cannot_answer_asks_to_come_back(
    reader: Reader, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    monkeypatch.setattr(competitions, "index", raising(error))
    answer = reader.get("/")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")


def test_our_own_fault_shows_a_page_that_needs_nothing(
    site: Site, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(competitions, "index", raising(ZeroDivisionError("the insides")))
    # Without templates and database there must still be a page.
    monkeypatch.setattr(site.app.jinja_env, "loader", None)
    site.house.database.close()
    answer = reader.get("/")
    assert answer.status_code == 500
    assert "Something is wrong on our side" in answer.text
    assert "insides" not in answer.text


def test_the_log_of_a_fault_holds_no_private_link(
    site: Site, reader: Reader, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    address = confirmed(site, reader)
    monkeypatch.setattr("competition.services.entries.my_entry", raising(ZeroDivisionError("a fault")))
    with caplog.at_level(logging.DEBUG):
        assert reader.get(address).status_code == 500
    assert "ZeroDivisionError" in caplog.text
    assert address.rpartition("/")[2] not in caplog.text


def test_control_a_log_as_flask_writes_it_would_hold_the_link(
    site: Site, reader: Reader, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    address = confirmed(site, reader)
    monkeypatch.setattr("competition.services.entries.my_entry", raising(ZeroDivisionError("a fault")))
    monkeypatch.setattr(type(site.app), "log_exception", Flask.log_exception)
    reader.get(address)
    assert address.rpartition("/")[2] in caplog.text


def test_a_site_is_healthy_and_ready_while_its_database_answers(
    reader: Reader, monkeypatch: pytest.MonkeyPatch, site: Site
) -> None:
    assert reader.get("/healthz").text == "ok\n"
    assert reader.get("/readyz").text == "ready\n"
    monkeypatch.setattr(site.house.database, "read", raising(StoreBusy()))
    assert reader.get("/healthz").status_code == 200
    assert reader.get("/readyz").status_code == 503
