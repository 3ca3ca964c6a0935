"""The desk's pages about people's data: who may, what they show, and what one press does."""

import secrets
from datetime import timedelta
from hashlib import sha256

import pytest
from sqlalchemy import select

from competition.rules.permissions import Role
from competition.services import facts
from competition.store import competitions
from competition.store.models import Activity, Admin, AdminSession, Purge
from tests.services import builders
from tests.services.test_complaints import TEXT, complain, rows
from tests.web.conftest import Site
from tests.web.reader import Reader, location
from tests.web.test_entering import enter

OURS = {"Sec-Fetch-Site": "same-origin"}


def signed_in(site: Site, role: Role) -> Reader:
    """The browser of an admin of this role who has just given the password and the second factor."""
    now, token = site.house.clock.at, secrets.token_urlsafe(32)
    with site.house.write() as session:
        row = Admin(
            code=f"{role}-1",
            name="Jo Example",
            email=f"{role}@example.com",
            address=f"{role}@example.com",
            role=role,
            status="active",
            password_hash="$argon2id$none",
            created_at=now,
        )
        session.add(row)
        session.flush()
        session.add(
            AdminSession(
                digest=sha256(token.encode()).digest(),
                admin_id=row.id,
                created_at=now,
                until=now + timedelta(hours=8),
                second_factor_at=now,
                proven_at=now,
            )
        )
    reader = site.reader()
    reader.set_cookie("__Host-admin-session", token, domain="cinema.example", path="/", secure=True)
    return reader


def press(reader: Reader, page: str, action: str) -> str:
    """Press a button of a page of the desk; where it leads."""
    return location(reader.post(action or page, data=reader.form(page, action), headers=OURS))


def test_the_owner_sees_what_is_due_presses_once_and_gets_the_certificate(site: Site, reader: Reader) -> None:
    enter(reader)
    for at in (site.house.clock.at, builders.CLOSES, builders.CONFIRM_BY + timedelta(days=8)):
        site.house.clock.at = at
        close_by_clock(site)
    owner = signed_in(site, Role.OWNER)
    page = owner.get("/admin/retention").text
    assert "Entries that were never confirmed" in page
    assert "7 days after entries could be confirmed" in page
    assert press(owner, "/admin/retention", "") == "/admin/retention"
    assert [row.status for row in site.house.entries()] == ["erased"]
    with site.house.database.read() as session:
        [row] = session.scalars(select(Purge))
    certificate = owner.get(f"/admin/retention/{row.digest}.txt")
    assert certificate.text.startswith("Certificate of erasure\n")
    assert row.digest in certificate.text
    assert owner.get(f"/admin/retention/{'0' * 64}.txt").status_code == 404


def close_by_clock(site: Site) -> None:
    """Open and close it, and no more: the freeze is another's business."""
    with site.house.write() as session:
        row = facts.public(session, builders.SLUG)
        status = "closed" if site.house.clock.at >= builders.CLOSES else "open"
        competitions.move(session, row.id, before=row.status, after=status)


@pytest.mark.parametrize("role", [Role.EDITOR, Role.FULFILMENT, Role.OBSERVER])
def test_nobody_but_an_owner_purges(site: Site, role: Role) -> None:
    admin = signed_in(site, role)
    assert admin.get("/admin/retention").status_code == 403
    assert admin.post("/admin/retention", headers=OURS).status_code == 403


def test_a_purge_needs_the_pages_own_token(site: Site) -> None:
    owner = signed_in(site, Role.OWNER)
    assert owner.post("/admin/retention", data={}, headers=OURS).status_code == 422
    with site.house.database.read() as session:
        assert session.scalars(select(Purge)).all() == []


def test_complaints_are_listed_with_their_clock_and_masked(site: Site) -> None:
    complain(site.house)
    editor = signed_in(site, Role.EDITOR)
    page = editor.get("/admin/complaints").text
    assert rows(site.house)[0].reference in page
    assert "a…@example.com" in page
    assert "ann@example.com" not in page
    assert "Overdue" not in page
    site.house.clock.at += timedelta(days=32)
    # Its session has ended meanwhile.
    assert "Overdue" in signed_in(site, Role.OWNER).get("/admin/complaints").text


def test_opening_one_is_recorded_and_shows_its_words_inert(site: Site) -> None:
    complain(site.house)
    reference = rows(site.house)[0].reference
    editor = signed_in(site, Role.EDITOR)
    action = f"/admin/complaints/{reference}/open"
    shown = editor.post(action, data=editor.form("/admin/complaints", action), headers=OURS)
    assert "ann@example.com" in shown.text
    assert "<b>Why?" not in shown.text
    assert "&lt;b&gt;Why?" in shown.text
    assert TEXT.partition("<")[0] in shown.text
    with site.house.database.read() as session:
        [row] = session.scalars(select(Activity).where(Activity.action == "complaint_opened"))
    assert (row.actor, row.subject) == ("editor-1", reference)


def test_an_answer_stops_the_clock_once(site: Site) -> None:
    complain(site.house)
    reference = rows(site.house)[0].reference
    editor = signed_in(site, Role.EDITOR)
    token = editor.form("/admin/complaints", "/open")
    for _ in range(2):
        answer = editor.post(f"/admin/complaints/{reference}/answered", data=token, headers=OURS)
        assert location(answer) == "/admin/complaints"
    assert rows(site.house)[0].answered_at == site.house.clock.at
    with site.house.database.read() as session:
        assert session.scalars(select(Activity.action)).all().count("complaint_answered") == 1
    assert "Answered" in editor.get("/admin/complaints").text


@pytest.mark.parametrize("role", [Role.FULFILMENT, Role.OBSERVER])
def test_others_see_no_complaint(site: Site, role: Role) -> None:
    complain(site.house)
    assert signed_in(site, role).get("/admin/complaints").status_code == 403


def test_nobody_who_is_not_signed_in_sees_either(reader: Reader) -> None:
    for path in ("/admin/retention", "/admin/complaints"):
        assert location(reader.get(path)).startswith("/admin/sign-in")
