"""Addresses are folded as published and never more, and tickets open to one address and salt (§4)."""

import json
import unicodedata
from pathlib import Path

import idna
import pytest
from hypothesis import given
from hypothesis import strategies as st

from competition.draw import tickets
from competition.draw.errors import MalformedError, UncheckableError
from tests.record_pieces import GOLDEN


def to_ascii(domain: str) -> str:
    try:
        return idna.encode(domain).decode()
    except idna.IDNAError as error:
        raise ValueError(str(error)) from None


@pytest.mark.parametrize(
    ("address", "folded"),
    [
        ("ann@example.com", "ann@example.com"),
        ("  Ann@EXAMPLE.com\t\n", "ann@example.com"),
        ("ANN+Tag@Example.Com", "ann+tag@example.com"),
        ("a.n.n@example.com", "a.n.n@example.com"),
        ("A.n.n+x+y@Gmail.com", "ann@gmail.com"),
        ("ann@GOOGLEMAIL.com", "ann@gmail.com"),
        ("a.n.n+x@outlook.com", "a.n.n@outlook.com"),
        *((f"Ann+x@{domain}", f"ann@{domain}") for domain in sorted(tickets._TAGGED - tickets._DOTLESS)),
        ("ann+x@sub.gmail.com", "ann+x@sub.gmail.com"),
        ("ann+x@gmail.com.example", "ann+x@gmail.com.example"),
        ("ann+x@yahoo.com", "ann+x@yahoo.com"),
        ("ann@example.com.", "ann@example.com."),
        ("o'brien@example.com", "o'brien@example.com"),
        ("a%b!c@example.com", "a%b!c@example.com"),
        ("Ärger@example.com", "ärger@example.com"),
        ("A\u0308rger@example.com", "ärger@example.com"),
        ("ẞ@example.com", "ß@example.com"),
        ("İ@example.com", "i̇@example.com"),
        ("H\u0331\u0331@example.com", unicodedata.normalize("NFC", "h\u0331\u0331") + "@example.com"),
        ("ΟΔΟΣ@example.com", "οδος@example.com"),
    ],
)
def test_an_address_is_folded(address: str, folded: str) -> None:
    assert tickets.fold_email(address) == folded


