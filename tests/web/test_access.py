"""Every route says who may use it; the app that has one which does not never starts."""

import pytest
from flask import Flask

from competition.web import access
from competition.web.access import Access, UndeclaredAccessError, Who, access_of
from tests.services.builders import SLUG
from tests.web.conftest import Site
from tests.web.reader import Reader
from tests.web.test_entering import PAGE, confirmed


def rules(app: Flask) -> list[tuple[str, set[str], Access | None]]:
    return [
        (rule.rule, set(rule.methods or ()), access_of(app, rule.endpoint))
        for rule in app.url_map.iter_rules()
    ]


def test_every_route_declares_its_access_and_changes_only_by_post(site: Site) -> None:
    found = rules(site.app)
    assert len(found) > 20
    for path, methods, declared in found:
        assert declared is not None, path
        assert methods in ({"POST", "OPTIONS"}, {"GET", "HEAD", "OPTIONS"}), path
        assert declared.changes is ("POST" in methods), path


@pytest.mark.parametrize(
    ("declare", "methods", "fault"),
    [
        (lambda view: view, ["GET"], "/new does not say who may use it"),
        (access.access(Who.ANYONE, changes=True), ["GET"], "/new says changes=True and answers GET"),
        (access.access(Who.ANYONE), ["GET", "POST"], "/new says changes=False and answers GET"),
    ],
    ids=["says nothing", "changes on GET", "reads on POST"],
)
def test_an_app_with_a_route_that_is_not_sound_refuses_to_start(
    declare: object, methods: list[str], fault: str
) -> None:
    app = Flask(__name__, static_folder=None)
    assert callable(declare)
    app.add_url_rule("/new", "new", declare(lambda: ""), methods=methods)
    with pytest.raises(UndeclaredAccessError, match=fault):
        access.check(app)


def addresses(site: Site, reader: Reader) -> list[str]:
    """An existing page for every route that reads."""
    values = {
        "slug": SLUG,
        "token": confirmed(site, reader).rpartition("/")[2],
        "version": "1",
        "name": "entries.txt",
        "filename": "site.css",
        **dict.fromkeys(("size", "old", "new"), "1"),
    }
    # The desk is looked at by somebody who may: see `admin/test_matrix.py`.
    reading = [
        rule
        for rule in site.app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and not rule.rule.startswith("/admin")
    ]
    adapter = site.app.url_map.bind("cinema.example")
    return [
        adapter.build(rule.endpoint, {name: values[name] for name in rule.arguments}) for rule in reading
    ] + [f"/confirm/{site.house.token()}", f"{PAGE}/draw?ticket=6f1d-09ab-44c2"]


def dump(site: Site) -> list[str]:
    """All that the database holds."""
    import sqlite3
    from contextlib import closing

    path = site.config.database.url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(path)) as connection:
        return [*connection.iterdump()]


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_looking_at_every_page_changes_nothing(site: Site, reader: Reader, method: str) -> None:
    pages = addresses(site, reader)
    before = dump(site)
    statuses = {page: reader.open(page, method=method).status_code for page in pages}
    assert set(statuses.values()) <= {200, 404}, statuses
    assert [*statuses.values()].count(200) >= 15
    assert dump(site) == before


def test_the_check_notices_a_page_that_writes(site: Site, reader: Reader) -> None:
    pages = addresses(site, reader)
    before = dump(site)
    for page in pages:
        reader.get(page)
    site.house.enter("ben@example.com")
    assert dump(site) != before
