"""Being a witness: signing the checkpoints of other services, never two that contradict each other."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from competition.adapters import keys
from competition.adapters.witness_book import Book
from competition.config import Witness as Config
from competition.draw.loglines import parse_log
from competition.draw.merkle import Tree, leaf_hash
from competition.draw.notes import Checkpoint, Signer, VerifierKey, parse_checkpoint, parse_note
from competition.draw.witnessing import (
    AddCheckpoint,
    RefusalError,
    consider,
    cosign,
    origin_of,
    parse_request,
)

FILE = "the checkpoint"


@dataclass(frozen=True, slots=True)
class Witness:
    """Who signs, for which services, and the book of what was signed."""

    signer: Signer
    services: tuple[VerifierKey, ...]
    book: Book


def assemble(config: Config, *, beside: Path) -> Witness:
    """Put a witness together; its book lies `beside` its file unless it says otherwise."""
    signer = keys.signer(config.seed, origin=config.name)
    return Witness(signer, config.service_keys, Book(beside / config.book))


def sign(data: bytes, witness: Witness, *, now: datetime) -> str:
    """Answer an add-checkpoint request with a signature line; raises RefusalError.

    What was signed last is looked up and replaced in one piece, and kept before the line is handed out.
    """
    with witness.book.page(origin_of(data)) as page:
        note = consider(data, page.last, witness.services)
        line = cosign(note.text, witness.signer, time=int(now.timestamp()))
        # With the service's own signature: whoever signs two histories has signed both.
        page.keep(parse_request(data).checkpoint + line.encode("utf-8"))
        return line


def sign_by_hand(checkpoint: bytes, log: bytes, witness: Witness, *, now: datetime) -> str:
    """As `sign`, of files: the log itself proves what a request proves; raises DrawError as well."""
    head = parse_checkpoint(parse_note(checkpoint, file=FILE).text, file=FILE)
    tree = _tree(log, head)
    with witness.book.page(head.origin) as page:
        last = page.last
    old = min(last.size, head.size) if last else 0
    request = AddCheckpoint(old, tuple(tree.consistency(old)), checkpoint)
    return sign(request.to_bytes(), witness, now=now)


def _tree(log: bytes, head: Checkpoint) -> Tree:
    """The tree of the log's first lines, which must be the one that the checkpoint names."""
    tree = Tree(leaf_hash(line.text().encode("ascii")) for line in parse_log(log)[: head.size])
    if (tree.size, tree.root) != (head.size, head.root):
        raise RefusalError(422, "The log's lines are not those that the checkpoint names.")
    return tree
