"""The desk's pages about people's data: what they show, what one press does, what is written down of it."""

from datetime import timedelta

from sqlalchemy import select

from competition.rules.permissions import Role
from competition.services import facts
from competition.store import competitions
from competition.store.models import Activity, Purge
from tests.services import builders
from tests.services.test_complaints import complain, rows
from tests.web.admin.conftest import Hire
from tests.web.conftest import Site
from tests.web.reader import Reader, location
from tests.web.test_entering import enter


def close(site: Site) -> None:
    """Close it, and let a week go by."""
    site.house.clock.at = builders.CONFIRM_BY + timedelta(days=8)
    with site.house.write() as session:
        row = facts.public(session, builders.SLUG)
        competitions.move(session, row.id, before=row.status, after="closed")


def deeds(site: Site, action: str) -> list[Activity]:
    with site.house.database.read() as session:
        return list(session.scalars(select(Activity).where(Activity.action == action)))


def test_the_owner_sees_what_is_due_presses_once_and_gets_the_certificate(
    site: Site, reader: Reader, hire: Hire
) -> None:
    enter(reader)
    close(site)
    owner = hire()
    page = owner.get("/admin/retention").text
    assert "Entries that were never confirmed" in page
    assert "7 days after entries could be confirmed" in page
    form = owner.browser.form("/admin/retention", "")
    for _ in range(2):
        assert location(owner.post("/admin/retention", form)) == "/admin/retention"
    assert [row.status for row in site.house.entries()] == ["erased"]
    with site.house.database.read() as session:
        [row] = session.scalars(select(Purge))
    certificate = owner.get(f"/admin/retention/{row.digest}.txt").text
    assert certificate.startswith("Certificate of erasure\n")
    assert row.digest in certificate
    [deed] = deeds(site, "purged")
    assert (deed.actor, deed.subject) == (owner.person.code, row.digest)
    assert owner.get("/admin/activity").status_code == 200


def test_a_purge_needs_the_pages_own_token_and_an_unknown_certificate_is_not_there(
    site: Site, hire: Hire
) -> None:
    owner = hire()
    assert owner.post("/admin/retention", {}).status_code == 422
    assert owner.get(f"/admin/retention/{'0' * 64}.txt").status_code == 404
    assert deeds(site, "purged") == []


def test_complaints_are_listed_with_their_clock_and_masked(site: Site, hire: Hire) -> None:
    complain(site.house)
    page = hire("eddy", Role.EDITOR).get("/admin/complaints").text
    assert rows(site.house)[0].reference in page
    assert "a••••@e•••••.com" in page
    assert "ann@example.com" not in page
    assert "Overdue" not in page
    site.house.clock.at += timedelta(days=32)
    assert "Overdue" in hire().get("/admin/complaints").text


def test_opening_one_is_recorded_and_shows_its_words_inert(site: Site, hire: Hire) -> None:
    complain(site.house)
    reference, editor = rows(site.house)[0].reference, hire("eddy", Role.EDITOR)
    shown = editor.send("/admin/complaints", f"/admin/complaints/{reference}/open").text
    assert "ann@example.com" in shown
    assert "<b>Why?" not in shown
    assert "&lt;b&gt;Why?" in shown
    [deed] = deeds(site, "complaint_opened")
    assert (deed.actor, deed.subject) == (editor.person.code, reference)


def test_an_answer_stops_the_clock_once(site: Site, hire: Hire) -> None:
    complain(site.house)
    reference, editor = rows(site.house)[0].reference, hire("eddy", Role.EDITOR)
    form = editor.browser.form("/admin/complaints", "/open")
    for _ in range(2):
        answer = editor.post(f"/admin/complaints/{reference}/answered", form)
        assert location(answer) == "/admin/complaints"
    assert rows(site.house)[0].answered_at == site.house.clock.at
    assert len(deeds(site, "complaint_answered")) == 1
    assert "Answered" in editor.get("/admin/complaints").text
