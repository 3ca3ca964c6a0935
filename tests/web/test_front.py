"""Called by our own name in any spelling, from behind any of our proxies (guarantees O2, O13)."""

import pytest

from competition.config import Proxy
from competition.web.network import client, prefix
from tests.web.conftest import Site
from tests.web.reader import BASE_URL
from tests.web.test_entering import PAGE


@pytest.mark.parametrize("host", ["cinema.example", "CINEMA.example", "cinema.example:444"])
def test_our_name_in_any_spelling_is_ours(site: Site, host: str) -> None:
    assert site.app.test_client().get(PAGE, base_url=BASE_URL, headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("path", [PAGE.replace("/c/", "/c//"), f"/{PAGE}", f"{PAGE}//draw"])
def test_an_address_with_two_slashes_is_a_page_of_ours_that_says_so(site: Site, path: str) -> None:
    answer = site.reader().get(path)
    assert answer.status_code == 404
    assert "There is no such page" in answer.text


@pytest.mark.parametrize(
    "host", ["cinema.example:x", "cinema.example:80:80", "evil.example", "cinema.example."]
)
def test_what_is_not_our_name_stays_refused(site: Site, host: str) -> None:
    assert site.app.test_client().get("/", base_url=BASE_URL, headers={"Host": host}).status_code == 400


def test_a_proxy_is_known_where_both_versions_of_addresses_are_listened_on() -> None:
    proxy = Proxy.model_validate({"trusted": ["10.0.0.0/8"]})
    assert client("::ffff:10.0.0.1", "198.51.100.7", proxy) == "198.51.100.7"
    assert client("::ffff:192.0.2.1", "198.51.100.7", proxy) == "::ffff:192.0.2.1"
    assert prefix("::ffff:192.0.2.1") == "192.0.2.0/24"
