"""What a page shows is there, and what it says has happened did happen."""

from competition.services import competitions, voiding
from tests.services import builders, drawn
from tests.services.builders import SLUG
from tests.web.conftest import Site
from tests.web.html_tree import Tree
from tests.web.reader import Reader

PICTURE = {"picture": {"file": "disc.svg", "alt": "The disc."}}
DRAWN = b'<svg xmlns="http://www.w3.org/2000/svg" width="3" height="2"><path d="M0 0"/></svg>'


def test_every_picture_of_the_front_page_is_one_that_readers_get(site: Site, reader: Reader) -> None:
    own = site.house.instance
    for slug in ("first", "second"):
        described = builders.described(slug=slug, opens="2026-08-03 09:00", **PICTURE)
        with site.house.write() as session:
            competitions.create(session, described, instance=own, picture=DRAWN)
        with site.house.write() as session:
            competitions.publish(session, slug, instance=own)
    site.house.clock.forward(days=2)
    drawn.tick(site.house)
    shown = [image["src"] for image in Tree(reader.get("/").text).all("img")]
    assert len(shown) == 3
    assert [reader.get(source.removeprefix("/draws")).status_code for source in shown] == [200] * 3


def test_a_draw_that_was_called_off_while_it_was_open_never_closed(site: Site, reader: Reader) -> None:
    with site.house.write() as session:
        voiding.void(
            session,
            SLUG,
            "no_prize",
            "All three discs burnt in the van.",
            approvers=("jo", "sam"),
            instance=site.house.instance,
        )
    page = Tree(reader.get(f"/c/{SLUG}").text).one("main").text
    record = Tree(reader.get(f"/c/{SLUG}/draw").text).one("main").text
    assert "Voided Sunday 2 August 2026" in page
    assert "The draw closes" not in page
    assert "Opened" in record
    assert "Closed" not in record
    assert "Voided" in record
