"""Nobody can find out from our pages who has entered (guarantee O6)."""

from collections.abc import Callable

import pytest
from werkzeug.test import TestResponse

from competition.rules.errors import RuleError
from competition.services import entries, excluding
from tests.services.builders import SLUG
from tests.web.conftest import Site
from tests.web.reader import Reader, location
from tests.web.test_entering import PAGE, WHOLE

EMAIL = "ann@example.com"
Prepare = Callable[[Site, Reader], object]


def pending(site: Site, _reader: Reader) -> None:
    site.house.enter(EMAIL)


def confirmed(site: Site, reader: Reader) -> str:
    pending(site, reader)
    return location(reader.post(f"/confirm/{site.house.token()}"))


def withdrawn(site: Site, reader: Reader) -> None:
    reader.send(f"{confirmed(site, reader)}/withdraw", "", email=EMAIL)


def excluded(site: Site, reader: Reader) -> None:
    confirmed(site, reader)
    (entry,) = site.house.entries()
    with site.house.write() as session:
        excluding.exclude(
            session, SLUG, entry.ticket or "", "duplicate", actor="operator", instance=site.house.instance
        )


def throttled(site: Site, _reader: Reader) -> None:
    for _ in range(8):
        site.house.enter(EMAIL)


STATES: dict[str, Prepare] = {
    "is new": lambda _site, _reader: None,
    "is pending": pending,
    "is confirmed": confirmed,
    "has withdrawn": withdrawn,
    "was left out": excluded,
    "was written to too often": throttled,
}


def seen(answer: TestResponse) -> tuple[str, dict[str, str], str]:
    """All that a stranger sees, without the instant of the answer."""
    headers = {name: value for name, value in answer.headers.items() if name != "Date"}
    return answer.status, headers, answer.text


def asked(reader: Reader, action: str) -> tuple[str, dict[str, str], str]:
    page = PAGE if action == "enter" else f"{PAGE}/check-mail"
    typed = {**WHOLE, "email": EMAIL} if action == "enter" else {"email": EMAIL}
    return seen(reader.post(f"{PAGE}/{action}", data={**reader.form(page, f"/{action}"), **typed}))


@pytest.mark.parametrize("action", ["enter", "resend"])
@pytest.mark.parametrize("prepare", STATES.values(), ids=STATES.keys())
def test_an_address_gets_the_same_answer_whatever_is_known_of_it(
    site: Site, reader: Reader, action: str, prepare: Prepare
) -> None:
    stranger = asked(reader, action)
    prepare(site, reader)
    assert asked(reader, action) == stranger


def test_the_comparison_notices_a_service_that_tells(
    site: Site, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    def tell(*_args: object, **_options: object) -> None:
        raise RuleError("known", "This address has entered already.", field="email")

    stranger = asked(reader, "resend")
    monkeypatch.setattr(entries, "resend", tell)
    assert asked(reader, "resend") != stranger


def test_a_wrong_code_is_refused_alike_for_an_address_that_never_entered(site: Site, reader: Reader) -> None:
    def refused() -> TestResponse:
        fields = {**reader.form(f"{PAGE}/check-mail", "/code"), "email": EMAIL, "code": "000000"}
        return reader.post(f"/c/{SLUG}/code", data=fields)

    def visible(answer: TestResponse) -> tuple[int, list[str]]:
        return answer.status_code, [line for line in answer.text.splitlines() if "value=" not in line]

    stranger = refused()
    pending(site, reader)
    assert visible(refused()) == visible(stranger)
