"""A file of entries at the desk: looked at first, then taken, a batch at a press."""

import io
from typing import Any

import pytest
from werkzeug.test import TestResponse

from competition.rules.permissions import Role
from competition.services.review import importing
from tests.services.builders import CLOSES, SLUG
from tests.services.review.test_files import GOOD
from tests.web.admin.conftest import OWN, Desk, Hire
from tests.web.conftest import Site
from tests.web.html_tree import Tree

IMPORT = f"/admin/c/{SLUG}/import"
UPLOAD = "multipart/form-data"


def look(desk: Desk, file: bytes) -> TestResponse:
    return send(desk, desk.get(IMPORT).text, go="look", file=(io.BytesIO(file), "post.csv"))


def take(desk: Desk, page: str) -> TestResponse:
    text = next(node["value"] for node in Tree(page).all("input") if node["name"] == "text")
    return send(desk, page, go="take", text=text)


def send(desk: Desk, page: str, **fields: Any) -> TestResponse:
    token = next(node["value"] for node in Tree(page).all("input") if node["name"] == "form_token")
    data = {"form_token": token, **fields}
    return desk.browser.post(IMPORT, data=data, headers=OWN, content_type=UPLOAD)


def test_a_file_is_shown_first_and_taken_with_a_second_press(site: Site, hire: Hire) -> None:
    desk = hire()
    page = look(desk, GOOD.encode())
    assert "2 can be taken." in page.text
    assert site.house.entries() == []
    done = take(desk, page.text)
    assert "2 taken, and none is left. Receipts go out by mail." in done.text
    assert [entry.status for entry in site.house.entries()] == ["confirmed", "confirmed"]
    assert [row.kind for row in site.house.messages()][-2:] == ["receipt", "receipt"]
    # The same press once more takes nobody twice.
    assert "0 taken, and none is left" in take(desk, page.text).text
    assert "Imported entries" in desk.get("/admin/activity?action=imported").text


def test_bad_rows_are_named_and_there_is_no_button_to_take_the_rest(site: Site, hire: Hire) -> None:
    page = look(hire(), (GOOD + "nobody,Kim,no,1,\n<b>x</b>@example.com,Kim,yes,1,\n").encode()).text
    assert "Line 4: Check your e-mail address" in page
    assert "Line 4: write yes under eligible" in page
    assert "2 rows are good" in page
    assert 'value="take"' not in page
    assert "<b>x" not in page


def test_whoever_is_in_is_passed_over_and_named_by_line_only(site: Site, hire: Hire) -> None:
    site.house.enter("post@example.com")
    page = look(hire(), GOOD.encode()).text
    assert "1 can be taken." in page
    assert "Line 2: this address has an entry already." in page


def test_a_long_file_is_taken_a_batch_at_a_press(
    site: Site, hire: Hire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "BATCH", 1)
    desk = hire()
    page = look(desk, GOOD.encode()).text
    assert "Take the next 1" in page
    page = take(desk, page).text
    assert "1 taken. 1 are left." in page
    assert "1 taken, and none is left." in take(desk, page).text


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (b"", "The first line names the columns"),
        (b"\xff\xfe", "This is no UTF-8 text"),
        (b"a" * 20_000, "The file is too large"),
    ],
)
def test_what_is_no_table_is_said_at_the_field(
    site: Site, hire: Hire, monkeypatch: pytest.MonkeyPatch, file: bytes, said: str
) -> None:
    monkeypatch.setattr("competition.web.admin.importing.LARGEST", 9_000)
    page = look(hire(), file)
    assert page.status_code == 422
    assert said in page.text


def test_only_owners_and_editors_import_and_none_after_the_close(site: Site, hire: Hire) -> None:
    assert hire("vera", Role.OBSERVER).get(IMPORT).status_code == 403
    site.house.clock.at = CLOSES
    assert "takes no more entries" in look(hire(), GOOD.encode()).text
