"""Pages for what went wrong. Made at the start, so that answering needs no database, file or template."""

from typing import NamedTuple

from flask import Flask, Response, make_response, render_template, url_for
from werkzeug.exceptions import HTTPException

from competition.adapters.tokens import ExpiredError, TokenError
from competition.rules.errors import ChangedError, RuleError
from competition.store.errors import StoreBusy, StoreError
from competition.web.answers import see_other

RETRY_BUSY_SECONDS = 5
RETRY_LIMIT_SECONDS = 60


class Page(NamedTuple):
    heading: str
    sentence: str
    next: str


PAGES = {
    400: Page(
        "We could not read that",
        "What arrived was not what our form sends.",
        "Go back, load the page again, and send the form once more.",
    ),
    403: Page(
        "This is not for you",
        "Your role does not allow it, or the form did not come from a page of this site.",
        "Go back and load the page again. An owner decides who may do what.",
    ),
    404: Page(
        "There is no such page",
        "The address may have been cut short on its way to you.",
        "Open the link in the message again, or copy all of it.",
    ),
    405: Page(
        "That cannot be done here",
        "This address shows a page or takes a form, not both.",
        "Start again from the page that led you here.",
    ),
    413: Page(
        "That was too long",
        "What arrived is longer than any entry needs to be.",
        "Go back, shorten it, and send it again.",
    ),
    415: Page(
        "We could not read that",
        "What arrived was not what our form sends.",
        "Go back, load the page again, and send the form once more.",
    ),
    429: Page(
        "Too many at once",
        "Many forms came from your network in the last minute, so this one was not taken.",
        "Wait a minute, go back, and send it again. Nothing is lost.",
    ),
    500: Page(
        "Something is wrong on our side",
        "What you sent last may not have been stored.",
        "Try again in a few minutes. Sending a form twice does no harm.",
    ),
    503: Page(
        "Busy for a moment",
        "Nothing was stored.",
        "Wait a few seconds, go back, and send it again.",
    ),
}


def install(app: Flask, base_url: str) -> None:
    with app.test_request_context("/", base_url=base_url):
        ready = {code: render_template("errors/error.html", **page._asdict()) for code, page in PAGES.items()}

    def answer(code: int, retry_after: int | None = None) -> Response:
        response = Response(ready[code], status=code, mimetype="text/html")
        if retry_after:
            response.headers["Retry-After"] = str(retry_after)
        return response

    @app.errorhandler(HTTPException)
    def of_http(error: HTTPException) -> Response:
        code = error.code if error.code in ready else 400 if (error.code or 500) < 500 else 500
        response = answer(code, RETRY_LIMIT_SECONDS if code == 429 else None)
        allowed = getattr(error, "valid_methods", None)
        if allowed:
            response.headers["Allow"] = ", ".join(sorted(allowed))
        return response

    @app.errorhandler(StoreError)
    def of_store(error: StoreError) -> Response:
        if not isinstance(error, StoreBusy):
            app.logger.error("The database failed: %s", error)
        return answer(503, RETRY_BUSY_SECONDS)

    @app.errorhandler(TokenError)
    def of_link(error: TokenError) -> Response:
        return _said(
            "This link does not open", error.message, 410 if isinstance(error, ExpiredError) else 404
        )

    @app.errorhandler(RuleError)
    def of_rule(error: RuleError) -> Response:
        if error.code == "signed_out":
            return see_other(url_for("admin.sign_in"))
        return answer(404) if error.code == "unknown" else _refused(error)


def _refused(error: RuleError) -> Response:
    if isinstance(error, ChangedError):
        again = "Load the page again to see how it stands."
        return _said("This has changed since", error.message, 409, again)
    return _said("That is not possible now", error.message, 409)


_ASK = "If you think that this is wrong, ask us: the link for questions is at the foot of this page."


def _said(heading: str, sentence: str, code: int, what_next: str = _ASK) -> Response:
    page = render_template("errors/error.html", heading=heading, sentence=sentence, next=what_next)
    return make_response(page, code)
