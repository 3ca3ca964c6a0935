"""The public log from its first line on, long before there is a record: for whoever follows it (§8)."""

import base64

from sqlalchemy.orm import Session

from competition.draw.merkle import Tree, leaf_hash
from competition.services import facts
from competition.store import logs


def log_file(session: Session, slug: str) -> bytes:
    """All lines so far, as `log.txt` of a record has them."""
    lines = logs.lines(session, facts.public(session, slug).id)
    return "".join(f"{line}\n" for line in lines).encode("utf-8")


def manifest_file(session: Session, slug: str) -> bytes:
    """The manifest in force."""
    return facts.manifest(session, facts.public(session, slug)).file


def checkpoint(session: Session, slug: str, size: int | None = None) -> bytes:
    """The signed head of so many lines, or of all (C2SP tlog-checkpoint); raises RuleError `unknown`."""
    row = facts.public(session, slug)
    found = logs.checkpoint(session, row.id) if size is None else logs.checkpoint_at(session, row.id, size)
    if found is None:
        raise facts.unknown()
    return found.note.encode("utf-8")


def consistency(session: Session, slug: str, old: int, new: int) -> bytes:
    """The proof that the log of `old` lines is a beginning of that of `new`: a node in base64 a line.

    Raises RuleError `unknown` where the log has not so many lines.
    """
    lines = logs.lines(session, facts.public(session, slug).id)
    if not old <= new <= len(lines):
        raise facts.unknown()
    tree = Tree(leaf_hash(line.encode("utf-8")) for line in lines[:new])
    nodes = (base64.b64encode(node).decode("ascii") for node in tree.consistency(old))
    return "".join(f"{node}\n" for node in nodes).encode("ascii")
