"""What every answer tells the browser, and whom the app believes (guarantees O2, O12, O13, O14, O17, O27)."""

from typing import Any

import pytest

from competition.config import Proxy
from competition.web import network
from tests.services.builders import SLUG
from tests.web.conftest import Site
from tests.web.reader import BASE_URL, Reader
from tests.web.test_entering import PAGE, confirmed, enter


@pytest.mark.parametrize("path", ["/", PAGE, "/static/site.css", "/nowhere", "/healthz"])
def test_every_answer_forbids_frames_foreign_parts_and_guessed_types(reader: Reader, path: str) -> None:
    headers = reader.get(path).headers
    policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert (
        policy["script-src"] == policy["style-src"] == policy["img-src"] == policy["form-action"] == "'self'"
    )
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_personal_pages_are_kept_nowhere(site: Site, reader: Reader) -> None:
    address = confirmed(site, reader)
    for path in (address, f"{address}/receipt.note", f"{address}/withdraw", f"/confirm/{site.house.token()}"):
        assert reader.get(path).headers["Cache-Control"] == "no-store", path


def test_a_page_with_a_form_token_is_kept_nowhere_and_others_are_checked_again(reader: Reader) -> None:
    assert reader.get(PAGE).headers["Cache-Control"] == "no-store"
    assert reader.get(f"{PAGE}/check-mail").headers["Cache-Control"] == "no-store"
    assert reader.get("/").headers["Cache-Control"] == "no-cache"


def test_no_page_sets_a_cookie(site: Site, reader: Reader) -> None:
    enter(reader)
    for path in ("/", PAGE, f"{PAGE}/check-mail", f"{PAGE}/draw", f"/confirm/{site.house.token()}"):
        assert "Set-Cookie" not in reader.get(path).headers, path


@pytest.mark.parametrize(
    "host", ["evil.example", "cinema.example.evil.example", "127.0.0.1", "evil.example:443"]
)
def test_an_unknown_host_is_refused(reader: Reader, host: str) -> None:
    answer = reader.get("/", headers={"Host": host})
    assert answer.status_code == 400
    assert "evil" not in answer.text


def test_links_in_mail_are_of_the_configured_address_whatever_the_request_says(
    site: Site, reader: Reader
) -> None:
    reader.environ_base["HTTP_X_FORWARDED_HOST"] = "evil.example"
    reader.environ_base["HTTP_X_FORWARDED_PREFIX"] = "/evil"
    enter(reader)
    (message,) = site.house.messages()
    assert f"{BASE_URL}/confirm/" in message.text
    assert "evil" not in message.text + (message.html or "")


def test_pages_are_found_whether_or_not_the_proxy_takes_the_place_away(site: Site) -> None:
    plain = site.reader()
    for base_url, path in ((BASE_URL, PAGE), ("https://cinema.example/", f"/draws{PAGE}")):
        page = plain.get(path, base_url=base_url)
        assert page.status_code == 200
        assert f'href="/draws/c/{SLUG}/terms/1"' in page.text


ONE, TWO = (Proxy.model_validate({"trusted": ["10.0.0.0/8"], "hops": hops}) for hops in (1, 2))
NONE = Proxy()


@pytest.mark.parametrize(
    ("peer", "forwarded", "proxy", "client"),
    [
        ("203.0.113.9", "198.51.100.7", ONE, "203.0.113.9"),
        ("10.0.0.1", "198.51.100.7", NONE, "10.0.0.1"),
        ("10.0.0.1", "198.51.100.7", ONE, "198.51.100.7"),
        ("10.0.0.1", "192.0.2.66, 198.51.100.7", ONE, "198.51.100.7"),
        ("10.0.0.1", "192.0.2.66, 198.51.100.7, 10.0.0.2", TWO, "198.51.100.7"),
        ("10.0.0.1", "198.51.100.7", TWO, "10.0.0.1"),
        ("10.0.0.1", "", ONE, "10.0.0.1"),
        ("10.0.0.1", "unknown", ONE, "10.0.0.1"),
        ("10.0.0.1", "2001:db8::1", ONE, "2001:db8::1"),
    ],
    ids=[
        "a stranger's word counts nothing",
        "without a configured proxy nobody's does",
        "our proxy's does",
        "but not what the client told our proxy",
        "two hops are counted from our side",
        "too few hops are not believed",
        "no header",
        "not an address",
        "version six",
    ],
)
def test_the_client_is_who_our_own_proxies_saw(peer: str, forwarded: str, proxy: Proxy, client: str) -> None:
    assert network.client(peer, forwarded, proxy) == client


@pytest.mark.parametrize(
    ("address", "prefix"),
    [
        ("192.0.2.77", "192.0.2.0/24"),
        ("2001:db8:1:2ff:3::4", "2001:db8:1:200::/56"),
        ("::ffff:192.0.2.77", "192.0.2.0/24"),
        ("fe80::1%eth0", "fe80::/56"),
        ("", "unknown"),
    ],
)
def test_a_network_is_counted_by_its_prefix(address: str, prefix: str) -> None:
    assert network.prefix(address) == prefix


class TestLimits:
    @pytest.fixture
    def sections(self) -> dict[str, dict[str, Any]]:
        return {"limits": {"entries_per_minute": 3}, "proxy": {"trusted": ["10.0.0.0/8"]}}

    def post(self, reader: Reader, client: str) -> int:
        peer = {"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": client}
        answer = reader.post(f"{PAGE}/enter", data={}, environ_overrides=peer)
        assert (answer.headers.get("Retry-After") == "60") is (answer.status_code == 429)
        return answer.status_code

    def test_one_network_is_told_to_wait_and_the_others_are_not(self, reader: Reader) -> None:
        assert [self.post(reader, f"192.0.2.{n}") for n in range(5)] == [422, 422, 422, 429, 429]
        assert self.post(reader, "198.51.100.1") == 422

    def test_looking_is_not_limited(self, reader: Reader) -> None:
        assert {reader.get(PAGE).status_code for _ in range(10)} == {200}
