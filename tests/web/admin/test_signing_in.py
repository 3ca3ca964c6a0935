"""The way to the desk, through its pages."""

import pytest

from competition.rules.permissions import Role
from tests.services.admins.staff import PASSWORD
from tests.web.admin.conftest import OWN, Hire
from tests.web.conftest import Site


def test_an_admin_signs_in_with_two_factors_and_out_everywhere(hire: Hire) -> None:
    desk = hire(signed_in=False)
    assert desk.get("/admin").location.endswith("/admin/sign-in")
    done = desk.sign_in()
    assert done.location.endswith("/admin")
    assert "Signed in as Olive (owner)" in desk.get("/admin").text
    assert desk.send("/admin/account", "/admin/sign-out").status_code == 303
    assert desk.get("/admin").location.endswith("/admin/sign-in")


def test_a_cookie_that_was_kept_opens_nothing_after_signing_out(hire: Hire) -> None:
    desk = hire()
    kept = desk.browser.get_cookie("__Host-admin-session", domain="cinema.example")
    assert kept is not None
    desk.send("/admin/account", "/admin/sign-out")
    desk.browser.set_cookie("__Host-admin-session", kept.value, domain="cinema.example", secure=True)
    assert desk.get("/admin").status_code == 303


def test_the_session_cookie_is_for_this_host_and_no_script(hire: Hire) -> None:
    desk = hire(signed_in=False)
    cookies = [
        header
        for response in (
            desk.send("/admin/sign-in", "", email=desk.person.email, password=PASSWORD),
            desk.sign_in(),
        )
        for header in response.headers.getlist("Set-Cookie")
    ]
    assert len(cookies) == 3
    for cookie in cookies:
        assert cookie.startswith("__Host-")
        assert all(word in cookie for word in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"))
        assert "Domain" not in cookie


def test_what_is_wrong_is_said_at_the_field_and_the_address_stays(hire: Hire) -> None:
    desk = hire(signed_in=False)
    page = desk.send("/admin/sign-in", "", email=desk.person.email, password="not it")
    assert page.status_code == 422
    assert f'value="{desk.person.email}"' in page.text
    assert "do not belong together" in page.text
    assert "not it" not in page.text
    desk.send("/admin/sign-in", "", email=desk.person.email, password=PASSWORD)
    assert "does not fit" in desk.send("/admin/second-factor", "", code="12 34").text


def test_after_signing_in_one_is_where_one_wanted_to_be_and_never_elsewhere(hire: Hire) -> None:
    desk = hire(signed_in=False)
    assert desk.get("/admin/activity").location.endswith("/admin/sign-in?next=/activity")
    for asked, led in {
        "/activity": "/admin/activity",
        "//evil.example": "/admin",
        "https://evil.example": "/admin",
        "/\\evil.example": "/admin",
        "/%0d%0aSet-Cookie:x": "/admin",
    }.items():
        desk.person.house.clock.forward(seconds=31)
        desk.send("/admin/sign-in", "", email=desk.person.email, password=PASSWORD)
        data = {**desk.browser.form("/admin/second-factor", ""), "code": desk.person.digits()}
        done = desk.post(f"/admin/second-factor?next={asked}", data)
        assert done.location.endswith(led), asked


@pytest.mark.parametrize("path", ["/admin/second-factor", "/admin/second-factor/new"])
def test_without_the_password_there_is_no_second_step(site: Site, path: str) -> None:
    assert site.reader().get(path).location.endswith("/admin/sign-in")


def test_an_invited_colleague_joins_through_the_pages(site: Site, hire: Hire) -> None:
    owner = hire()
    invited = owner.send("/admin/people", "", email="ben@example.com", name="Ben", role="editor")
    assert invited.status_code == 303
    letter = site.house.messages()[-1]
    assert (letter.recipient, letter.competition_id) == ("ben@example.com", None)
    link = next(word for word in letter.text.split() if "/admin/join/" in word).removeprefix(
        "https://cinema.example/draws"
    )
    browser = site.reader()
    assert "Welcome, Ben" in browser.get(link).text
    weak = browser.post(link, data={**browser.form(link, ""), "password": "short"}, headers=OWN)
    assert weak.status_code == 422
    browser.post(link, data={**browser.form(link, ""), "password": PASSWORD}, headers=OWN)
    page = browser.get("/admin/second-factor/new")
    assert "/admin/second-factor/new.svg" in page.text
    assert browser.get("/admin/second-factor/new.svg").data.startswith(b"<?xml")
    assert browser.get(link).status_code == 404
    assert "Ben" in owner.get("/admin/people").text


def test_what_is_dangerous_asks_for_the_password_again_and_leads_back(hire: Hire) -> None:
    desk = hire()
    desk.person.house.clock.forward(minutes=11)
    asked = desk.get("/admin/people")
    assert asked.location.endswith("/admin/prove?next=/people")
    wrong = desk.send("/admin/prove?next=/people", "", password="no")
    assert wrong.status_code == 422
    data = {**desk.browser.form("/admin/prove", ""), "password": PASSWORD}
    assert desk.post("/admin/prove?next=/people", data).location.endswith("/admin/people")
    assert desk.get("/admin/people").status_code == 200


def test_codes_for_paper_are_shown_once(hire: Hire) -> None:
    desk = hire()
    page = desk.send("/admin/account", "/admin/account/recovery-codes")
    assert page.text.count("<code>") == 10
    assert page.headers["Cache-Control"] == "no-store"
    assert "10 codes on paper left" in desk.get("/admin/account").text


def test_an_observer_sees_no_list_of_people(hire: Hire) -> None:
    desk = hire("vera", Role.OBSERVER)
    assert desk.get("/admin/people").status_code == 403
    assert "/admin/people" not in desk.get("/admin").text
