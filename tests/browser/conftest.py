"""A site whose draw is made, for readers who check it in their own browsers."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from flask import Response, request
from playwright.sync_api import Browser, Page, ViewportSize

from tests.fixtures.smtp import Mailroom
from tests.journeys.live import Live, live
from tests.services import drawn

Doctor = Callable[[bytes], bytes]


@dataclass
class Drawn:
    """The site, and what it does to files of the record on their way out; `asked` are their names."""

    live: Live
    doctors: dict[str, Doctor] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    @property
    def draw(self) -> str:
        return f"{self.live.base_url}/c/never-sorry/draw"

    @contextmanager
    def doctored(self, name: str, doctor: Doctor) -> Iterator[None]:
        """While this lasts, the site hands out another file under that name."""
        self.doctors[name] = doctor
        yield
        del self.doctors[name]


@pytest.fixture(scope="module")
def drawn_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Drawn]:
    """Twenty readers entered, three won; all that follows from it is public. No mail is delivered."""
    folder, room = tmp_path_factory.mktemp("drawn"), Mailroom()
    room.port = 9
    with live(f"sqlite:///{folder / 'competition.db'}", folder, room) as site:
        found = Drawn(site)

        @site.app.after_request
        def hand_out(response: Response) -> Response:
            if request.endpoint == "public.record_file":
                name = (request.view_args or {})["name"]
                found.asked.append(name)
                response.set_data(found.doctors.get(name, bytes)(response.get_data()))
            return response

        drawn.fill(site.house, 20)
        drawn.draw_by_clock(site.house)
        yield found


@dataclass
class Visitor:
    """A reader's window; `faults` are what its console complained of, `sent` all that left it."""

    page: Page
    faults: list[str] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)


@pytest.fixture
def visitor(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Visitor]:
    """A window of a phone, or of the size that a test asks for."""
    width, height = getattr(request, "param", (390, 844))
    size = ViewportSize(width=width, height=height)
    context = chromium.new_context(viewport=size, ignore_https_errors=True, reduced_motion="reduce")
    found = Visitor(context.new_page())
    found.page.on("pageerror", lambda error: found.faults.append(str(error)))
    found.page.on("console", lambda message: found.faults.append(message.text))
    found.page.on(
        "request",
        lambda one: found.sent.append(f"{one.method} {one.url} {one.post_data or ''} {one.headers}"),
    )
    yield found
    context.close()
