"""The first run in the browser: from the operator's link to a desk with nothing left to set up."""

import re

from competition.rules.permissions import Role
from competition.services.admins import founding
from tests.services.admins.staff import PASSWORD, Person
from tests.web.admin.conftest import OWN, Desk, Hire
from tests.web.conftest import Site
from tests.web.reader import location

STEPS = "/admin/first-steps"


def link(site: Site) -> str:
    with site.house.write() as session:
        found = founding.link(session, instance=site.house.instance)
    assert found is not None
    return found.removeprefix("https://cinema.example/draws")


def founded(site: Site) -> Desk:
    """Olive, who came by the link and set up her app."""
    browser, path = site.reader(), link(site)
    typed = {"name": "Olive", "email": "olive@example.com", "password": PASSWORD}
    done = browser.post(path, data={**browser.form(path, ""), **typed}, headers=OWN)
    assert location(done) == "/admin/second-factor"
    page = browser.get("/admin/second-factor/new").text
    [spelt] = re.findall(r"<code>([A-Z2-7 ]+)</code>", page)
    person = Person(site.house, "staff-1", "olive@example.com", spelt.replace(" ", ""))
    desk = Desk(person, browser)
    assert location(desk.send("/admin/second-factor/new", "", code=person.digits())) == STEPS
    return desk


def test_the_owner_comes_by_the_link_and_sees_what_is_to_be_set_up(site: Site) -> None:
    desk = founded(site)
    page = desk.get(STEPS).text
    assert "Before your first competition" in page
    assert page.count(">To do<") == 4
    assert "Before your first competition" in desk.get("/admin").text


def test_without_the_link_nobody_is_the_owner(site: Site) -> None:
    browser, path = site.reader(), link(site)
    for wrong in ("/admin/set-up/x", path[:-1] + ("A" if path[-1] != "A" else "B")):
        assert browser.get(wrong).status_code == 404
        assert browser.post(wrong, data={}, headers=OWN).status_code == 404
    used = founded(site)
    assert used.browser.get(path).status_code == 404


def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(site: Site) -> None:
    browser, path = site.reader(), link(site)
    typed = {"name": "Olive <b>", "email": "olive@example.com", "password": "short"}
    page = browser.post(path, data={**browser.form(path, ""), **typed}, headers=OWN)
    assert page.status_code == 422
    assert "12 characters or more" in page.text
    assert "Olive &lt;b&gt;" in page.text
    assert "olive@example.com" in page.text
    assert 'value="short"' not in page.text


def test_looking_at_the_link_makes_nobody(site: Site) -> None:
    browser, path = site.reader(), link(site)
    for _ in range(3):
        assert browser.get(path).headers["Cache-Control"] == "no-store"
        browser.head(path)
    founded(site)


def test_each_step_is_done_where_it_stands(site: Site) -> None:
    desk = founded(site)
    typed = {
        "promoter_name": "Other Films Ltd",
        "promoter_address": "2 Example Street, Leeds LS1 1AB",
        "promoter_contact": "films@example.com",
    }
    assert desk.send(STEPS, "/admin/first-steps/promoter", **typed).status_code == 303
    assert "Other Films Ltd. Said by staff-1" in desk.get(STEPS).text
    assert desk.send(STEPS, "/admin/first-steps/mail-test").status_code == 303
    assert "Waiting. It goes within a minute" in desk.get(STEPS).text
    assert desk.send(STEPS, "/admin/first-steps/keys", copied="y").status_code == 303
    assert "staff-1 has a copy elsewhere" in desk.get(STEPS).text
    assert "Ticked that the keys are copied" in desk.get("/admin/activity").text
    desk.send("/admin/account", "/admin/account/recovery-codes")
    assert desk.get(STEPS).text.count(">To do<") == 1


def test_a_promoter_that_will_not_do_is_refused_at_each_field(site: Site) -> None:
    desk = founded(site)
    typed = {"promoter_name": "Other", "promoter_address": "", "promoter_contact": "films"}
    page = desk.post(
        f"{STEPS}/promoter", {**desk.browser.form(STEPS, "/admin/first-steps/promoter"), **typed}
    )
    assert page.status_code == 422
    assert "must be a mail address such as" in page.text
    assert "The promoter’s address must be a text that is not empty." in page.text
    assert 'value="Other"' in page.text


def test_a_copy_of_the_keys_needs_the_tick(site: Site) -> None:
    desk = founded(site)
    page = desk.send(STEPS, "/admin/first-steps/keys")
    assert page.status_code == 422
    assert "Nobody can make it for you" in page.text
    assert "To do" in desk.get(STEPS).text


def test_the_page_shows_no_key_but_the_public_one(site: Site) -> None:
    page = founded(site).get(STEPS).text
    keys = site.config.keys
    assert all(secret not in page for secret in (*keys.secrets, keys.signing_key))
    assert str(site.house.instance.signer.key) in page.replace("&#43;", "+")


def test_only_owners_are_shown_the_steps(hire: Hire) -> None:
    for role in (Role.EDITOR, Role.FULFILMENT, Role.OBSERVER):
        desk = hire(role.value, role)
        assert "Before your first competition" not in desk.get("/admin").text
        assert desk.get(STEPS).status_code == 403
