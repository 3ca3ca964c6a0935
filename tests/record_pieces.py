"""The small parts of a record: digests, trees, times, keys, notes. Nothing here uses the draw's own code."""

import base64
import json
from datetime import UTC, datetime, timedelta
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

VECTORS = Path(__file__).parent / "vectors"
GOLDEN = VECTORS / "prizedraw"
ORIGIN = "cinema.example/draws"
COMPETITION = f"{ORIGIN}/harvest-moon"
WITNESSES = {
    "harbour-museum": "harbour-museum.example/witness",
    "town-gazette": "town-gazette.example/witness",
}
DAY = 86400


def digest(data: bytes | str) -> str:
    return sha256(data.encode() if isinstance(data, str) else data).hexdigest()


def written(seconds: int) -> str:
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")


def seconds_of(text: str) -> int:
    return int(datetime.strptime(text, "%Y-%m-%dT%H:%M:%S%z").timestamp())


@cache
def private_key(label: str) -> Ed25519PrivateKey:
    seed = sha256(f"prizedraw/v1 test key: {label}, not secret".encode()).digest()
    return Ed25519PrivateKey.from_private_bytes(seed)


def public_key(label: str) -> bytes:
    return private_key(label).public_key().public_bytes_raw()


def key_id(name: str, kind: int, public: bytes) -> bytes:
    return sha256(name.encode() + b"\n" + bytes([kind]) + public).digest()[:4]


def vkey_of(public: bytes, name: str = ORIGIN, kind: int = 1) -> str:
    return f"{name}+{key_id(name, kind, public).hex()}+{base64.b64encode(bytes([kind]) + public).decode()}"


def vkey(label: str, name: str = ORIGIN, kind: int = 1) -> str:
    return vkey_of(public_key(label), WITNESSES.get(label, name), 4 if label in WITNESSES else kind)


def signature_line(text: str, label: str, name: str = ORIGIN) -> str:
    blob = key_id(name, 1, public_key(label)) + private_key(label).sign(text.encode())
    return f"— {name} {base64.b64encode(blob).decode()}\n"


def cosignature_line(text: str, label: str, time: int) -> str:
    name = WITNESSES[label]
    signature = private_key(label).sign(f"cosignature/v1\ntime {time}\n{text}".encode())
    blob = key_id(name, 4, public_key(label)) + time.to_bytes(8, "big") + signature
    return f"— {name} {base64.b64encode(blob).decode()}\n"


def note(text: str, *lines: str) -> bytes:
    return f"{text}\n{''.join(lines)}".encode()


def root(lines: list[bytes]) -> bytes:
    """The tree as RFC 6962 §2.1 defines it, by recursion."""
    if len(lines) < 2:
        return sha256(b"\x00" + lines[0] if lines else b"").digest()
    split = 1 << (len(lines) - 1).bit_length() - 1
    return sha256(b"\x01" + root(lines[:split]) + root(lines[split:])).digest()


def tree(data: bytes) -> tuple[int, bytes]:
    lines = data.split(b"\n")[:-1]
    return len(lines), root(lines)


def ticket_of(competition: str, entrant: str, salt: str) -> str:
    return digest(f"prizedraw/v1 ticket\ncompetition {competition}\nentrant {entrant}\nsalt {salt}\n")


def canonical(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


@cache
def published() -> dict[str, Any]:
    """The chains and rounds of the vectors."""
    known: dict[str, Any] = json.loads((VECTORS / "drand_rounds.json").read_text())
    return known


def chain(name: str, round_: int) -> dict[str, Any]:
    """A round that is promised, as the manifest has it."""
    known = published()["chains"][name]
    pinned = {key: known[key] for key in ("chain_hash", "scheme", "public_key", "period")}
    return {"kind": "drand", **pinned, "genesis": known["genesis_time"], "round": round_}


def drand(name: str, round_: int) -> dict[str, Any]:
    """A real round as `beacon.json` has it."""
    rounds = published()["rounds"]
    found = next(one for one in rounds if (one["chain"], one["round"], one["valid"]) == (name, round_, True))
    value = {"kind": "drand", "chain_hash": published()["chains"][name]["chain_hash"], "round": round_}
    return value | {key: found[key] for key in ("signature", "previous_signature") if key in found}
