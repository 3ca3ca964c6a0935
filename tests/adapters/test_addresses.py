"""Addresses: what is one, who is the same person by the published rule, and who is not (O3, O4, O9, O23)."""

import time
import unicodedata

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from competition.adapters.addresses import fold_quickly, for_envelope, read, suggestion
from competition.rules.errors import RuleError

TAGGED = (
    "outlook.com", "hotmail.com", "live.com", "icloud.com", "me.com", "mac.com",
    "proton.me", "protonmail.com", "pm.me", "fastmail.com",
)  # fmt: skip
LOCAL = st.from_regex(r"[a-z0-9](\.?[a-z0-9]){0,12}", fullmatch=True)
TAG = st.from_regex(r"[a-z0-9]{0,5}", fullmatch=True)
DOMAIN = st.sampled_from(
    ["example.com", "example.org", "mail.example.net", "bücher.example", "gmail.com", *TAGGED]
)


def folded(text: str) -> str:
    return read(text).folded


def refused(text: str) -> bool:
    try:
        read(text)
    except RuleError as error:
        return error.field == "email"
    return False


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Ann@Example.COM", "ann@example.com"),
        ("  ann@example.com ", "ann@example.com"),
        ("ann@BÜCHER.example", "ann@bücher.example"),
        ("ann@bücher.example", "ann@xn--bcher-kva.example"),
        ("ann@bu\u0308cher.example", "ann@XN--BCHER-KVA.example"),
        ("zoe\u0308@example.com", "zoë@example.com"),
        ("ann@例え。jp", "ann@例え.jp"),
        ("A.n.n+tag@Gmail.com", "ann@gmail.com"),
        ("ann@googlemail.com", "a.nn@gmail.com"),
        ("ann+a+b@gmail.com", "ann@gmail.com"),
        *((f"ann+news@{domain}", f"Ann@{domain.upper()}") for domain in TAGGED),
    ],
)
def test_these_are_one_mailbox(first: str, second: str) -> None:
    assert folded(first) == folded(second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("a.b@example.org", "ab@example.org"),
        ("ann+tag@example.org", "ann@example.org"),
        ("a.nn@outlook.com", "ann@outlook.com"),
        ("ann@gmail.com", "ann@outlook.com"),
        ("ann@hotmail.com", "ann@outlook.com"),
        ("ann@me.com", "ann@icloud.com"),
        ("ann@protonmail.com", "ann@proton.me"),
        ("a.b@mail.gmail.com", "ab@mail.gmail.com"),
        ("ann@faß.de", "ann@fass.de"),
        ("ann@example.com", "ann@example.co"),
        ("zoë@example.com", "zoe@example.com"),
    ],
)
def test_these_are_two_mailboxes(first: str, second: str) -> None:
    assert folded(first) != folded(second)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(LOCAL, TAG, DOMAIN, st.data())
def test_spellings_that_the_rule_makes_equal_fold_to_one(
    local: str, tag: str, domain: str, data: st.DataObject
) -> None:
    plain = f"{local}@{domain}"
    spelled = "".join(c.upper() if data.draw(st.booleans()) else c for c in local)
    if domain == "gmail.com":
        spelled = spelled.replace(".", "") if data.draw(st.booleans()) else spelled
        domain = data.draw(st.sampled_from(["gmail.com", "googlemail.com", "GMail.com"]))
    if domain.lower() in {*TAGGED, "gmail.com", "googlemail.com"}:
        spelled += f"+{tag}"
    if data.draw(st.booleans()):
        domain = unicodedata.normalize("NFD", domain).upper()
    assert folded(f"{spelled}@{domain}") == folded(plain)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(LOCAL, LOCAL, st.sampled_from(["example.com", "example.org", "bücher.example"]))
def test_nothing_else_is_merged(first: str, second: str, domain: str) -> None:
    assume(first != second)
    assert folded(f"{first}@{domain}") != folded(f"{second}@{domain}")


@settings(deadline=None)
@given(LOCAL, TAG, DOMAIN)
def test_folding_twice_is_folding_once_and_mail_goes_to_the_address_as_typed(
    local: str, tag: str, domain: str
) -> None:
    typed = f"{local.upper()}+{tag}x@{domain}"
    address = read(f" {typed} ")
    assert address.typed == typed
    assert folded(address.folded) == address.folded


