"""A witness signs a log that has grown, and nothing else: C2SP tlog-witness and tlog-cosignature."""

import base64
from collections.abc import Callable
from dataclasses import replace

import pytest

from competition.draw import notes, witnessing
from competition.draw.errors import MalformedError
from competition.draw.merkle import EMPTY_ROOT, Tree, leaf_hash
from competition.draw.notes import Checkpoint, Signer, parse_note, verify_cosignature
from competition.draw.witnessing import AddCheckpoint, RefusalError, consider, cosign, parse_request
from tests.record_pieces import COMPETITION, ORIGIN, cosignature_line, note, private_key, signature_line, vkey
from tests.record_pieces import public_key as public

KEYS = [notes.parse_verifier_key(vkey("service 1"), notes.ED25519)]
LINES = [f"line {number}" for number in range(12)]


def tree(size: int, lines: list[str] = LINES) -> Tree:
    return Tree(leaf_hash(line.encode()) for line in lines[:size])


def head(size: int, lines: list[str] = LINES, origin: str = COMPETITION) -> Checkpoint:
    return Checkpoint(origin, size, tree(size, lines).root)


def signed(checkpoint: Checkpoint, label: str = "service 1", *more: str) -> bytes:
    return note(checkpoint.text(), *more, signature_line(checkpoint.text(), label))


def request(old: int, new: int) -> AddCheckpoint:
    proof = tuple(tree(new).consistency(old)) if old else ()
    return AddCheckpoint(old, proof, signed(head(new)))


def refused(
    data: bytes, last: Checkpoint | None = None, keys: list[notes.VerifierKey] = KEYS
) -> RefusalError:
    with pytest.raises(RefusalError) as refusal:
        consider(data, last, keys)
    return refusal.value


def test_the_example_of_the_specification_is_read_and_written_to_the_byte() -> None:
    proof = [base64.b64encode(bytes([n]) * 32).decode() for n in range(4)]
    text = "old 20852014\n" + "".join(f"{node}\n" for node in proof) + "\nexample.com/behind-the-sofa\n"
    found = parse_request(text.encode())
    assert (found.old, len(found.proof)) == (20852014, 4)
    assert found.checkpoint == b"example.com/behind-the-sofa\n"
    assert found.to_bytes() == text.encode()


@pytest.mark.parametrize("sizes", [(0, 1), (0, 7), (1, 1), (1, 12), (4, 8), (7, 7), (7, 8), (11, 12)])
def test_a_log_that_has_grown_is_signed(sizes: tuple[int, int]) -> None:
    old, new = sizes
    found = consider(request(old, new).to_bytes(), head(old) if old else None, KEYS)
    assert found.text == head(new).text()


def test_signatures_of_strangers_are_passed_over() -> None:
    text = head(3).text()
    more = signature_line(text, "nobody"), cosignature_line(text, "town-gazette", 7)
    data = AddCheckpoint(0, (), signed(head(3), "service 1", *more)).to_bytes()
    assert consider(data, None, KEYS).text == text


Change = Callable[[AddCheckpoint], AddCheckpoint]

