"""What every answer tells the browser: load nothing foreign, be in no frame, keep personal pages nowhere.

The form for other sites is the one exception: it may stand in the frames of those that its competition lists.
"""

from flask import Flask, Response, current_app, request

from competition.services import embedding
from competition.store.errors import StoreError
from competition.web.access import Who, access_of
from competition.web.edge import reading

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; worker-src 'self';"
    " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors "
)
NOBODY = "'none'"


def install(app: Flask) -> None:
    app.after_request(_with_headers)


def _with_headers(response: Response) -> Response:
    headers = response.headers
    headers.setdefault("Content-Security-Policy", f"{POLICY}{_ancestors()}")
    # Stricter would take the Referer from our own forms, and checks behind HTTPS may need it (O17).
    headers["Referrer-Policy"] = "same-origin"
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
    if _personal() or response.status_code >= 400:
        headers["Cache-Control"] = "no-store"
    else:
        headers.setdefault("Cache-Control", "no-cache")
    return response


def _ancestors() -> str:
    """Who may show this answer in a frame, a refusal too: a form that is busy says so where it stands."""
    declared = access_of(current_app, request.endpoint)
    if declared is None or not declared.framed:
        return NOBODY
    try:
        with reading() as session:
            listed = embedding.origins(session, (request.view_args or {}).get("slug", ""))
    except StoreError:
        return NOBODY
    return " ".join(listed) or NOBODY


def _personal() -> bool:
    declared = access_of(current_app, request.endpoint)
    return declared is None or declared.changes or declared.who is not Who.ANYONE
