"""A reader's browser in a test: it reads forms off pages, and checks every page that it is shown."""

from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse
from werkzeug.wrappers import Response

from tests.web import page_checker
from tests.web.html_tree import Element, Tree

BASE_URL = "https://cinema.example/draws"


class Reader(FlaskClient):
    """`get` and `post` take addresses below the site's own, as they stand behind `/draws`."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        kwargs = {"base_url": BASE_URL, "buffered": True, **kwargs}
        response = super().open(*args, **kwargs)
        if _is_page(response):
            found = page_checker.faults(response.text, self.leads)
            assert not found, f"{response.request.path}: {found}"
        return response

    def leads(self, path: str, method: str) -> bool:
        app: Flask = self.application
        adapter = app.url_map.bind(app.config["TRUSTED_HOSTS"][0])
        try:
            adapter.match(path.removeprefix("/draws") or "/", method=method)
        except HTTPException:
            return False
        return True

    def form(self, path: str, action: str) -> dict[str, str]:
        """The fields of the form that goes to an address with this ending, as the page fills them in."""
        return fields(Tree(self.get(path).text), action)

    def send(self, path: str, action: str, **typed: Any) -> TestResponse:
        """Fill in a form of the page at `path`, and send it."""
        target = action if action.startswith("/") else path
        return self.post(target, data={**self.form(path, action), **typed})


def _is_page(response: TestResponse) -> bool:
    # A designed letter has the style of letters, and is nobody's page; HEAD and OPTIONS have no body.
    letter = "sandbox" in response.headers.get("Content-Security-Policy", "")
    return response.mimetype == "text/html" and bool(response.data) and not letter


def fields(tree: Tree, action: str) -> dict[str, str]:
    form = next(form for form in tree.all("form") if form["action"].endswith(action))
    return {element["name"]: element["value"] for element in _inputs(tree, form) if _is_sent(element)}


def _inputs(tree: Tree, form: Element) -> list[Element]:
    return [element for element in tree.all("input") if form in element.inside]


def _is_sent(element: Element) -> bool:
    return element["type"] not in {"checkbox", "radio"} or "checked" in element


def location(response: Response) -> str:
    """Where a redirect leads, below the site's own address."""
    assert response.status_code == 303, response.status
    return response.headers["Location"].removeprefix("/draws")
