"""Entries at the desk: masked, found, revealed in writing, left out, appealed, put back."""

from datetime import timedelta

import pytest

from competition.adapters.tokens import Purpose
from competition.rules.permissions import Role
from tests.services import builders, drawn
from tests.services.builders import SLUG
from tests.web.admin.conftest import Desk, Hire
from tests.web.conftest import Site
from tests.web.html_tree import Tree
from tests.web.reader import Reader

LIST = f"/admin/c/{SLUG}/entries"
NASTY = "<script>alert(1)</script> & Co"


@pytest.fixture
def one(site: Site) -> str:
    """The address of the page of one confirmed entry."""
    site.house.enter("ann@films.example.com", name="Ann Bell")
    site.house.confirm("ann@films.example.com")
    return f"{LIST}/{site.house.entries()[0].public_id}"


def test_lists_and_pages_show_nobody_to_anybody(site: Site, hire: Hire, one: str) -> None:
    for role in Role:
        desk = hire(f"staff{role}", role)
        for path in (LIST, one, f"/admin/activity?competition={SLUG}"):
            page = desk.get(path)
            if page.status_code == 200:
                assert "Bell" not in page.text
                assert "films.example.com" not in page.text
    assert "A•••• B•••••" in page.text or "A•••• B•••••" in desk.get(one).text


def test_a_reveal_needs_the_password_is_written_down_and_shown_once(site: Site, hire: Hire, one: str) -> None:
    desk = hire()
    site.house.clock.forward(minutes=11)
    assert desk.get(f"{one}/reveal").status_code == 303
    asked = desk.get(f"{one}/reveal").location
    assert "/admin/prove" in asked
    desk.send("/admin/prove", "", password="four quiet words here")
    assert "Bell" not in desk.get(f"{one}/reveal").text
    assert "revealed" not in desk.get(one).text.lower()
    shown = desk.send(f"{one}/reveal", "")
    assert "Ann Bell" in shown.text
    assert "ann@films.example.com" in shown.text
    assert shown.headers["Cache-Control"] == "no-store"
    assert "Looked at an entrant’s name and address" in desk.get(one).text
    assert "Bell" not in desk.get(one).text


def test_control_without_the_token_of_the_page_nothing_is_revealed(site: Site, hire: Hire, one: str) -> None:
    answer = hire().post(f"{one}/reveal", {})
    assert answer.status_code == 303
    assert "Bell" not in answer.text


def test_a_ticket_and_a_whole_address_lead_to_the_entry(site: Site, hire: Hire, one: str) -> None:
    desk = hire("vera", Role.OBSERVER)
    ticket = site.house.entries()[0].ticket or ""
    for typed in (ticket[:12], "ANN@films.example.com"):
        assert desk.send(LIST, LIST, find=typed).location.endswith(one)
    page = desk.send(LIST, LIST, find="bell")
    assert page.status_code == 422
    assert "at least the first 12 digits" in page.text


def test_filters_stand_in_the_address_and_strange_ones_do_no_harm(site: Site, hire: Hire, one: str) -> None:
    desk = hire("vera", Role.OBSERVER)
    assert one in desk.get(f"{LIST}?status=confirmed").text
    assert "No entry fits" in desk.get(f"{LIST}?status=pending").text
    for asked in ("status=%00", "day=2026-13-01", "flag='", "before=x", "day=0001-01-01"):
        assert desk.get(f"{LIST}?{asked}").status_code == 200


def test_an_entry_of_another_competition_is_not_found(site: Site, hire: Hire, one: str) -> None:
    desk = hire()
    assert desk.get(one.replace(SLUG, "another")).status_code == 404
    assert desk.get(f"{LIST}/{'0' * 32}").status_code == 404


def appeal_link(site: Site) -> str:
    letter = next(row for row in site.house.messages() if row.kind == "excluded")
    return "/appeal/" + next(w for w in letter.text.split() if "/appeal/" in w).rpartition("/")[2]


def left_out(site: Site, desk: Desk, one: str) -> str:
    assert desk.send(one, f"{one}/exclude", reason="duplicate").status_code == 303
    return appeal_link(site)


def test_left_out_appealed_and_put_back_by_somebody_else(
    site: Site, hire: Hire, one: str, reader: Reader
) -> None:
    ben, pia = hire("ben", Role.EDITOR), hire("pia", Role.EDITOR)
    link = left_out(site, ben, one)
    assert "More than one entry" in reader.get(link).text
    short = reader.send(link, "", text="No")
    assert short.status_code == 422
    assert "Say in a sentence" in short.text
    assert reader.send(link, "", text=f"We are two people, {NASTY}.").status_code == 303
    assert "Your appeal is with us" in reader.get(link).text
    assert "1 open appeal" in ben.get("/admin").text
    assert "does not wait" in ben.get(LIST).text
    assert "somebody else decides" in ben.get(one).text
    assert NASTY not in pia.get(one).text
    assert "&lt;script&gt;" in pia.get(one).text
    assert pia.send(one, f"{one}/appeal", decision="grant").status_code == 303
    assert "You are in the draw again" in reader.get(link).text
    assert "open appeal" not in pia.get("/admin").text
    assert site.house.entries()[0].status == "confirmed"