REFUSALS: dict[str, tuple[int, Change]] = {
    "an old size above the new one": (400, lambda one: replace(one, old=9)),
    "an old size below what was signed": (409, lambda one: replace(one, old=4)),
    "no old size although one was signed": (409, lambda one: replace(one, old=0, proof=())),
    "no proof": (422, lambda one: replace(one, proof=())),
    "a proof with a node too many": (422, lambda one: replace(one, proof=(*one.proof, bytes(32)))),
    "another node": (422, lambda one: replace(one, proof=(bytes(32), *one.proof[1:]))),
    "a log that was written anew": (
        422,
        lambda one: replace(one, checkpoint=signed(head(8, ["another", *LINES[1:]]))),
    ),
    "a log of somebody else": (
        404,
        lambda one: replace(one, checkpoint=signed(head(8, origin="a.example/c"))),
    ),
    "a log whose name only begins alike": (
        404,
        lambda one: replace(one, checkpoint=signed(head(8, origin=f"{ORIGIN}-too/c"))),
    ),
    "a signature by another key": (403, lambda one: replace(one, checkpoint=signed(head(8), "nobody"))),
    "a signature of another text": (
        403,
        lambda one: replace(one, checkpoint=signed(head(8)).replace(b"\n8\n", b"\n9\n")),
    ),
    "an extension line": (
        400,
        lambda one: replace(one, checkpoint=signed(head(8)).replace(b"\n\n", b"\nmore\n\n", 1)),
    ),
    "a checkpoint without a signature": (400, lambda one: replace(one, checkpoint=head(8).text().encode())),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_it_does_not_sign(name: str) -> None:
    status, change = REFUSALS[name]
    assert refused(change(request(5, 8)).to_bytes(), head(5)).status == status


def test_whoever_brings_another_old_size_is_told_the_one_that_was_signed() -> None:
    assert refused(request(3, 8).to_bytes(), head(5)).known == 5
    assert refused(request(3, 8).to_bytes()).known == 0
    assert refused(replace(request(5, 8), old=9).to_bytes(), head(5)).known is None


def test_two_trees_of_one_size_are_a_fork_and_a_conflict() -> None:
    other = head(5, ["another", *LINES[1:]])
    refusal = refused(AddCheckpoint(5, (), signed(other)).to_bytes(), head(5))
    assert (refusal.status, refusal.known) == (409, None)


def test_it_never_goes_back() -> None:
    assert refused(AddCheckpoint(5, (), signed(head(3))).to_bytes(), head(5)).status == 400
    assert refused(request(0, 3).to_bytes(), head(5)).known == 5


@pytest.mark.parametrize("proof", [(bytes(32),), ()])
def test_a_first_checkpoint_needs_no_proof_and_takes_none(proof: tuple[bytes, ...]) -> None:
    data = AddCheckpoint(0, proof, signed(head(5))).to_bytes()
    if proof:
        assert refused(data).status == 422
    else:
        assert consider(data, None, KEYS)


def test_a_tree_of_nothing_has_one_root() -> None:
    for root, good in ((EMPTY_ROOT, True), (bytes(32), False)):
        data = AddCheckpoint(0, (), signed(Checkpoint(COMPETITION, 0, root))).to_bytes()
        if good:
            assert consider(data, None, KEYS)
        else:
            assert refused(data).status == 422


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"old 1\n",
        b"old 01\n\nx\n1\n",
        b"old -1\n\nx\n1\n",
        b"old 1 \n\nx\n1\n",
        b"Old 1\n\nx\n1\n",
        b"old 1\nAAAA\n\nx\n1\n",
        b"old 1\nnot base64\n\nx\n1\n",
        b"old 1\n\xff\xff\n\nx\n1\n",
        b"old 9007199254740993\n\nx\n1\n",
        b"old 1\n" + (base64.b64encode(bytes(32)) + b"\n") * 64 + b"\nx\n1\n",
    ],
)
def test_what_is_no_request_is_refused_as_malformed(data: bytes) -> None:
    with pytest.raises(MalformedError):
        parse_request(data)
    assert refused(data).status == 400


def test_a_place_with_a_key_of_its_own_is_not_signed_for_by_whoever_hosts_it() -> None:
    host = notes.parse_verifier_key(vkey("nobody", "cinema.example"), notes.ED25519)
    text = head(3).text()
    by_host = note(text, signature_line(text, "nobody", "cinema.example"))
    assert consider(AddCheckpoint(0, (), by_host).to_bytes(), None, [host])
    assert refused(AddCheckpoint(0, (), by_host).to_bytes(), None, [host, *KEYS]).status == 403


def test_a_cosignature_is_the_one_of_the_specification() -> None:
    label, name, time = "town-gazette", "town-gazette.example/witness", 1_788_000_000
    signer = Signer(name, public(label), private_key(label).sign)
    line = cosign(head(5).text(), signer, time=time)
    assert line == cosignature_line(head(5).text(), label, time)
    made = parse_note(note(head(5).text(), line), file="f")
    key = notes.parse_verifier_key(vkey(label), notes.COSIGNATURE)
    assert verify_cosignature(made, made.signatures[0], key) == time


def test_which_logs_belong_to_a_service() -> None:
    key = KEYS[0]
    assert witnessing.is_log_of(ORIGIN, key)
    assert witnessing.is_log_of(f"{ORIGIN}/c/never-sorry", key)
    assert not witnessing.is_log_of(f"{ORIGIN}2", key)
    assert witnessing.origin_of(request(0, 3).to_bytes()) == COMPETITION
