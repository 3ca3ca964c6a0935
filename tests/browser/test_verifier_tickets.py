"""Check my ticket, in the browser: where a ticket stands, from the record and a receipt alone."""

import json
from pathlib import Path
from typing import Any

import pytest

from competition.audit.__main__ import main
from competition.draw.errors import MalformedError, UncheckableError
from competition.draw.merkle import leaf_hash, verify_inclusion
from competition.draw.tickets import fold_email
from tests.audit import golden
from tests.browser.verifier_cases import made
from tests.fixtures.verifier_page import Verifier, packed, record
from tests.records import Draft, Files
from tests.stories import awarded, event, grouped, waiting

ADDRESSES = (
    *("Ann@Example.com", " ann@example.com\n", "a.n.n+x@GMail.com", "a.n.n+x@googlemail.com", "+x@gmail.com"),
    *("a.b+c@outlook.com", "a.b+c@example.org", "o'brien@example.com", 'a"b@example.com', "a b@example.com"),
    *("a@b@example.com", "ann", "@example.com", "ann@", "", "a\u0301nn@example.com", "\u1e96@example.com"),
    *("H\u0331@example.com", "\u0130@example.com", "\u03a3\u03a3@example.com", "ann@b\u00fccher.example"),
    *("ann@XN--bcher-kva.example", "a\u00a0b@example.com", "a\u200bb@example.com", "a\x7fb@example.com"),
    *("\u3000ann@example.com", "a\u2028b@example.com", "a\ufeffb@example.com", "..@gmail.com"),
)


def test_addresses_are_folded_as_the_service_folds_them(verifier: Verifier) -> None:
    answers = verifier.ask("fold", [{"address": address} for address in ADDRESSES])
    found = [answer.get("value", answer.get("finding", {}).get("kind")) for answer in answers]
    assert found == [folded(address) for address in ADDRESSES]


def folded(address: str) -> str:
    try:
        return fold_email(address)
    except MalformedError:
        return "malformed"
    except UncheckableError:
        return "unknown"


def standing(verifier: Verifier, files: Files, note: bytes, salt: str, email: str) -> dict[str, Any]:
    receipt = {"note": packed(note), "salt": salt, "email": email}
    [answer] = verifier.ask("standing", [{"files": record(files), "receipt": receipt}])
    return answer


def of_entrant(verifier: Verifier, draft: Draft, files: Files, number: int) -> dict[str, Any]:
    address, salt = draft.entrants[number][0], draft.opening(number)[1]
    found: dict[str, Any] = standing(verifier, files, draft.receipt(number), salt, address)["value"]
    return found


@pytest.mark.parametrize("name", [name for name in golden.NAMES if golden.receipts(name)])
def test_the_holder_of_a_receipt_is_told_what_the_command_line_tells(
    name: str, verifier: Verifier, capsys: pytest.CaptureFixture[str]
) -> None:
    for said in golden.receipts(name):
        note = Path(said["receipt"]).read_bytes()
        answer = standing(verifier, golden.files(name), note, said["salt"], said["address"])
        found = answer["value"]
        main(["rank", found["ticket"], str(golden.folder(name)), "--json"])
        expected = json.loads(capsys.readouterr().out)
        assert (found["rank"], found["score"]) == (expected["rank"], expected["score"])
        if expected["excluded"]:
            assert found["outcome"]["reason"] == expected["excluded"]
        else:
            assert found["cutoff"] == expected["last_winning_score"]
            assert (found["outcome"]["as"], found["outcome"]["number"]) == (
                expected["as"] or "none",
                expected["number"],
            )


def test_every_entrant_of_a_draw_with_groups_is_told_their_place(verifier: Verifier) -> None:
    draft, files = made(grouped)
    found = [of_entrant(verifier, draft, files, number) for number in range(len(draft.entrants))]
    listed = [one for one in found if one["rank"]]
    assert sorted(one["rank"] for one in listed) == list(range(1, len(draft.entries) + 1))
    kinds = [line.split(" ")[0] for line in files["result.txt"].decode().splitlines()]
    told = sorted(one["outcome"]["as"] for one in listed if one["outcome"]["as"] != "none")
    assert told == sorted(kinds)
    assert {"prize", "reserve", "skip", "excluded"} <= {one["outcome"]["as"] for one in found}
    best = min(listed, key=lambda one: one["rank"])
    assert best["score"] == min(one["score"] for one in listed)
    assert best["outcome"]["prize"] == draft.manifest["prizes"][0]["title"]


def test_the_proof_leads_from_the_line_to_the_root_that_was_mailed(verifier: Verifier) -> None:
    draft, files = made(event)
    found = of_entrant(verifier, draft, files, 0)
    proof, lines = found["proof"], files["entries.txt"].splitlines()
    assert proof["size"] == len(lines) == found["of"]
    assert proof["index"] + 1 == found["line"]
    path, root = [bytes.fromhex(node) for node in proof["path"]], bytes.fromhex(proof["root"])
    assert proof["root"].encode() in files["freeze.note"]
    verify_inclusion(leaf_hash(lines[proof["index"]]), proof["index"], proof["size"], path, root)


def test_a_reserve_who_was_promoted_is_told_what_they_hold_now(verifier: Verifier) -> None:
    draft, files = made(awarded)
    found = [of_entrant(verifier, draft, files, number)["outcome"] for number in range(len(draft.entrants))]
    promoted = [one for one in found if one["as"] == "reserve" and one["holds"]]
    assert promoted
    assert all(one["title"] in [prize["title"] for prize in draft.manifest["prizes"]] for one in promoted)
    assert any(one["as"] == "prize" and one["holds"] is None for one in found)


def test_before_the_draw_a_ticket_has_a_line_and_a_proof_and_no_rank(verifier: Verifier) -> None:
    draft, files = made(waiting)
    found = of_entrant(verifier, draft, files, 0)
    assert (found["outcome"]["as"], found["rank"], found["score"]) == ("not drawn", None, None)
    assert found["proof"]["size"] == found["of"]


def test_who_cannot_open_the_ticket_is_told_so(verifier: Verifier) -> None:
    draft, files = made(event)
    answer = standing(verifier, files, draft.receipt(0), draft.opening(0)[1], "mallory@example.com")
    assert answer["finding"]["code"] == "receipt_ticket"


def test_of_a_record_that_failed_no_place_is_told(verifier: Verifier) -> None:
    draft, files = made(event)
    spoiled = files | {"rules.txt": b"other\n"}
    answer = standing(verifier, spoiled, draft.receipt(0), draft.opening(0)[1], "ann@example.com")
    assert answer["finding"]["code"] == "record"
