"""The demonstration mailbox, and that it is nowhere else."""

from typing import Any

import pytest

from tests.web.conftest import Site
from tests.web.reader import Reader
from tests.web.test_entering import confirmed


def test_outside_demo_mode_there_is_no_mailbox(site: Site, reader: Reader) -> None:
    confirmed(site, reader)
    for path in ("/demo/mail", "/demo/mail/1", "/demo/mail/1/html", "/demo/mail/1/1"):
        assert reader.get(path).status_code == 404


class TestInDemoMode:
    @pytest.fixture
    def sections(self) -> dict[str, dict[str, Any]]:
        return {"site": {"mode": "demo"}}

    def test_every_letter_can_be_read_with_its_files(self, site: Site, reader: Reader) -> None:
        confirmed(site, reader)
        assert reader.get("/demo/mail").text.count('<th scope="row">') == 2
        assert f"/confirm/{site.house.token()}" in reader.get("/demo/mail/1").text
        assert reader.get("/demo/mail/2/1").text.startswith("prizedraw/v1 receipt\n")

    def test_a_designed_letter_can_run_nothing(self, site: Site, reader: Reader) -> None:
        confirmed(site, reader)
        letter = reader.get("/demo/mail/1/html")
        assert "sandbox" in letter.headers["Content-Security-Policy"]
        assert "script" not in letter.headers["Content-Security-Policy"]

    @pytest.mark.parametrize("path", ["/demo/mail/3", "/demo/mail/0", "/demo/mail/2/9", "/demo/mail/2/0"])
    def test_a_letter_that_is_not_there_is_not_found(self, site: Site, reader: Reader, path: str) -> None:
        confirmed(site, reader)
        assert reader.get(path).status_code == 404
