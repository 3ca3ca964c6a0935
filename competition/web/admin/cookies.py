"""The two cookies of an admin's browser: the session, and the mark of a browser that has signed in before."""

from flask import Response, request

from competition.web.edge import edge

_SESSION, _DEVICE = "admin-session", "admin-device"
_DEVICE_SECONDS = 400 * 86400


def _name(name: str) -> str:
    # The prefix makes browsers refuse such a cookie from anybody but this very host.
    return f"__Host-{name}" if _secure() else name


def _secure() -> bool:
    return edge().config.site.base_url.startswith("https://")


def session_token() -> str:
    return request.cookies.get(_name(_SESSION), "")


def device_mark() -> str:
    return request.cookies.get(_name(_DEVICE), "")


def keep_session(response: Response, token: str) -> Response:
    """Until the browser is closed; the row in the database ends it earlier."""
    response.set_cookie(_name(_SESSION), token, secure=_secure(), httponly=True, samesite="Lax", path="/")
    return response


def keep_device(response: Response, mark: str) -> Response:
    name, age = _name(_DEVICE), _DEVICE_SECONDS
    response.set_cookie(name, mark, age, secure=_secure(), httponly=True, samesite="Lax", path="/")
    return response


def drop_session(response: Response) -> Response:
    response.delete_cookie(_name(_SESSION), secure=_secure(), httponly=True, samesite="Lax", path="/")
    return response
