"""Two hundred press one button of the desk at once, over HTTP: one effect, and answers that agree (P1)."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from threading import Thread
from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask
from werkzeug.serving import make_server

from competition.services.awards import board, vacating
from competition.store import activity
from competition.store.engine import Database
from competition.store.errors import StoreBusy
from competition.store.types import CompetitionId
from tests.fixtures.databases import Migrate
from tests.journeys.https import Unheard
from tests.services import drawn
from tests.services.builders import SLUG, House
from tests.services.racing import MANY, at_once
from tests.services.winning import RELEASED, letters, logged
from tests.web.admin.conftest import OWN, Desk, Hire
from tests.web.conftest import Site, made

HOST, NAME, BUSY = "127.0.0.1", "cinema.example", 503
BOARD = f"/admin/c/{SLUG}/awards"
Press = Callable[[], tuple[int, str]]


@pytest.fixture
def site(database_url: str, migrated: Migrate) -> Iterator[Site]:
    """Drawn an hour ago, on each engine; nobody is told."""
    migrated(database_url)
    database = Database(database_url)
    site = made(database, database_url, drawn.WITH_ROUND, {})
    drawn.fill(site.house)
    drawn.draw_by_clock(site.house)
    site.house.clock.at = RELEASED
    yield site
    database.close()


@contextmanager
def served(app: Flask) -> Iterator[int]:
    """The app behind a socket, a thread for each request; its port."""
    with socket.create_server((HOST, 0), backlog=MANY) as listener:
        port: int = listener.getsockname()[1]
        server = make_server(HOST, port, app, threaded=True, request_handler=Unheard, fd=listener.fileno())
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield port
        finally:
            server.shutdown()
            thread.join()
            server.server_close()


@contextmanager
def button(desk: Desk, path: str, **typed: str) -> Iterator[Press]:
    """A press of the form at `path`, as it was shown once: what is answered, and where it leads."""
    body = urlencode({**desk.browser.form(path, ""), **typed})
    cookie = desk.browser.get_cookie("__Host-admin-session", domain=NAME)
    assert cookie is not None
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    headers = {**OWN, **kind, "Host": NAME, "Cookie": f"{cookie.key}={cookie.value}"}
    with served(desk.browser.application) as port:

        def press() -> tuple[int, str]:
            connection = HTTPConnection(HOST, port, timeout=60)
            connection.request("POST", f"/draws{path}", body, headers)
            answer = connection.getresponse()
            connection.close()
            if answer.status == BUSY:
                raise StoreBusy
            return answer.status, answer.headers.get("Location", "")

        yield press


TO_THE_BOARD = (303, f"/draws{BOARD}")


def done(house: House, action: str) -> int:
    with house.database.read() as session:
        return len(activity.of_actions(session, CompetitionId(1), [action]))


def test_two_hundred_who_release_the_notices_release_them_once(site: Site, hire: Hire) -> None:
    with button(hire(), f"{BOARD}/release", number="3") as press:
        assert at_once(press) == [TO_THE_BOARD] * MANY
    assert done(site.house, "notices_released") == 1
    drawn.tick(site.house)
    assert len(letters(site.house, "won")) == 3


TAKEN = {"reason": "ineligible", "evidence": "Lives abroad."}


def test_two_hundred_who_take_a_prize_back_promote_one_reserve(site: Site, hire: Hire) -> None:
    with button(hire(), f"{BOARD}/1/vacate", **TAKEN) as press:
        assert at_once(press) == [TO_THE_BOARD] * MANY
    assert logged(site.house, "vacated", "promoted") == ["vacated", "promoted"]
    assert done(site.house, "acted_alone") == 1


def test_control_a_button_that_means_whoever_holds_it_takes_it_from_the_reserve_as_well(
    site: Site, hire: Hire, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = vacating.request

    def of_the_holder(session: Any, slug: str, unit: int, reason: str, **named: Any) -> Any:
        row = board.holder(session, slug, unit, instance=named["instance"])
        return request(session, slug, unit, reason, **{**named, "ticket": row.ticket})

    monkeypatch.setattr(vacating, "request", of_the_holder)
    with button(hire(), f"{BOARD}/1/vacate", **TAKEN) as press:
        assert [press(), press()] == [TO_THE_BOARD] * 2
    assert logged(site.house, "vacated", "promoted") == ["vacated", "promoted"] * 2
