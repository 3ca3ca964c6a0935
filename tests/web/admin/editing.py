"""Somebody at the desk who fills in forms as a browser does: what is not touched is sent as it stands."""

from dataclasses import dataclass
from typing import Any

from werkzeug.test import TestResponse

from tests.web.admin.conftest import OWN, Desk
from tests.web.html_tree import Element, Tree
from tests.web.reader import Reader, location


@dataclass
class Editor:
    """An admin who writes competitions."""

    desk: Desk

    @property
    def code(self) -> str:
        return self.desk.person.code

    @property
    def browser(self) -> Reader:
        return self.desk.browser

    def get(self, path: str) -> str:
        answer = self.desk.get(path)
        assert answer.status_code == 200, answer.status
        return answer.text

    def shown(self, path: str) -> dict[str, str]:
        """All that the page's form would send, but for its buttons."""
        return values(Tree(self.get(path)))

    def send(self, path: str, **typed: Any) -> TestResponse:
        """Fill in the form of a page and press its button."""
        return self.post(path, {**self.shown(path), **typed})

    def post(self, path: str, data: dict[str, Any], **more: Any) -> TestResponse:
        return self.browser.post(path, data=data, headers=OWN, **more)

    def follow(self, answer: TestResponse) -> str:
        return self.get(location(answer))


def values(tree: Tree) -> dict[str, str]:
    form = next(form for form in tree.all("form") if form["id"] == "send")
    inside = [one for one in tree.all("input", "textarea") if form in one.inside]
    return {one["name"]: _value(one, tree) for one in inside if _is_sent(one)}


def _value(element: Element, tree: Tree) -> str:
    if element.tag == "input":
        return element["value"]
    return "".join(text for text, inside in tree.texts if element in inside).strip()


def _is_sent(element: Element) -> bool:
    chosen = element["type"] not in {"checkbox", "radio"} or "checked" in element
    return chosen and element["type"] not in {"submit", "file"}
