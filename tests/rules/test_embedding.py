"""Which sites may show the form: origins as a policy names them, and nothing that could be anybody's."""

import pytest

from competition.rules.embedding import MOST_ORIGINS, origin, origins, problem
from tests.rules.test_describing import described


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("https://cinema.example", "https://cinema.example"),
        (" HTTPS://Cinema.Example/ ", "https://cinema.example"),
        ("https://cinema.example:443", "https://cinema.example"),
        ("https://cinema.example:8443", "https://cinema.example:8443"),
        ("http://localhost:8000", "http://localhost:8000"),
        ("http://127.0.0.1", "http://127.0.0.1"),
        ("http://review.localhost:80", "http://review.localhost"),
        ("https://xn--bcher-kva.example", "https://xn--bcher-kva.example"),
        ("https://a.example:1", "https://a.example:1"),
        (f"https://{'a' * 253}", f"https://{'a' * 253}"),
    ],
)
def test_these_are_origins(typed: str, found: str) -> None:
    assert origin(typed) == found


@pytest.mark.parametrize(
    "typed",
    [
        *("", "*", "https://*", "https://*.example", "cinema.example", "//cinema.example", "https:"),
        *("http://cinema.example", "http://localhost.example", "ftp://cinema.example", "data:", "'self'"),
        *("https://cinema.example/review", "https://cinema.example?x", "https://a@cinema.example"),
        *("https://cinema.example:0", "https://cinema.example:65536", "https://-a.example"),
        *(
            "https://a.example https://b.example",
            "https://a.example;",
            "https://a.example, b",
            "https://bücher.example",
        ),
        f"https://{'a' * 254}",
    ],
)
def test_these_are_none(typed: str) -> None:
    assert origin(typed) is None
    assert origins([typed]) == ()


def test_a_list_says_what_is_wrong_with_it() -> None:
    assert problem(["https://a.example", "b.example"]).startswith("“b.example” is no address of a site")
    assert problem(["x" * 100]).startswith(f"“{'x' * 80}” is no address")
    assert problem([f"https://a{n}.example" for n in range(MOST_ORIGINS)]) == ""
    assert problem([f"https://a{n}.example" for n in range(MOST_ORIGINS + 1)]) == "Name 20 sites at most."


def test_a_description_names_each_once() -> None:
    assert described(embed=["https://a.example/", "https://A.example"]).embed == ("https://a.example",)
