"""Admins in their browsers."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from werkzeug.test import TestResponse

from competition.rules.permissions import Role
from tests.services.admins.staff import PASSWORD, Person, joined
from tests.web.conftest import Site
from tests.web.reader import Reader

OWN = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture(autouse=True)
def _quickly(quick_passwords: None) -> None:
    """Hash quickly."""


@dataclass
class Desk:
    """An admin at a browser that says, as browsers do, whether a form came from a page of its own site."""

    person: Person
    browser: Reader

    def get(self, path: str) -> TestResponse:
        return self.browser.get(path)

    def send(self, path: str, action: str, **typed: Any) -> TestResponse:
        return self.post(
            action if action.startswith("/") else path, {**self.browser.form(path, action), **typed}
        )

    def post(self, path: str, data: dict[str, Any], headers: dict[str, str] | None = None) -> TestResponse:
        return self.browser.post(path, data=data, headers=OWN if headers is None else headers)

    def sign_in(self) -> TestResponse:
        """Through the pages, as a person does."""
        self.person.house.clock.forward(seconds=31)
        self.send("/admin/sign-in", "", email=self.person.email, password=PASSWORD)
        return self.send("/admin/second-factor", "", code=self.person.digits())


Hire = Callable[..., Desk]


@pytest.fixture
def hire(site: Site) -> Hire:
    """Make an admin of a role, signed in unless it says otherwise."""

    def make(name: str = "olive", role: Role = Role.OWNER, *, signed_in: bool = True) -> Desk:
        desk = Desk(joined(site.house, name, role), site.reader())
        if signed_in:
            assert desk.sign_in().status_code == 303
        return desk

    return make
