"""The checker itself: it must find each fault, or its silence would mean nothing."""

import pytest

from tests.web.page_checker import faults

GOOD = """<!doctype html>
<html lang="en-GB"><head><meta name="viewport" content="width=device-width"><title>Enter – Cinema</title>
<link rel="stylesheet" href="/known"></head><body><main><h1>Enter</h1><h2>Now</h2>
<form action="/known" method="post"><label for="a">Mail</label>
<input id="a" type="email" autocomplete="email">
<fieldset><legend>Can you?</legend><button type="submit">Send</button></fieldset></form>
<img src="/known" alt="" width="1" height="1"><a href="#a">up</a> <a href="https://drand.love">drand</a>
<p><time datetime="2026-08-29T17:00:00Z">29 Aug, 18:00 BST</time> <code>HASH</code></p>
</main></body></html>""".replace("HASH", "0" * 64)


def known(path: str, _method: str) -> bool:
    return path == "/known"


def test_a_good_page_has_no_faults() -> None:
    assert faults(GOOD, known) == []


@pytest.mark.parametrize(
    ("good", "bad", "fault"),
    [
        ("<!doctype html>", "", "doctype"),
        (' lang="en-GB"', "", "language"),
        ("Enter – Cinema", "Enter", "title"),
        ("<h1>Enter</h1>", "", "0 h1"),
        ("<h2>Now</h2>", "<h1>Now</h1>", "2 h1"),
        ("<h2>Now</h2>", "<h3>Now</h3>", "an h3 follows an h1"),
        ("<h2>Now</h2>", "<h2></h2>", "an empty <h2>"),
        ("<h2>Now</h2>", "<h2>Now</h3>", "</h3> closes nothing"),
        ("<h2>Now</h2>", '<h2 id="a">Now</h2>', "id 'a' stands 2 times"),
        ('<label for="a">', "<label>", "no label"),
        ('href="#a"', 'href="#b"', "'#b' leads nowhere"),
        ("<legend>Can you?</legend>", "", "no legend"),
        ('type="submit"', "", "no type"),
        (' autocomplete="email"', "", "may be filled in"),
        ("<p>", '<p style="color:red">', "style in the page"),
        ("<p>", '<p onclick="x()">', "script in an attribute"),
        ("<p>", "<script>x()</script><p>", "a script stands in the page"),
        ('alt="" ', "", "no alt"),
        ('action="/known"', 'action="/unknown"', "POST /unknown leads to no route"),
        ('src="/known"', 'src="https://cdn.example/x.png"', "//foreign leads to no route"),
        ("<code>", "<b>", "a hash stands outside <code>"),
        ("29 Aug, 18:00 BST", "29 Aug, 18:00", "does not say its zone"),
        ('datetime="2026-08-29T17:00:00Z"', 'datetime="2026-08-29"', "no machine-readable instant"),
        ("<p>", '<p class="wrong">', "a field is wrong"),
    ],
)
def test_each_fault_is_found(good: str, bad: str, fault: str) -> None:
    assert good in GOOD
    assert any(fault in found for found in faults(GOOD.replace(good, bad), known)), faults(
        GOOD.replace(good, bad), known
    )
