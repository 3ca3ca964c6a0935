"""Putting the pages together."""

from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, request
from werkzeug.routing import BaseConverter, IntegerConverter, Map

from competition.adapters import templates
from competition.config import Config
from competition.services.instance import Instance, assemble
from competition.store.engine import Database
from competition.web import access, errors, limits, security, templating
from competition.web.admin import desk, gate
from competition.web.demo import demo
from competition.web.edge import Edge
from competition.web.network import Front
from competition.web.public import pages


class Slug(BaseConverter):
    regex = r"[a-z0-9]+(?:-[a-z0-9]+)*"


class Number(IntegerConverter):
    """Fits every database."""

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, max=2**31 - 1)


class Site(Flask):
    def get_send_file_max_age(self, filename: str | None) -> int | None:
        # Modules import each other: all that a browser runs must be of one release.
        return 0 if filename and "/" in filename else super().get_send_file_max_age(filename)

    def log_exception(
        self, exc_info: tuple[type, BaseException, TracebackType] | tuple[None, None, None]
    ) -> None:
        # Not the path, which may hold somebody's private link (guarantee O17).
        self.logger.error("Exception in %s", request.endpoint, exc_info=exc_info)


def create_app(config: Config, database: Database, instance: Instance | None = None) -> Flask:
    """The app, ready to serve; raises UndeclaredAccessError for a route that does not say who may use it."""
    app = Site("competition.web", template_folder=str(templates.folder()))
    app.config.from_mapping(_settings(config))
    # `//` is no address of ours; the way from it to the right one would be a page that is not ours.
    app.url_map.merge_slashes = False
    edge = Edge(config, database, instance or assemble(config))
    app.extensions["competition"] = edge
    app.url_map.converters.update(slug=Slug, number=Number)
    app.context_processor(lambda: {"site": edge.site})
    templating.prepare(app)
    _register(app, config)
    access.check(app)
    limits.install(app, config.limits)
    gate.install(app)
    security.install(app)
    errors.install(app, config.site.base_url)
    app.wsgi_app = Front(app.wsgi_app, base_url=config.site.base_url, proxy=config.proxy)  # type: ignore[method-assign]
    return app


def _register(app: Flask, config: Config) -> None:
    app.register_blueprint(pages)
    app.register_blueprint(desk)
    if config.site.mode == "demo":
        app.register_blueprint(demo)
    access.access(access.Who.ANYONE)(app.view_functions["static"])


def _settings(config: Config) -> dict[str, Any]:
    host = urlsplit(config.site.base_url).hostname
    return {
        "DEBUG": config.site.debug,
        "MAX_CONTENT_LENGTH": config.limits.request_bytes,
        "MAX_FORM_PARTS": 0,
        "SEND_FILE_MAX_AGE_DEFAULT": 3600,
        "TRUSTED_HOSTS": [host],
    }
