"""What others published, held against the browser's verifier: trees, notes, canonical JSON."""

import json
from typing import Any

from competition.draw import canonical
from competition.draw.errors import MalformedError
from tests.draw.test_canonical import within_the_format
from tests.fixtures.verifier_page import Verifier, packed
from tests.record_pieces import VECTORS

Case = dict[str, Any]


def known(name: str) -> Case:
    found: Case = json.loads((VECTORS / f"{name}.json").read_text())
    return found


def hexed(text: str) -> str:
    return packed(bytes.fromhex(text))


def accepted(answers: list[Case]) -> list[bool]:
    return [answer.get("value") is not False and "finding" not in answer for answer in answers]


def test_leaves_nodes_roots_and_paths_are_those_of_the_reference_tree(verifier: Verifier) -> None:
    vectors = known("rfc6962_tree")
    leaves = [hexed(text) for text in vectors["leaf_inputs_hex"]]
    sizes = range(len(leaves) + 1)
    roots = verifier.ask("tree", [{"leaves": leaves[:size], "index": None} for size in sizes])
    assert [answer["value"]["root"] for answer in roots] == [hexed(root) for root in vectors["roots_by_size"]]
    # RFC 6962 numbers leaves from 0.
    asked = [{"leaves": leaves[: one["size"]], "index": one["index"]} for one in vectors["inclusion"]]
    paths = [answer["value"]["path"] for answer in verifier.ask("tree", asked)]
    assert paths == [[hexed(node) for node in one["proof"]] for one in vectors["inclusion"]]
    node = vectors["hasher"]["node"]
    pair = {side: packed(node[f"{side}_utf8"].encode()) for side in ("left", "right")}
    assert verifier.ask("node", [pair])[0]["value"] == hexed(node["hash"])


def test_inclusion_is_refused_exactly_where_the_reference_refuses_it(verifier: Verifier) -> None:
    checks = known("rfc6962_inclusion_checks")["cases"]
    asked = [
        {
            "leaf": one["leafHash"],
            "index": one["leafIdx"],
            "size": one["treeSize"],
            "path": one["proof"] or [],
            "root": one["root"],
        }
        for one in checks
    ]
    assert accepted(verifier.ask("inclusion", asked)) == [not one["wantErr"] for one in checks]


def test_notes_keys_checkpoints_and_cosignatures_of_others_are_read_as_they_say(verifier: Verifier) -> None:
    vectors = known("notes_checkpoints")
    vkeys = verifier.ask("vkey", [{"text": one["vkey"], "kind": 1} for one in vectors["vkeys"]])
    assert accepted(vkeys) == [one["ok"] for one in vectors["vkeys"]]
    # Of notes with several lines §2 wants none, so those with one line are asked for.
    single = [one for one in vectors["notes"] if "note" in one and one["note"].count("\n\u2014 ") == 1]
    asked = [{"note": packed(one["note"].encode()), "keys": one["vkeys"], "kind": 1} for one in single]
    assert accepted(verifier.ask("signed", asked)) == [one["result"] == "ok" for one in single]
    assert {one["result"] for one in single} >= {"ok"}
    for one in vectors["checkpoints"]:
        text = one["checkpoint"].rpartition("\n\n")[0] + "\n"
        [found] = verifier.ask("head", [{"text": text}])
        assert found["value"] == [one["origin"], one["size"], one["root"]]
    for one in vectors["cosignature_v1"]:
        notes = [f"{one['body']}\n{line}\n".encode() for line in one["lines"]]
        asked = [{"note": packed(note), "keys": [one["vkey"]], "kind": 4} for note in notes]
        right = one["valid_line_index"]
        assert verifier.ask("signed", asked)[right]["value"] == one["timestamp"]


def test_canonical_json_is_read_exactly_if_it_is_canonical(verifier: Verifier) -> None:
    vectors = known("rfc8785_jcs")
    canonical_bytes = [bytes.fromhex(one["output_hex"]) for one in vectors["cases"]]
    written = [one["input_text"].encode() for one in vectors["cases"]]
    numbers = [one["expected"].encode() for one in vectors["numbers"] if one["expected"] is not None]
    odd = (
        b'{"a":1,"a":1}',
        b'"\\ud800"',
        b"-0",
        b"[1,]",
        b"\xef\xbb\xbf1",
        b"NaN",
        b"",
        b"1 ",
        b'"' + b"a" * 1000,
    )
    data = [*canonical_bytes, *written, *numbers, *odd]
    found = verifier.ask("json", [{"data": packed(one)} for one in data])
    assert accepted(found) == [is_canonical(one) for one in data]
    values = [json.loads(one) for one in canonical_bytes if within_the_format(json.loads(one))]
    texts = [answer["value"] for answer in verifier.ask("canonical", [{"value": value} for value in values])]
    assert [text.encode() for text in texts] == [canonical.dump(value) for value in values]


def is_canonical(data: bytes) -> bool:
    try:
        canonical.parse(data, file="f")
    except MalformedError:
        return False
    return True
