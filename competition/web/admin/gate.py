"""Who passes to a page of the desk: asked before each, by what its view declares (guarantees O15, N11)."""

import re
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec
from urllib.parse import urlsplit

from flask import Flask, Response, abort, current_app, g, request, url_for

from competition.rules.permissions import NEEDS_PROOF
from competition.services.admins import signing_in
from competition.services.views.admin import AdminView
from competition.web.access import Access, Who, access_of
from competition.web.admin.cookies import device_mark, session_token
from competition.web.answers import see_other
from competition.web.edge import edge, instance, reading
from competition.web.network import prefix

Given = ParamSpec("Given")
# A path below the desk's own, so that no other site can be written with it.
_BELOW = re.compile(r"(/[a-z0-9-]{1,80}){1,6}", re.ASCII)
_PROTECTED = (Who.ADMIN, Who.SIGNING_IN)


def install(app: Flask) -> None:
    app.before_request(_ask)
    app.context_processor(lambda: {"admin": g.get("admin")})


def _ask() -> Response | None:
    declared = access_of(current_app, request.endpoint)
    if declared is None or (request.blueprint != "admin" and declared.who not in _PROTECTED):
        return None
    if declared.changes and not _same_origin():
        abort(403)
    return _ask_admin(declared) if declared.who is Who.ADMIN else None


def _same_origin() -> bool:
    """Whether a form was sent by a page of ours; browsers say so in either of two headers (O15)."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    parts = urlsplit(edge().config.site.base_url)
    return request.headers.get("Origin") == f"{parts.scheme}://{parts.netloc}"


def _ask_admin(declared: Access) -> Response | None:
    with reading() as session:
        found = signing_in.current(session, session_token(), instance=instance())
    if found is None:
        return _lead_to("admin.sign_in", declared)
    g.admin = found
    if declared.may is not None and not found.may(declared.may):
        abort(403)
    if declared.may in NEEDS_PROOF and not found.proven:
        return _lead_to("admin.prove", declared)
    return None


def _lead_to(endpoint: str, declared: Access) -> Response:
    """To where it can be put right, and back to the page that was asked for; a form is to be sent again."""
    back = None if declared.changes else request.path.removeprefix("/admin") or None
    return see_other(url_for(endpoint, next=back))


def way_back(default: str) -> str:
    """Where to go after signing in: a page of the desk that was asked for, never anywhere else (O12)."""
    wanted = request.args.get("next", "")
    return url_for("admin.home") + wanted if _BELOW.fullmatch(wanted) else default


def proven(view: Callable[Given, Response]) -> Callable[Given, Response]:
    """For what is dangerous in every admin's own account: ask for the password again first."""

    @wraps(view)
    def ask_first(*args: Given.args, **kwargs: Given.kwargs) -> Response:
        if not admin().proven:
            return see_other(url_for("admin.prove", next="/account"))
        return view(*args, **kwargs)

    return ask_first


def admin() -> AdminView:
    """Whoever is signed in; only in views for admins."""
    found: AdminView = g.admin
    return found


def source() -> signing_in.Source:
    """Where a try to sign in comes from."""
    return signing_in.Source(prefix(request.remote_addr or ""), device_mark())
