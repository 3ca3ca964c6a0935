"""Passkeys in a real browser with a virtual authenticator: made once, shown at the next sign-in."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from competition.services.admins import second_factors
from tests.fixtures.smtp import Mailroom
from tests.journeys.live import Live, live
from tests.services.admins.staff import PASSWORD, Person, joined
from tests.services.admins.test_signing_in import half


def authenticator(page: Page) -> None:
    """A key that answers as soon as it is asked."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def password(page: Page, site: Live, person: Person) -> None:
    person.house.clock.forward(seconds=31)
    page.goto(f"{site.base_url}/admin/sign-in")
    page.fill("[name=email]", person.email)
    page.fill("[name=password]", PASSWORD)
    page.click("#send button")


def test_a_passkey_is_made_and_then_signs_in(
    sqlite_url: str, tmp_path: Path, smtp_server: Mailroom, chromium: Browser
) -> None:
    with live(sqlite_url, tmp_path, smtp_server) as site:
        olive = joined(site.house, "olive")
        page = chromium.new_context(ignore_https_errors=True).new_page()
        authenticator(page)
        password(page, site, olive)
        page.fill("[name=code]", olive.digits())
        page.click("#send button")
        page.goto(f"{site.base_url}/admin/account")
        page.fill("#passkey [name=name]", "Olive’s phone")
        page.click("#passkey button")
        page.wait_for_selector("text=Olive’s phone, a passkey since")
        page.click("text=Sign out everywhere")
        password(page, site, olive)
        page.click("#passkey button")
        page.wait_for_url(f"{site.base_url}/admin")
        assert "Signed in as Olive" in page.inner_text("footer")


@pytest.mark.parametrize("answer", ["", "{}", '{"rawId": "AAAA"}', "no JSON", '{"rawId": 7}'])
def test_an_answer_that_proves_nothing_opens_nothing(
    sqlite_url: str, tmp_path: Path, smtp_server: Mailroom, answer: str
) -> None:
    from competition.services.admins import factors, signing_in
    from tests.services.admins.staff import HOME

    with live(sqlite_url, tmp_path, smtp_server) as site:
        olive, own = joined(site.house, "olive"), site.house.instance
        token = half(olive)
        with site.house.write() as session:
            second_factors.challenge(session, token, instance=own)
        with site.house.write() as session:
            proof = factors.by_passkey(answer, instance=own)
            assert signing_in.finish(session, token, proof, HOME, instance=own) is None
