"""The plain verifier's reading of single things: numbers, notes, keys, statements, JSON (protocol §2)."""

import base64
import json
import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

import py_arkworks_bls12381 as arkworks
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

HEX64 = "[0-9a-f]{64}"
NAME = r"[a-z0-9.-]+(:[0-9]+)?(/[a-z0-9._-]+)*"
RECEIPT = ["competition", "manifest", "ticket", "group", "accepted"]
FREEZE = ["competition", "draw", "manifest", "entries", "entries-file", "excluded", "beacon", "frozen"]


class Wrong(Exception):  # noqa: N818 - a verdict, not an error of the program
    """A check failed."""


class Unknown(Exception):  # noqa: N818 - as above
    """A check could not be made."""


def need(holds: object, why: str = "") -> None:
    if not holds:
        raise Wrong(why)


def digest(data: bytes) -> str:
    return sha256(data).hexdigest()


def is_num(text: str) -> bool:
    return bool(re.fullmatch(r"0|[1-9][0-9]{0,15}", text)) and int(text) < 2**53


def seconds(text: Any) -> int:
    try:
        moment = datetime.strptime(text, "%Y-%m-%dT%H:%M:%S%z")
        need(moment.isoformat() == text.removesuffix("Z") + "+00:00" and text.endswith("Z"), text)
        return int(moment.timestamp())
    except (ValueError, TypeError) as error:
        raise Wrong(str(error)) from None


def root(lines: list[bytes]) -> bytes:
    if len(lines) < 2:
        return sha256(b"\0" + lines[0] if lines else b"").digest()
    split = 1 << (len(lines) - 1).bit_length() - 1
    return sha256(b"\1" + root(lines[:split]) + root(lines[split:])).digest()


def lines_of(data: bytes) -> list[str]:
    need(data.isascii() and (not data or data.endswith(b"\n")), "not ASCII lines")
    lines = data.decode().split("\n")[:-1]
    need(all(1 <= len(line) <= 1024 for line in lines), "an empty or endless line")
    return lines


def json_of(data: bytes) -> Any:
    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        need(len(dict(pairs)) == len(pairs) and all(key.isascii() for key, _ in pairs), "a key twice")
        return dict(pairs)

    try:
        value = json.loads(data.decode(), object_pairs_hook=once)
        again = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise Wrong(str(error)) from None
    need(again == data, "not canonical")
    numbers = re.findall(r"-?\d[\d.eE+-]*", re.sub(rb'"(\\.|[^"\\])*"', b"", data).decode())
    need(all(is_num(number) for number in numbers), "a number that is none")
    return value


@dataclass(frozen=True)
class Key:
    name: str
    kind: int
    key: bytes

    @property
    def id(self) -> bytes:
        return sha256(self.name.encode() + b"\n" + bytes([self.kind]) + self.key).digest()[:4]


def decode(text: str) -> bytes:
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError as error:
        raise Wrong(str(error)) from None
    need(base64.b64encode(data).decode() == text, "base64 written in another way")
    return data


