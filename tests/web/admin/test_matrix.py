"""Guarantees N11 and O15: every role on every route and method, made from what the routes declare."""

from collections.abc import Iterator

import pytest
from flask import Flask

from competition.rules.permissions import ROLES, May, Role
from competition.web.access import SAFE_METHODS, Access, Who, access_of
from tests.services.builders import SLUG
from tests.web.admin.conftest import OWN, Desk, Hire
from tests.web.conftest import Site
from tests.web.test_access import dump

VALUES = {"slug": SLUG, "public_id": "0" * 32, "code": "staff-99", "credential": "00", "token": "x"}


def routes(app: Flask) -> Iterator[tuple[str, str, Access]]:
    """(method, address, access) of every route that is for admins."""
    adapter = app.url_map.bind("cinema.example")
    for rule in app.url_map.iter_rules():
        declared = access_of(app, rule.endpoint)
        if declared is None or declared.who is not Who.ADMIN:
            continue
        methods = (rule.methods or set()) - {"HEAD", "OPTIONS"}
        values = {name: VALUES.get(name, "1") for name in rule.arguments}
        for method in sorted(methods):
            yield method, adapter.build(rule.endpoint, values, method=method), declared


def test_every_route_of_the_desk_is_for_admins_or_on_the_way_in(site: Site) -> None:
    open_to_others = {
        rule.rule
        for rule in site.app.url_map.iter_rules()
        if rule.rule.startswith("/admin") and access_of(site.app, rule.endpoint).who is not Who.ADMIN  # type: ignore[union-attr]
    }
    assert open_to_others == {
        *("/admin/sign-in", "/admin/forgotten", "/admin/join/<token>", "/admin/reset/<token>"),
        *("/admin/second-factor", "/admin/second-factor/new", "/admin/second-factor/new.svg"),
        *("/admin/second-factor/challenge", "/admin/second-factor/passkey"),
    }
    assert len(list(routes(site.app))) >= 20


@pytest.mark.parametrize("role", Role)
def test_a_role_reaches_what_it_may_and_nothing_else(site: Site, hire: Hire, role: Role) -> None:
    desk = hire("somebody", role)
    for method, path, declared in routes(site.app):
        allowed = declared.may is None or declared.may in ROLES[role]
        if method == "GET":
            answer = desk.get(path)
        elif path.endswith(("/sign-out", "/account/password")):
            continue
        else:
            answer = desk.post(path, {})
        assert (answer.status_code == 403) is not allowed, (method, path, answer.status_code)


def test_without_a_session_nothing_opens(site: Site) -> None:
    browser = site.reader()
    for method, path, _ in routes(site.app):
        answer = browser.open(path, method=method, headers=OWN)
        assert answer.status_code == 303, (method, path)
        assert "/admin/sign-in" in answer.location


def changing(site: Site) -> list[str]:
    return [path for method, path, _ in routes(site.app) if method not in SAFE_METHODS]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ],
    ids=str,
)
def test_a_form_that_no_page_of_ours_has_sent_is_refused(
    site: Site, hire: Hire, headers: dict[str, str]
) -> None:
    desk = hire()
    for path in changing(site):
        assert desk.post(path, {}, headers).status_code == 403, path


def invite(desk: Desk, token: str, headers: dict[str, str] = OWN) -> int:
    typed = {"email": "ben@example.com", "name": "Ben", "role": "editor", "form_token": token}
    return desk.post("/admin/people", typed, headers).status_code


def test_a_form_needs_the_token_of_its_own_session_and_the_right_origin(site: Site, hire: Hire) -> None:
    desk, other = hire(), hire("pia")
    token = desk.browser.form("/admin/people", "")["form_token"]
    strange = other.browser.form("/admin/people", "")["form_token"]
    count = len(site.house.messages())
    assert [invite(desk, each) for each in ("", "x", strange)] == [422, 422, 422]
    assert invite(desk, token, {"Sec-Fetch-Site": "cross-site"}) == 403
    assert len(site.house.messages()) == count
    # The control: with both it is taken; an older browser says Origin alone.
    assert invite(desk, token, {"Origin": "https://cinema.example"}) == 303
    assert len(site.house.messages()) == count + 1


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_looking_at_the_desk_changes_nothing(site: Site, hire: Hire, method: str) -> None:
    desk = hire()
    before = dump(site)
    for way, path, _ in routes(site.app):
        if way == "GET":
            desk.browser.open(path, method=method)
    assert dump(site) == before


def test_owners_and_editors_alone_export_and_owners_alone_hire() -> None:
    assert [role for role in Role if May.EXPORT in ROLES[role]] == [Role.OWNER, Role.EDITOR]
    assert [role for role in Role if May.ADMINS in ROLES[role]] == [Role.OWNER]
    assert ROLES[Role.OBSERVER] == {May.SEE, May.ACTIVITY}
