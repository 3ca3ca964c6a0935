"""Answers that are no pages: files to keep, and the way on after a form."""

from flask import Response

# A designed message carries its style inside; it may do nothing else but lead where a reader presses.
MESSAGE_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none';"
    " sandbox allow-popups allow-top-navigation-by-user-activation"
)

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
    "json": "application/json",
    "pyz": "application/zip",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}


def download(content: bytes, name: str, media_type: str | None = None) -> Response:
    """The bytes as they are, as a file of that name; texts and notes are UTF-8."""
    found = media_type or TYPES.get(name.rpartition(".")[2], "text/plain; charset=utf-8")
    response = Response(content, content_type=found)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


def see_other(address: str) -> Response:
    """After a form that was taken: the page to look at next, so that loading it again sends nothing."""
    return Response(status=303, headers={"Location": address}, mimetype="text/plain")


def unstored(page: str, status: int = 200) -> Response:
    """A page with a form: its token is one reader's, and a copy in a cache would make two readers one."""
    return Response(page, status, {"Cache-Control": "no-store"}, mimetype="text/html")