def test_the_public_ledger_counts_by_reason_before_the_freeze(
    site: Site, hire: Hire, one: str, reader: Reader
) -> None:
    assert "Left out so far" not in reader.get(f"/c/{SLUG}/draw").text
    left_out(site, hire(), one)
    assert "1 ticket. More than one entry from one person." in reader.get(f"/c/{SLUG}/draw").text


def test_what_an_entrant_wrote_is_read_only_by_who_reviews(
    site: Site, hire: Hire, one: str, reader: Reader
) -> None:
    link = left_out(site, hire(), one)
    reader.send(link, "", text="We are two people at home.")
    assert "two people" not in hire("vera", Role.OBSERVER).get(one).text


def test_looking_at_the_link_sends_nothing_and_an_empty_press_neither(
    site: Site, hire: Hire, one: str, reader: Reader
) -> None:
    link = left_out(site, hire(), one)
    for method in ("GET", "HEAD", "OPTIONS"):
        reader.open(link, method=method)
    assert reader.send(link, "").status_code == 422
    assert "Appeal against the decision" in reader.get(link).text


def test_a_reason_must_be_chosen_and_be_one_of_the_manifest(site: Site, hire: Hire, one: str) -> None:
    desk = hire()
    assert "Choose a reason" in desk.send(one, f"{one}/exclude").text
    assert "no reason of this draw" in desk.send(one, f"{one}/exclude", reason="rude").text
    assert site.house.entries()[0].status == "confirmed"


def test_an_export_is_for_owners_and_editors_who_prove_themselves(site: Site, hire: Hire, one: str) -> None:
    path = f"/admin/c/{SLUG}/export"
    desk = hire("ben", Role.EDITOR)
    answer = desk.send(path, "", kind="csv")
    assert answer.mimetype == "text/csv"
    assert "ann@films.example.com" in answer.text
    assert "attachment" in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Exported the entries" in desk.get(f"/admin/activity?competition={SLUG}").text
    assert desk.send(path, "", kind="xlsx").data[:2] == b"PK"
    assert desk.send(path, "").status_code == 422
    site.house.clock.forward(minutes=11)
    assert "/admin/prove" in desk.get(path).location
    for role in (Role.OBSERVER, Role.FULFILMENT):
        assert hire(f"staff{role}", role).get(path).status_code == 403


def test_the_list_of_people_close_to_the_promoter_is_loaded_before_the_opening(
    site: Site, hire: Hire, reader: Reader
) -> None:
    path = f"/admin/c/{SLUG}/conflicts"
    desk = hire("ben", Role.EDITOR)
    assert "closed when the draw opened" in desk.get(path).text
    site.house.clock.at = builders.OPENS - timedelta(hours=1)
    ben = hire("kim", Role.EDITOR)
    page = ben.send(path, "", addresses="jo@example.com\nnobody")
    assert page.status_code == 422
    assert "line 2" in page.text
    assert "nobody" in page.text
    assert ben.send(path, "", addresses="jo@example.com\r\nsam@example.com").status_code == 303
    assert "2 addresses are listed" in reader.get(f"/c/{SLUG}").text
    assert "jo@example.com" not in ben.get(path).text


def test_what_a_reader_typed_is_inert_where_it_is_revealed(site: Site, hire: Hire) -> None:
    site.house.enter("ann@films.example.com", name=f"Ann {NASTY}")
    page = hire().send(f"{LIST}/{site.house.entries()[0].public_id}/reveal", "").text
    assert NASTY not in page
    assert "Ann &lt;script&gt;" in page


def test_my_entry_leads_to_the_appeal_as_long_as_there_is_time(
    site: Site, hire: Hire, one: str, reader: Reader
) -> None:
    link = left_out(site, hire("ben", Role.EDITOR), one)
    token = site.house.instance.tokens.issue(Purpose.ENTRY, site.house.entries()[0].public_id)
    mine = f"/e/{token}"
    shown = reader.get(mine).text
    assert "You can appeal until" in shown
    path = next(node["href"] for node in Tree(shown).all("a") if "/appeal/" in (node["href"] or ""))
    assert "Appeal against the decision" in reader.get(path.removeprefix("/draws")).text
    reader.send(link, "", text="We are two people at home.")
    assert "You have appealed. We decide it before the list is frozen" in reader.get(mine).text
    drawn.freeze_by_clock(site.house)
    assert "the decision stands" not in reader.get(mine).text


def test_after_the_freeze_my_entry_offers_no_appeal(site: Site, hire: Hire, one: str, reader: Reader) -> None:
    left_out(site, hire("ben", Role.EDITOR), one)
    token = site.house.instance.tokens.issue(Purpose.ENTRY, site.house.entries()[0].public_id)
    drawn.freeze_by_clock(site.house)
    shown = reader.get(f"/e/{token}").text
    assert "The list is frozen and public" in shown
    assert "/appeal/" not in shown
