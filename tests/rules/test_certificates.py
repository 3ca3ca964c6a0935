"""The certificate of a purge and the chain of deeds, to the byte: others recompute both."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256
from typing import Any

import pytest

from competition.rules import certificates
from competition.rules.chain import START, Deed, link

PLAIN: dict[str, Any] = {
    "format": "purge/1",
    "competition": "cinema.example/c/x",
    "who": "Winners",
    "rule": "6 months after the last award",
    "due": "2027-02-28T19:00:00Z",
    "done": "2027-03-01T00:00:00Z",
    "erased": {"entries": 1204, "unconfirmed_consents": 0},
    "ids_sha256": sha256(b"1a\n2b\n").hexdigest(),
}
TEXT = """\
Certificate of erasure

Competition  cinema.example/c/x
Whose        Winners
Rule         6 months after the last award
Due          2027-02-28T19:00:00Z
Done         2027-03-01T00:00:00Z
Erased
  entries                 1,204
  unconfirmed consents    0
Ids          SHA-256 IDS
Certificate  SHA-256 DIGEST

What stays names nobody: tickets, receipts, and the published record, which verifies as before.
Consents to advertising that were confirmed stay until they are ended. Copies in mailboxes and in
backups are not reached from here: let backups expire.
"""


def test_a_certificate_holds_what_was_erased_and_one_digest_of_whom() -> None:
    said = {key: PLAIN[key] for key in ("competition", "who", "rule", "due", "done")}
    made = certificates.certificate(**said, counts=PLAIN["erased"], people=["2b", "1a"])
    assert made == PLAIN
    assert list(made) == list(PLAIN)


def test_its_digest_is_that_of_its_json_with_sorted_keys() -> None:
    text = (
        '{"competition":"cinema.example/c/x","done":"2027-03-01T00:00:00Z","due":"2027-02-28T19:00:00Z",'
        '"erased":{"entries":1204,"unconfirmed_consents":0},"format":"purge/1",'
        f'"ids_sha256":"{PLAIN["ids_sha256"]}","rule":"6 months after the last award","who":"Winners"}}'
    )
    assert certificates.digest(PLAIN) == sha256(text.encode()).hexdigest()


def test_people_read_it_line_by_line() -> None:
    written = TEXT.replace("IDS", PLAIN["ids_sha256"]).replace("DIGEST", certificates.digest(PLAIN))
    assert certificates.text(PLAIN) == written
    assert "\nCompetition  none\n" in certificates.text({**PLAIN, "competition": None})


DEED = Deed(7, datetime(2026, 8, 2, 9, 30, tzinfo=UTC), "jo", "entry.excluded", 3, "a€", {"b": 1, "a": "é"})


@pytest.mark.usefixtures("far_away")
def test_a_link_is_the_digest_of_the_row_and_of_the_one_before() -> None:
    text = (
        f'["activity/1","{START}",{{"action":"entry.excluded","actor":"jo","at":"2026-08-02T09:30:00.000000+00:00",'
        '"competition":3,"details":{"a":"\\u00e9","b":1},"id":7,"subject":"a\\u20ac"}]'
    )
    assert link(START, DEED) == sha256(text.encode()).hexdigest()
    assert START == "0" * 64


def test_a_link_does_not_depend_on_the_zone_in_which_an_instant_is_written() -> None:
    local = DEED.at.astimezone(timezone(timedelta(hours=5)))
    assert link(START, replace(DEED, at=local)) == link(START, DEED)


@pytest.mark.parametrize(
    "change",
    [
        {"id": 8},
        {"at": DEED.at + timedelta(microseconds=1)},
        {"actor": "sam"},
        {"action": "entry.included"},
        {"competition": None},
        {"subject": None},
        {"details": {}},
    ],
)
def test_no_part_of_a_row_can_change_without_its_link(change: dict[str, Any]) -> None:
    assert link(START, replace(DEED, **change)) != link(START, DEED)
    assert link("1" * 64, DEED) != link(START, DEED)
