"""A link is for one purpose, one competition, one entry, however it is spelt (guarantee O18)."""

import string
from hashlib import sha256

import pytest
from itsdangerous import Signer

from competition.adapters.tokens import Purpose, Tokens
from tests.services import builders
from tests.services.builders import SLUG
from tests.web.conftest import Site
from tests.web.reader import Reader, location
from tests.web.test_entering import PAGE, WHOLE, confirmed, enter

OTHER = "other-draw"
URL_SAFE = string.ascii_letters + string.digits + "-_"


def spellings(token: str) -> dict[str, str]:
    """The same token as programs on its way may write it."""
    return {
        "as it was mailed": token,
        "with its dot escaped": token.replace(".", "%2E"),
        "with its dot escaped in lower case": token.replace(".", "%2e"),
        "with every sign escaped": "".join(f"%{ord(sign):02X}" for sign in token),
    }


def damaged(token: str) -> dict[str, str]:
    public_id, _, signature = token.partition(".")
    others = [f"{token[:-1]}{sign}" for sign in URL_SAFE if sign != token[-1]]
    return {
        "in capitals": f"{public_id.upper()}.{signature}" if public_id.upper() != public_id else token[::-1],
        "with padding": f"{token}=",
        "with a space": f"{token}%20",
        "with a line break": f"{token}%0A",
        "with a NUL": f"{token}%00",
        "with another alphabet": token.replace("-", "+").replace("_", "%2F") + "+",
        "in full width": f"{public_id}%EF%BC%8E{signature}",
        "without its signature": public_id,
        **{f"ending with {last[-1]}": last for last in others},
    }


@pytest.mark.parametrize("kind", ["confirm", "e"])
def test_all_encodings_of_a_token_are_one_token_and_nothing_else_is(
    site: Site, reader: Reader, kind: str
) -> None:
    address = confirmed(site, reader)
    token = site.house.token() if kind == "confirm" else address.removeprefix("/e/")
    for how, spelt in spellings(token).items():
        assert reader.get(f"/{kind}/{spelt}").status_code == 200, how
    for how, wrong in damaged(token).items():
        answer = reader.get(f"/{kind}/{wrong}")
        # Two bits of the last sign are not read; whatever they say, it is the same entry.
        same = how.startswith("ending") and answer.status_code == 200
        assert same or answer.status_code == 404, how
    assert [entry.status for entry in site.house.entries()] == ["confirmed"]


def test_a_token_pressed_in_every_encoding_is_one_ticket(site: Site, reader: Reader) -> None:
    enter(reader)
    token = site.house.token()
    leads = {location(reader.post(f"/confirm/{spelt}")) for spelt in spellings(token).values()}
    assert len(leads) == 1
    assert [message.kind for message in site.house.messages()] == ["confirm", "receipt"]


def test_a_token_opens_nothing_but_what_it_is_for(site: Site, reader: Reader) -> None:
    address = confirmed(site, reader)
    entry_token, confirm_token = address.removeprefix("/e/"), site.house.token()
    withdraw_token = reader.form(f"{address}/withdraw", "")["withdraw_token"]
    for path in (
        f"/e/{confirm_token}",
        f"/confirm/{entry_token}",
        f"/e/{withdraw_token}",
        f"/confirm/{withdraw_token}",
    ):
        assert reader.get(path).status_code == 404, path
    assert reader.post(f"/confirm/{entry_token}").status_code == 404
    for wrong in (entry_token, confirm_token):
        sent = {"email": "ann@example.com", "withdraw_token": wrong}
        assert reader.post(f"{address}/withdraw", data=sent).status_code == 404
    assert [entry.status for entry in site.house.entries()] == ["confirmed"]


def test_control_without_a_purpose_in_its_signature_one_link_would_do_for_all(
    site: Site, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    def for_all(self: Tokens, _purpose: Purpose, _bound_to: str = "") -> Signer:
        return Signer(self.secrets[0], salt=b"for all", key_derivation="hmac", digest_method=sha256)

    monkeypatch.setattr(Tokens, "_signer", for_all)
    address = confirmed(site, reader)
    assert reader.get(f"/confirm/{address.removeprefix('/e/')}").status_code == 200


def test_what_belongs_to_one_competition_does_nothing_in_another(site: Site, reader: Reader) -> None:
    builders.publish(site.house.database, site.house.instance, slug=OTHER, opens="2026-08-02 09:00")
    here = reader.form(PAGE, "/enter")
    answer = reader.post(f"/c/{OTHER}/enter", data={**here, **WHOLE})
    assert answer.status_code == 422
    assert site.house.entries() == []
    enter(reader)
    own = reader.form(f"/c/{OTHER}/check-mail", "/code")
    typed = {"email": "ann@example.com", "code": site.house.code()}
    assert reader.post(f"/c/{OTHER}/code", data={**own, **typed}).status_code == 422
    assert [entry.status for entry in site.house.entries()] == ["pending"]
    there = reader.form(f"/c/{SLUG}/check-mail", "/code")
    assert location(reader.post(f"/c/{SLUG}/code", data={**there, **typed})).startswith("/e/")
