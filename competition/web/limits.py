"""How often one network may send a form: counted in memory, apart from the entries (guarantee O1)."""

from flask import Flask, request
from flask_limiter import Limiter

from competition.config import Limits
from competition.web.access import access_of
from competition.web.network import prefix


def install(app: Flask, limits: Limits) -> None:
    limiter = Limiter(
        _network, app=app, storage_uri="memory://", strategy="fixed-window", headers_enabled=False
    )
    rate = f"{limits.entries_per_minute}/minute"
    for endpoint, view in app.view_functions.items():
        declared = access_of(app, endpoint)
        if declared and declared.limited:
            app.view_functions[endpoint] = limiter.limit(rate)(view)  # type: ignore[assignment]


def _network() -> str:
    return prefix(request.remote_addr or "")
