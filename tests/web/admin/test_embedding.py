"""Naming the sites that may show the form: while it is written, and later at the desk."""

from competition.services import auditing, drafts
from competition.services.competitions import create, publish
from competition.store import competitions
from competition.store import drafts as stored
from tests.services import drawn
from tests.services.builders import SLUG, described
from tests.web.admin.conftest import Desk, Hire
from tests.web.conftest import Site
from tests.web.test_embed import ancestors

PAGE, EMBED = f"/admin/competitions/{SLUG}/embed", f"/c/{SLUG}/embed"


def listed(site: Site) -> tuple[str, ...]:
    with site.house.database.read() as session:
        return competitions.embedders(session, SLUG)


def allow(desk: Desk, *lines: str) -> int:
    return desk.send(PAGE, "", origins="\r\n".join(lines)).status_code


def test_sites_can_be_named_and_taken_back_after_publishing(site: Site, hire: Hire) -> None:
    desk = hire()
    assert allow(desk, "https://Review.example/", "", "http://localhost:9000") == 303
    assert listed(site) == ("https://review.example", "http://localhost:9000")
    assert ancestors(site.reader().get(EMBED)) == "https://review.example http://localhost:9000"
    page = desk.get(PAGE).text
    assert "https://review.example" in page
    assert "Changed which sites may show the form" in desk.get("/admin/activity").text
    assert allow(desk) == 303
    assert listed(site) == ()


def test_what_could_be_anybody_is_refused_and_what_was_typed_stays(site: Site, hire: Hire) -> None:
    page = hire().send(PAGE, "", origins="https://*.example\n<script>")
    assert page.status_code == 422
    assert "“https://*.example” is no address of a site" in page.text
    assert "&lt;script&gt;" in page.text
    assert listed(site) == ()


def test_the_snippet_names_the_frame_and_a_link_and_a_title_cannot_leave_it(site: Site, hire: Hire) -> None:
    own, nasty = site.house.instance, 'Win "x"><script>alert(1)</script>'
    with site.house.write() as session:
        create(session, described(slug="nasty", title=nasty, opens="2026-08-03 10:00"), instance=own)
        publish(session, "nasty", instance=own)
    page = hire().get("/admin/competitions/nasty/embed").text
    assert "<script>alert" not in page
    # Escaped once for the attribute that is pasted, and once more for this page.
    assert "&amp;lt;script&amp;gt;" in page
    assert "&lt;iframe src=&#34;https://cinema.example/draws/c/nasty/embed&#34;" in page
    assert "&lt;a href=&#34;https://cinema.example/draws/c/nasty&#34;" in page


def test_a_draft_carries_its_sites_through_publishing_and_into_its_copy(site: Site, hire: Hire) -> None:
    desk, own = hire(), site.house.instance
    with site.house.write() as session:
        number = drafts.begin(session, "blu-ray", instance=own, actor=desk.person.code)
        wrong = {"embed": "review.example"}
        drafts.save(session, number, 4, wrong, version=1, instance=own, actor=desk.person.code)
    assert "is no address of a site that may show the form" in desk.get(f"/admin/drafts/{number}/4").text
    allow(desk, "https://review.example")
    with site.house.write() as session:
        copy = drafts.duplicate(session, SLUG, instance=own, actor=desk.person.code)
        row = stored.by_id(session, copy)
        assert row is not None
        assert row.typed["embed"] == "https://review.example"


def test_changing_them_is_nothing_to_an_audit(site: Site, hire: Hire) -> None:
    allow(hire(), "https://review.example")
    drawn.fill(site.house, 4)
    with site.house.database.read() as session:
        assert all(not one.rows for one in auditing.audit_competition(session, SLUG))