def test_the_providers_whose_tags_fall_are_those_of_the_protocol() -> None:
    assert {
        *("gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "icloud.com", "me.com"),
        *("mac.com", "proton.me", "protonmail.com", "pm.me", "fastmail.com"),
    } == tickets._TAGGED


@pytest.mark.parametrize(
    "address",
    [
        *(
            "",
            " ",
            "@",
            "ann",
            "ann@",
            "@example.com",
            "a@b@example.com",
            "an n@example.com",
            "ann@exam ple.com",
        ),
        *(
            '"ann"@example.com',
            'ann@exa"mple.com',
            "ann\0@example.com",
            "ann\x7f@example.com",
            "ann\x85@example.com",
        ),
        *("ann\n@example.com", "ann\u2028@example.com", "ann\u00a0@example.com", "ann\u3000@example.com"),
        *("+x@gmail.com", "...@gmail.com", ".+x@gmail.com", "+@outlook.com", "ann\ud800@example.com"),
        *("ann\x1c@example.com", "ann@\texample.com"),
    ],
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(MalformedError):
        tickets.fold_email(address, to_ascii)


@pytest.mark.parametrize(
    ("address", "folded"),
    [
        ("ann@bücher.example", "ann@xn--bcher-kva.example"),
        ("ann@bu\u0308cher.example", "ann@xn--bcher-kva.example"),
        ("ann@straße.example", "ann@xn--strae-oqa.example"),
    ],
)
def test_a_domain_is_written_in_its_idna_2008_form(address: str, folded: str) -> None:
    assert tickets.fold_email(address, to_ascii) == folded
    with pytest.raises(UncheckableError) as caught:
        tickets.fold_email(address)
    assert caught.value.code == "idna"


def test_a_domain_that_idna_2008_refuses_is_refused() -> None:
    with pytest.raises(MalformedError):
        tickets.fold_email("ann@☃.example", to_ascii)


locals_ = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Zs", "Zl", "Zp"], exclude_characters='@"'),
    min_size=1,
    max_size=12,
)


@given(locals_, st.sampled_from(["example.com", "gmail.com", "outlook.com", "GOOGLEMAIL.com"]))
def test_folding_twice_is_folding_once_and_the_entrant_is_nfc(local: str, domain: str) -> None:
    try:
        folded = tickets.fold_email(f"{local}@{domain}")
    except MalformedError:
        return
    assert unicodedata.is_normalized("NFC", folded)
    assert tickets.fold_email(tickets.fold_email(f" {local}@{domain} ")) == tickets.fold_email(folded)


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*/receipts/*.json")), ids=lambda path: path.stem)
def test_the_addresses_and_salts_of_the_worked_records_open_their_tickets(path: Path) -> None:
    given = json.loads(path.read_text())
    assert tickets.fold_email(given["address"]) == given["folded"]
    note = path.with_name(given["receipt"]).read_text()
    receipt = tickets.parse_receipt(note.rpartition("\n\n")[0] + "\n", file="f")
    opening = tickets.Opening(
        receipt.competition, f"email:{given['folded']}", tickets.parse_salt(given["salt"])
    )
    assert opening.ticket() == given["ticket"] == receipt.ticket


def test_the_example_of_the_protocol_is_written_so() -> None:
    opening = tickets.Opening("cinema.example/draws/never-sorry", "email:ann@example.com", bytes(32))
    assert opening.text() == (
        "prizedraw/v1 ticket\ncompetition cinema.example/draws/never-sorry\n"
        f"entrant email:ann@example.com\nsalt {'00' * 32}\n"
    )
    assert tickets.short("6f1d09ab44c2" + "0" * 52) == "6f1d-09ab-44c2"


hex64 = st.binary(min_size=32, max_size=32).map(bytes.hex)


@given(hex64, hex64, st.none() | st.binary(min_size=8, max_size=8), st.integers(0, 2**33))
def test_a_receipt_is_written_and_read_back(
    manifest: str, ticket: str, group: bytes | None, accepted: int
) -> None:
    receipt = tickets.Receipt("cinema.example/x", manifest, ticket, group.hex() if group else "-", accepted)
    assert tickets.parse_receipt(receipt.text(), file="f") == receipt


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("competition c", "competition C", 2),
        ("manifest a", "manifest A", 3),
        ("ticket b", "ticket g", 4),
        ("group -", "group --", 5),
        ("group -", "group ", 5),
        ("accepted 2", "accepted 3-", 6),
    ],
)
def test_a_receipt_in_another_form_is_refused_with_its_line(old: str, new: str, line: int) -> None:
    text = tickets.Receipt("cinema.example/x", "a" * 64, "b" * 64, "-", 1_800_000_000).text()
    assert old in text
    with pytest.raises(MalformedError) as caught:
        tickets.parse_receipt(text.replace(old, new, 1), file="f")
    assert (caught.value.file, caught.value.line) == ("f", line)


def test_a_salt_is_read_in_either_case_and_nothing_else_is() -> None:
    assert tickets.parse_salt(f" {'AB' * 32}\n") == b"\xab" * 32
    for text in ("", "ab" * 31, "ab" * 33, "g" * 64, "a b" * 22):
        with pytest.raises(MalformedError):
            tickets.parse_salt(text)


def test_a_whole_list_is_sealed_as_each_ticket_is() -> None:
    ticket, salt = tickets.sealer("cinema.example/draws/lists/x"), bytes(range(32))
    for entrant in ("email:ann@example.com", "email:zoë@example.com"):
        opening = tickets.Opening("cinema.example/draws/lists/x", entrant, salt)
        assert ticket(entrant, salt.hex()) == opening.ticket()
