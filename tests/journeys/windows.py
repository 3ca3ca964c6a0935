"""The browsers of a journey, without scripts: a phone, and a window at the promoter's desk."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page

from competition.rules.permissions import Role
from tests.journeys.live import Live
from tests.journeys.test_entrant import PHONE
from tests.services.admins.staff import joined


@contextmanager
def phone(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(
        viewport=PHONE, is_mobile=True, has_touch=True, java_script_enabled=False, ignore_https_errors=True
    )
    yield context.new_page()
    context.close()


@contextmanager
def desk(chromium: Browser, site: Live, name: str = "", role: Role = Role.OWNER) -> Iterator[Page]:
    """A window in which somebody of this role is signed in; without a name, nobody is."""
    # A page that glides to the focus shows it a moment later.
    context = chromium.new_context(
        viewport={"width": 1280, "height": 900},
        java_script_enabled=False,
        ignore_https_errors=True,
        reduced_motion="reduce",
        locale="en-GB",
    )
    if name:
        url, token = site.base_url.removesuffix("/draws"), joined(site.house, name, role).sign_in()
        context.add_cookies(
            [{"name": "__Host-admin-session", "value": token, "url": f"{url}/", "secure": True}]
        )
    yield context.new_page()
    context.close()
