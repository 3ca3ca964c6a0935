"""We send nobody to a stranger, whatever an address or a form asks for (guarantees O12, O13)."""

from urllib.parse import urlsplit

import pytest
from flask import Response, redirect, request
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.services.builders import SLUG
from tests.web.conftest import Site
from tests.web.reader import BASE_URL, Reader
from tests.web.test_entering import PAGE, WHOLE, confirmed, enter

EVIL = "https://evil.example/"
ASKED = "?" + "&".join(
    f"{name}={EVIL}" for name in ("next", "url", "to", "return_to", "redirect", "continue")
)
PATHS = (
    *(
        "//evil.example",
        "//evil.example/..",
        "/%2F%2Fevil.example",
        "/\\evil.example",
        "/https://evil.example",
    ),
    *(f"/c//{SLUG}", f"{PAGE}/", f"//evil.example/c/{SLUG}/", "/./", f"/c/x/..//{SLUG}", "/%09/evil.example"),
)


def asked(site: Site, path: str) -> TestResponse:
    """The answer as it is: what stands in the body of a redirect is no page of ours."""
    return FlaskClient(site.app, Response).get(path, base_url=BASE_URL)


def leads_away(answer: TestResponse) -> bool:
    """Whether a browser that follows this answer would leave our place."""
    own, to = urlsplit(BASE_URL), urlsplit(answer.headers.get("Location", "/draws/"))
    inside = to.path == own.path or to.path.startswith(f"{own.path}/")
    return (to.scheme or own.scheme, to.netloc or own.netloc) != (own.scheme, own.netloc) or not inside


def test_no_redirect_follows_what_the_address_asks_for(site: Site, reader: Reader) -> None:
    form = reader.form(PAGE, "/enter")
    mine = confirmed(site, reader)
    redirects = [
        reader.post(f"{PAGE}/enter{ASKED}", data={**form, **WHOLE}),
        reader.post(f"/confirm/{site.house.token()}{ASKED}", headers={"Referer": EVIL}),
        reader.post(
            f"{PAGE}/resend{ASKED}", data={**reader.form(f"{PAGE}/check-mail", "/resend"), "email": EVIL[8:]}
        ),
        reader.get(f"{mine}{ASKED}"),
        *(asked(site, path) for path in PATHS),
    ]
    assert [answer.status_code for answer in redirects[:2]] == [303, 303]
    assert [answer.headers["Location"] for answer in redirects if leads_away(answer)] == []


def test_control_a_page_that_follows_the_address_is_noticed(site: Site) -> None:
    site.app.view_functions["public.how"] = lambda: redirect(request.args["next"])
    assert leads_away(asked(site, f"/how{ASKED}"))


@pytest.mark.parametrize("host", ["evil.example", "evil.example:443", "cinema.example.evil.example"])
def test_control_without_the_list_of_hosts_a_stranger_s_name_would_be_taken(
    site: Site, reader: Reader, host: str
) -> None:
    site.app.config["TRUSTED_HOSTS"] = ["cinema.example", ".example"]
    assert reader.get("/", headers={"Host": host}).status_code == 200


def test_control_links_made_from_the_request_would_carry_the_stranger_s_name(
    site: Site, reader: Reader
) -> None:
    site.app.config["TRUSTED_HOSTS"] = ["cinema.example", ".example"]

    def told() -> Response:
        return Response(request.url_root, mimetype="text/plain")

    site.app.view_functions["public.how"] = told
    assert "evil.example" in reader.get("/how", headers={"Host": "evil.example"}).text
    enter(reader)
    (message,) = site.house.messages()
    assert "evil" not in message.text