def key_of(text: Any, kind: int) -> Key:
    need(isinstance(text, str) and text.count("+") >= 2, "no key")
    name, number, rest = text.split("+", 2)
    data = decode(rest)
    need(name and not re.search(r"\s", name) and len(data) == 33 and data[0] == kind, "no key of this kind")
    key, y = Key(name, kind, data[1:]), int.from_bytes(data[1:], "little") & 2**255 - 1
    prime, torsion = 2**255 - 19, 0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD83D3D706A17C7
    small = {0, 1, prime - 1, torsion, prime - torsion}
    need(y < prime and y not in small and key.id.hex() == number, "a weak key, or not its id")
    square = (y * y - 1) * pow(1 - 121665 * pow(121666, -1, prime) * y * y, -1, prime) % prime
    need(pow(square, (prime - 1) // 2, prime) == 1, "no point of the curve")
    return key


def signed_by(key: Key, message: bytes, signature: bytes) -> None:
    try:
        Ed25519PublicKey.from_public_bytes(key.key).verify(signature, message)
    except (InvalidSignature, ValueError):
        raise Wrong(f"signature of {key.name}") from None


def note_of(data: bytes) -> tuple[str, list[tuple[str, bytes]]]:
    try:
        text, gap, signatures = data.decode().rpartition("\n\n")
    except UnicodeDecodeError:
        raise Wrong("not UTF-8") from None
    control = any(unicodedata.category(char) == "Cc" and char != "\n" for char in data.decode())
    need(gap and signatures.endswith("\n") and not control, "no note")
    found = [re.fullmatch(r"— ([^\s+]+) (\S+)", line) for line in signatures[:-1].split("\n")]
    need(all(found), "no signature line")
    lines = [(match[1], decode(match[2])) for match in found if match]
    need(all(len(blob) > 4 for _, blob in lines), "too short")
    return text + "\n", lines


def check_note(data: bytes, keys: list[Key], witnesses: list[Key], alone: bool) -> dict[Key, int]:
    """The service's line first, then (unless `alone`) at most one of each witness; returns their times."""
    text, lines = note_of(data)
    need(len(lines) == 1 or not alone, "one line")
    key = next((key for key in keys if (key.name, key.id) == (lines[0][0], lines[0][1][:4])), None)
    need(key, "not the service's key")
    assert key
    signed_by(key, text.encode(), lines[0][1][4:])
    times: dict[Key, int] = {}
    for name, blob in lines[1:]:
        witness = next((key for key in witnesses if (key.name, key.id) == (name, blob[:4])), None)
        need(witness and witness not in times, "an unknown or repeated line")
        assert witness
        times[witness] = int.from_bytes(blob[4:12], "big")
        signed_by(witness, f"cosignature/v1\ntime {times[witness]}\n{text}".encode(), blob[12:])
    return times


def statement_of(text: str, kind: str, keys: list[str]) -> dict[str, str]:
    need(re.fullmatch(r"[ -~\n]*", text) and text.endswith("\n"), "other characters")
    first, *lines = text[:-1].split("\n")
    need(first == f"prizedraw/v1 {kind}" and [line.split(" ")[0] for line in lines] == keys, "other lines")
    need(all(" " in line for line in lines), "no value")
    return {line.partition(" ")[0]: line.partition(" ")[2] for line in lines}


def freeze_of(text: str) -> dict[str, str]:
    said = statement_of(text, "freeze", FREEZE)
    need(re.fullmatch(NAME, said["competition"]) and len(said["competition"]) <= 128, "competition")
    need(is_num(said["draw"]) and said["draw"] != "0", "draw")
    need(all(re.fullmatch(HEX64, said[key]) for key in ("manifest", "entries-file")), "digest")
    for key in ("entries", "excluded"):
        need(re.fullmatch(rf"\d+ {HEX64}", said[key]) and is_num(said[key].split(" ")[0]), key)
    beacon = re.fullmatch(rf"drand {HEX64} (\d+)|event [a-z0-9.+-]{{1,64}}|rehearsal", said["beacon"])
    need(beacon and (beacon[1] is None or is_num(beacon[1])), "beacon")
    seconds(said["frozen"])
    return said


def verify_bls(scheme: str, public: str, message: bytes, signature: bytes) -> None:
    g1, g2 = arkworks.G1Point, arkworks.G2Point
    try:
        if scheme == "bls-unchained-g1-rfc9380":
            tag = b"BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_"
            left = (g1.from_compressed_bytes(signature), g2())
            right = (g1.hash_to_curve(message, tag), g2.from_compressed_bytes(bytes.fromhex(public)))
        else:
            tag = b"BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_NUL_"
            left = (g1(), g2.from_compressed_bytes(signature))
            right = (g1.from_compressed_bytes(bytes.fromhex(public)), g2.hash_to_curve(message, tag))
    except ValueError:
        raise Wrong("no point") from None
    need(arkworks.GT.pairing(*left) == arkworks.GT.pairing(*right), "BLS")
