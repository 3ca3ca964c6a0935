"""How a record's files follow from the parts of a draft, and from each other."""

import base64
import re
from typing import TYPE_CHECKING

from tests.record_pieces import canonical, cosignature_line, digest, note, root, signature_line, tree, written

if TYPE_CHECKING:
    from tests.records import Draft, Event

Files = dict[str, bytes]


def files_of(draft: "Draft") -> Files:
    files: Files = {"rules.txt": draft.made("rules.txt", draft.rules.encode())}
    draft.manifest.setdefault("rules_sha256", digest(files["rules.txt"]))
    files["manifest.json"] = draft.made("manifest.json", canonical(draft.manifest))
    for name, lines in (("entries.txt", draft.entries), ("excluded.txt", draft.excluded)):
        files[name] = draft.made(name, "".join(f"{line}\n" for line in lines).encode())
    files |= _notices(draft)
    draft.known["manifest"] = digest(files["manifest.json"])
    frozen = _frozen(draft, files)
    signer = draft.signers.get("freeze.note") or draft.signer_at(draft.freeze_place())
    files["freeze.note"] = draft.made("freeze.note", note(frozen, signature_line(frozen, signer)))
    if any(event.text.startswith("drawn") for event in draft.log[draft.freeze_place() :]):
        files |= _drawn(draft, files["entries.txt"], frozen)
    files["log.txt"] = draft.made("log.txt", _log(draft))
    files |= _checkpoints(draft, files["log.txt"])
    for damage in draft.damages:
        damage(files)
    return files


def _notices(draft: "Draft") -> Files:
    texts = [text.encode() for text in draft.notices]
    draft.known |= {f"notice{number}": digest(text) for number, text in enumerate(texts)}
    return {f"notices/{digest(text)}.txt": text for text in texts}


def _frozen(draft: "Draft", files: Files) -> str:
    event = draft.log[draft.freeze_place()]
    entries, excluded = tree(files["entries.txt"]), tree(files["excluded.txt"])
    values = {
        "competition": draft.manifest["competition"],
        "draw": (re.findall(r"draw=(\d+)", event.text) or ["1"])[0],
        "manifest": draft.known["manifest"],
        "entries": f"{entries[0]} {entries[1].hex()}",
        "entries-file": digest(files["entries.txt"]),
        "excluded": f"{excluded[0]} {excluded[1].hex()}",
        "beacon": _beacon_line(draft),
        "frozen": event.time if isinstance(event.time, str) else written(event.time),
    }
    lines = "".join(f"{key} {value}\n" for key, value in (values | draft.statement).items())
    text = draft.made("freeze text", f"prizedraw/v1 freeze\n{lines}".encode()).decode()
    draft.known["statement"] = digest(text)
    return text


def _beacon_line(draft: "Draft") -> str:
    beacon = draft.manifest["beacon"]
    rounds = [re.findall(r"round=(\d+)", e.text) for e in draft.log if e.text.startswith("rescheduled")]
    if beacon["kind"] == "drand":
        return f"drand {beacon['chain_hash']} {rounds[-1][0] if rounds else beacon['round']}"
    return f"event {beacon['id']}" if beacon["kind"] == "event" else "rehearsal"


def _drawn(draft: "Draft", entries: bytes, frozen: str) -> Files:
    beacon = draft.beacon
    kind, data = beacon["kind"], draft.made("beacon.json", canonical(beacon))
    value = digest(bytes.fromhex(beacon["signature"])) if kind == "drand" else beacon["value"]
    seed = draft.made("seed.txt", f"{frozen}value {value}\n".encode())
    marks = {"drand": beacon.get("signature"), "event": "+".join(beacon.get("typed_by", []))}
    draft.known |= {"value": value, "seed": digest(seed), "signature": marks.get(kind) or "-"}
    result = draft.made("result.txt", _result(draft, entries))
    draft.known["result"] = digest(result)
    return {"beacon.json": data, "seed.txt": seed, "result.txt": result}


def _result(draft: "Draft", entries: bytes) -> bytes:
    units = sum(prize["quantity"] for prize in draft.manifest["prizes"])
    lines, held, given = [], set[str](), 0
    ranked = sorted(
        (digest(f"{draft.known['seed']}:{line[:64]}"), line[:64], line[65:])
        for line in entries.decode().splitlines()
    )
    for score, ticket, group in ranked:
        if given == units + draft.manifest["reserves"]:
            break
        if group and group in held:
            lines.append(f"skip {ticket} {score} group")
            continue
        held.add(group)
        given += 1
        kind, number = ("prize", given) if given <= units else ("reserve", given - units)
        draft.known[f"{kind}{number}"] = ticket
        lines.append(f"{kind} {number} {ticket} {score}")
    lines += [f"unawarded {unit}" for unit in range(given + 1, units + 1)]
    return "".join(f"{line}\n" for line in lines).encode()


def _log(draft: "Draft") -> bytes:
    def one(number: int, event: "Event") -> str:
        text = re.sub(r"\{(\w+)\}", lambda found: draft.known[found[1]], event.text)
        return f"{number} {event.time if isinstance(event.time, str) else written(event.time)} {text}\n"

    return "".join(one(number, event) for number, event in enumerate(draft.log)).encode()


def head_text(draft: "Draft", log: bytes, size: int, name: str) -> str:
    """The text of a checkpoint over the first lines of a log."""
    top = root(log.split(b"\n")[:-1][:size])
    text = f"{draft.manifest['competition']}\n{size}\n{base64.b64encode(top).decode()}\n"
    return draft.made(f"{name} text", text.encode()).decode()


def _checkpoints(draft: "Draft", log: bytes) -> Files:
    ends = {f"keys/{n}.note": n for n, event in enumerate(draft.log) if event.text.startswith("key ")}
    ends["checkpoint.note"] = len(draft.log) - 1
    files = Files()
    for name, place in ends.items():
        text = head_text(draft, log, place + 1, name)
        signer = draft.signers.get(name) or draft.signer_at(place)
        files[name] = draft.made(name, note(text, signature_line(text, signer)))
    if draft.witness:
        size, signed = draft.witness
        text = head_text(draft, log, size, "witness.txt")
        lines = [cosignature_line(text, label, time) for label, time in signed]
        signer = draft.signers.get("witness.txt") or draft.signer_at(size - 1)
        files["witness.txt"] = draft.made("witness.txt", note(text, signature_line(text, signer), *lines))
    return files
