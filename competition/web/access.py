"""Every route says who may use it and whether it changes anything; an app where one does not never starts."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import TypeVar

from flask import Flask
from werkzeug.routing import Rule

from competition.rules.permissions import May

View = TypeVar("View", bound=Callable[..., object])
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class Who(Enum):
    ANYONE = "anyone"
    HOLDER = "whoever holds the mailed link"
    DEMONSTRATION = "anyone, on a demonstration site"
    SIGNING_IN = "an admin between the password and the second factor"
    ADMIN = "an admin whose role allows it"


@dataclass(frozen=True, slots=True)
class Access:
    who: Who
    changes: bool
    limited: bool
    """Whether each network may use it only so often a minute."""
    may: May | None
    """What the role of an admin must allow; None where every admin may, as with their own account."""


def access(
    who: Who, *, changes: bool = False, limited: bool = False, may: May | None = None
) -> Callable[[View], View]:
    """Declare the access of a view. One that reads answers GET, one that changes answers POST: never both."""

    def declare(view: View) -> View:
        view.access = Access(who, changes, limited, may)  # type: ignore[attr-defined]
        return view

    return declare


def access_of(app: Flask, endpoint: str | None) -> Access | None:
    declared: Access | None = getattr(app.view_functions.get(endpoint or ""), "access", None)
    return declared


class UndeclaredAccessError(Exception):
    """Our own mistake, found before a reader can: the sentences name the routes."""


def check(app: Flask) -> None:
    """Refuse an app with a route that says nothing of its access, or says what its methods contradict."""
    if faults := [*_faults(app)]:
        raise UndeclaredAccessError("; ".join(faults))


def _faults(app: Flask) -> Iterator[str]:
    for rule in app.url_map.iter_rules():
        declared = access_of(app, rule.endpoint)
        if declared is None:
            yield f"{rule.rule} does not say who may use it"
        elif declared.may is not None and declared.who is not Who.ADMIN:
            yield f"{rule.rule} asks for a permission of people who have no role"
        elif declared.changes is not _may_change(rule):
            methods = ", ".join(sorted(rule.methods or ()))
            yield f"{rule.rule} says changes={declared.changes} and answers {methods}"


def _may_change(rule: Rule) -> bool:
    return not (rule.methods or set()) <= SAFE_METHODS
