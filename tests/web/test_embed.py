"""The form for other sites: shown in the frames of those that are listed, and in no others (O14)."""

from typing import Any

import pytest

from competition.services import competitions as services
from competition.services import facts
from competition.web import security
from tests.services import builders
from tests.services.builders import CLOSES, SLUG
from tests.services.test_marketing import stored
from tests.web.conftest import Site
from tests.web.reader import Reader, location
from tests.web.test_access import addresses
from tests.web.test_entering import PAGE, WHOLE

EMBED, LISTED = f"{PAGE}/embed", ["https://review.example", "http://localhost:9000"]


@pytest.fixture
def described() -> dict[str, Any]:
    return {"embed": LISTED}


def ancestors(answer: Any) -> str:
    parts = answer.headers["Content-Security-Policy"].split(";")
    return str(next(part for part in parts if "frame-ancestors" in part)).split(maxsplit=1)[1]


def elsewhere(site: Site, reader: Reader) -> list[str]:
    return [path for path in addresses(site, reader) if "/embed" not in path]


def test_the_form_alone_may_stand_in_the_frames_of_the_listed_sites(site: Site, reader: Reader) -> None:
    for path in (EMBED, f"{EMBED}/sent"):
        answer = reader.get(path)
        assert ancestors(answer) == " ".join(LISTED)
        assert "X-Frame-Options" not in answer.headers
    for path in elsewhere(site, reader):
        answer = reader.get(path)
        assert (ancestors(answer), "X-Frame-Options" in answer.headers) == ("'none'", False), path


def test_where_none_is_listed_nobody_may_show_it(site: Site, reader: Reader) -> None:
    builders.publish(site.house.database, site.house.instance, slug="second", opens="2026-08-02 10:00")
    site.house.clock.forward(hours=2)
    assert ancestors(reader.get("/c/second/embed")) == "'none'"
    assert ancestors(reader.get("/c/never-was/embed")) == "'none'"
    # Of a draft nobody learns that it is there.
    with site.house.write() as session:
        draft = builders.described(slug="third", embed=LISTED, opens="2026-08-03 10:00")
        services.create(session, draft, instance=site.house.instance)
    assert reader.get("/c/third/embed").status_code == 404
    assert ancestors(reader.get("/c/third/embed")) == "'none'"


def test_control_a_policy_for_all_pages_alike_is_noticed(
    site: Site, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(security, "_ancestors", lambda: " ".join(LISTED))
    assert all(ancestors(reader.get(path)) == " ".join(LISTED) for path in elsewhere(site, reader))


def test_an_answer_to_the_form_stays_in_the_frame(site: Site, reader: Reader) -> None:
    sent = reader.send(EMBED, f"{PAGE}/embed", **WHOLE)
    assert location(sent) == f"{EMBED}/sent"
    page = reader.get(f"{EMBED}/sent").text
    assert "You are not in the draw until you confirm." in page
    site.house.confirm()
    assert site.house.entries()[0].status == "confirmed"


def test_what_is_wrong_is_said_in_the_frame_and_nothing_is_lost(reader: Reader) -> None:
    page = reader.send(EMBED, f"{PAGE}/embed", **{**WHOLE, "name": "", "email": "ann@example.com"})
    assert (page.status_code, ancestors(page)) == (422, " ".join(LISTED))
    assert "Write your first name and surname." in page.text
    assert 'value="ann@example.com"' in page.text
    assert f'action="/draws{EMBED}"' in page.text


def test_every_address_gets_the_same_answer(site: Site, reader: Reader) -> None:
    reader.send(EMBED, f"{PAGE}/embed", **WHOLE)
    site.house.confirm()
    again = reader.send(EMBED, f"{PAGE}/embed", **WHOLE)
    new = reader.send(EMBED, f"{PAGE}/embed", **{**WHOLE, "email": "new@example.com"})
    assert (again.status_code, again.data, [*again.headers]) == (new.status_code, new.data, [*new.headers])


def test_links_that_lead_away_open_outside_the_frame(reader: Reader) -> None:
    for path in (EMBED, f"{EMBED}/sent"):
        for link in reader.get(path).text.split("<a ")[1:]:
            tag = link.partition(">")[0]
            stays = 'href="#' in tag or f'href="/draws{EMBED}"' in tag
            assert stays or 'target="_top"' in tag, tag


def test_a_consent_that_was_given_in_the_frame_names_the_page_of_the_frame(
    site: Site, reader: Reader
) -> None:
    reader.send(EMBED, f"{PAGE}/embed", **{**WHOLE, "marketing": "y"})
    site.house.confirm()
    assert [consent.page for consent in stored(site.house)] == [EMBED]


class TestInADemonstration:
    @pytest.fixture
    def sections(self) -> dict[str, dict[str, Any]]:
        return {"site": {"mode": "demo"}}

    def test_its_mailbox_opens_outside_the_frame_too(self, reader: Reader) -> None:
        assert "/demo/mail" in reader.get(EMBED).text
        test_links_that_lead_away_open_outside_the_frame(reader)


def test_it_needs_no_script_no_picture_and_no_cookie(reader: Reader) -> None:
    answer = reader.get(EMBED)
    assert "<script" not in answer.text
    assert "<img" not in answer.text
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"


def test_before_and_after_it_says_so_in_the_place_of_the_form(site: Site, reader: Reader) -> None:
    form = reader.form(EMBED, f"{PAGE}/embed")
    site.house.clock.at = CLOSES
    late = reader.post(EMBED, data={**form, **WHOLE})
    assert location(late) == EMBED
    page = reader.get(EMBED)
    assert "This draw takes no more entries." in page.text
    assert "<form" not in page.text
    site.house.clock.at = builders.OPENS.replace(hour=1)
    assert "Opens" in reader.get(EMBED).text


class TestInAFlood:
    @pytest.fixture
    def sections(self) -> dict[str, dict[str, Any]]:
        return {"limits": {"entries_per_minute": 3}}

    def test_both_ways_to_the_form_are_counted_together_and_the_refusal_stays_in_the_frame(
        self, site: Site
    ) -> None:
        reader = site.reader()
        codes = [reader.post(path, data={}).status_code for path in (f"{PAGE}/enter", EMBED) * 2]
        assert codes == [422, 422, 422, 429]
        refusal = reader.post(EMBED, data={})
        assert (refusal.status_code, ancestors(refusal)) == (429, " ".join(LISTED))
        assert '<base target="_top">' in refusal.text


def test_the_sites_are_no_part_of_what_is_published(site: Site, reader: Reader) -> None:
    assert "review.example" not in reader.get(f"{PAGE}/terms/1").text
    with site.house.database.read() as session:
        assert "embed" not in facts.public(session, SLUG).details