@pytest.mark.parametrize(
    "separator", ["\r\n", "\r", "\n", "\0", "\x85", "\u2028", "\u2029", "\x0b", "\x1c", "\t", " "]
)
@pytest.mark.parametrize(
    "place", ["ann{}@example.com", "ann@exam{}ple.com", "ann@example.com{}Bcc: ben@example.com"]
)
def test_separators_are_no_part_of_an_address(separator: str, place: str) -> None:
    assert refused(place.format(separator))


@pytest.mark.parametrize(
    "text",
    [
        "", "ann", "ann@", "@example.com", "ann@@example.com", "ann@example", "a,b@example.com",
        "ann@example.com,ben@example.com", "ann@example.com;", "Ann <ann@example.com>", "<ann@example.com>",
        '"ann b"@example.com', "ann@[127.0.0.1]", "ann@localhost", "\ud800@example.com", "ann@exa_mple.com",
        "a" * 65 + "@example.com", "ann@" + "a" * 250 + ".com", "ann@-example.com", "ann@ｅxample.com",
        "+@gmail.com", "...@gmail.com",
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused_with_a_sentence(text: str) -> None:
    assert refused(text)


@pytest.mark.parametrize(
    "text", ["a" * 1_000_000, "a@" * 500_000, "ann@" + "é." * 300_000, "\u0300" * 1_000_000]
)
def test_a_megabyte_is_refused_at_once(text: str) -> None:
    start = time.perf_counter()
    assert refused(text)
    assert time.perf_counter() - start < 0.05


def test_a_mail_server_is_given_the_domain_in_ascii_and_the_local_part_as_typed() -> None:
    assert for_envelope("Ann.B+x@Bücher.example") == "Ann.B+x@xn--bcher-kva.example"
    assert for_envelope("zoë@Example.com") == "zoë@Example.com"


def test_the_digest_depends_on_the_key_and_on_the_person_only() -> None:
    key, other = bytes(32), bytes(31) + b"\1"
    assert read("Ann@Example.com").digest(key) == read("ann@example.com").digest(key)
    assert read("ann@example.com").digest(key) != read("ann@example.com").digest(other)
    assert len(read("ann@example.com").digest(key)) == 32


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ann@gmial.com", "ann@gmail.com"),
        ("ann@gmal.com", "ann@gmail.com"),
        ("ann@gmaill.com", "ann@gmail.com"),
        ("ann@gnail.com", "ann@gmail.com"),
        ("ann@gmail.co", "ann@gmail.com"),
        ("ann@gmail.con", "ann@gmail.com"),
        ("Ann@Hotmial.com", "Ann@hotmail.com"),
        ("ann@yaho.co.uk", "ann@yahoo.co.uk"),
        ("ann@outlok.com", "ann@outlook.com"),
    ],
)
def test_a_slip_in_a_common_domain_is_noticed(typed: str, meant: str) -> None:
    assert suggestion(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "ann@gmail.com",
        "ann@example.com",
        "ann@mail.com",
        "ann@ymail.com",
        "",
        "ann",
        "@gmial.com",
        "a@" + "b" * 90_000,
    ],
)
def test_what_may_well_be_meant_is_left_alone(typed: str) -> None:
    assert suggestion(typed) is None


PARTS = st.text("aA9_+-. @é\u00a0", max_size=12) | st.sampled_from(
    ["ann", "a.b", "x" * 64, "x" * 65, "gmail.com", "example.com", "-x.example", "x--y.example", "localhost"]
)


@settings(max_examples=400, deadline=None)
@given(PARTS, PARTS, st.sampled_from(["", ".com", ".example", "." + "x" * 190]))
def test_the_quick_reading_of_long_lists_says_the_same(local: str, domain: str, end: str) -> None:
    text = f"{local}@{domain}{end}"
    try:
        wanted: str | None = read(text).folded
    except RuleError:
        wanted = None
    try:
        found: str | None = fold_quickly(text)
    except RuleError:
        found = None
    assert found == wanted
