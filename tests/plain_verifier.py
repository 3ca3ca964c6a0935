"""A second verifier of prizedraw/v1, written from the text of the protocol alone: it imports nothing of ours.

It takes the record as a mapping from name to bytes and says what an auditor must say: the verdict, the level,
the outcome, and for a failure the step of §9. Plain rather than fast; it holds everything in memory.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

from tests.plain_forms import (
    HEX64,
    NAME,
    RECEIPT,
    Key,
    Unknown,
    Wrong,
    check_note,
    decode,
    digest,
    freeze_of,
    key_of,
    lines_of,
    need,
    note_of,
    root,
    seconds,
    statement_of,
    verify_bls,
)
from tests.plain_log import Line, PlainLog
from tests.plain_manifest import CHAINS, check_arithmetic, round_time
from tests.plain_reading import Reading

PROVIDERS = (
    "outlook.com hotmail.com live.com icloud.com me.com mac.com proton.me protonmail.com pm.me fastmail.com"
)


class Verifier(Reading):
    """One record under examination; `step` is the first that failed."""

    verdict: str = "verified"
    step: int | None = None
    level: str | None = None
    outcome: str | None = None

    def run(self) -> "Verifier":
        steps: list[Callable[[], None]] = [
            *(self.forms, self.fixed, self.freeze_note, self.lists, self.value, self.seed, self.ranking),
            *(self.replay, self.checkpoints, self.evidence, self.own_receipt),
        ]
        for number, check in enumerate(steps, 1):
            try:
                check()
            except Wrong:
                self.verdict, self.step = "failed", number
                break
            except Unknown:
                self.verdict = "could not check"
        return self

    # (2)
    def fixed(self) -> None:
        self.require_known()
        check_arithmetic(self.manifest)
        need(self.manifest["rules_sha256"] == digest(self.files["rules.txt"]), "rules")
        force = [line for line in self.log if line.kind in ("opened", "amended")]
        self.manifest_digest = digest(self.files["manifest.json"])
        need(force and force[-1]["manifest"] == self.manifest_digest, "not in force")
        need(self.manifest["previous"] == force[-1].values.get("previous"), "previous")
        if self.manifest["folding"] != "email-folding/1":
            raise Unknown

    # (3)
    def freeze_note(self) -> None:
        self.require_known()
        said, kind = self.said, self.manifest["beacon"]["kind"]
        check_note(self.files["freeze.note"], self.keys_at(self.freeze_line.seq), [], alone=True)
        promised = {
            "drand": f"drand {self.manifest['beacon'].get('chain_hash')} ",
            "event": f"event {self.manifest['beacon'].get('id')}",
            "rehearsal": "rehearsal",
        }
        need(said["beacon"].startswith(promised[kind]), "another beacon")
        need(kind == "drand" or said["beacon"] == promised[kind], "another beacon")
        need(said["competition"] == self.manifest["competition"], "competition")
        need(said["manifest"] == self.manifest_digest and said["draw"] == self.freeze_line["draw"], "draw")
        need(digest(self.text.encode()) == self.freeze_line["statement"], "statement")
        need(said["entries-file"] == digest(self.files["entries.txt"]), "digest")
        for key in ("entries", "excluded"):
            lines = self.files[f"{key}.txt"].split(b"\n")[:-1]
            need(said[key] == f"{len(lines)} {root(lines).hex()}", key)

    def keys_at(self, seq: int) -> list[Key]:
        later = [line for line in self.log[:seq] if line.kind == "key"]
        texts = [later[-1]["vkey"]] if later else self.manifest["verifier_keys"]
        return [key_of(text, 1) for text in texts]

    # (4)
    def lists(self) -> None:
        self.require_known()
        tickets = {line[:64] for line in self.entries}
        for ticket, _, reason in self.excluded:
            need(ticket not in tickets and reason in self.manifest["exclusion_reasons"], "excluded")

    # (5)
    def value(self) -> None:
        self.require_known()
        beacon, value = self.manifest["beacon"], self.beacon
        self.value_text, self.mark, self.by_fallback = "", "-", False
        if value is None:
            if not self.voided or beacon.get("chain_hash", next(iter(CHAINS))) not in CHAINS:
                raise Unknown
            return
        used = value["kind"] == "event" and beacon["kind"] == "drand" and self.manifest["fallback"]
        need(value["kind"] == beacon["kind"] or used, "another beacon")
        if value["kind"] == "drand":
            self.value_text, self.mark = digest(bytes.fromhex(value["signature"])), value["signature"]
            self.drand_round(beacon, value)
        else:
            self.value_text = value["value"]
        if value["kind"] == "event":
            need(value["id"] == (self.manifest["fallback"] if used else beacon)["id"], "another event")
            self.mark, self.by_fallback = "+".join(value["typed_by"]), bool(used)
            if beacon.get("chain_hash", next(iter(CHAINS))) not in CHAINS:
                raise Unknown

    def drand_round(self, beacon: dict[str, Any], value: dict[str, Any]) -> None:
        _, chain, round_ = self.said["beacon"].split(" ")
        need(value["chain_hash"] == chain and value["round"] == int(round_), "another round")
        linked = beacon["scheme"] == "pedersen-bls-chained"
        need(("previous_signature" in value) == linked, "previous_signature")
        if chain not in CHAINS:
            raise Unknown
        previous = bytes.fromhex(value.get("previous_signature", ""))
        message = bytes.fromhex(digest(previous + value["round"].to_bytes(8, "big")))
        verify_bls(beacon["scheme"], beacon["public_key"], message, bytes.fromhex(value["signature"]))

    # (6)
    def seed(self) -> None:
        if self.beacon is None:
            self.value()
            return
        value = self.beacon.get("value") or digest(bytes.fromhex(self.beacon["signature"]))
        need(self.files["seed.txt"] == f"{self.text}value {value}\n".encode(), "seed")

    # (7)
    def ranking(self) -> None:
        self.prizes: dict[int, str] = {}
        self.reserves: list[str] = []
        if self.beacon is None or not self.known:
            self.value()
            return
        seed, groups, lines = digest(self.files["seed.txt"]), set(), []
        units = sum(prize["quantity"] for prize in self.manifest["prizes"])
        ranked = sorted(
            (digest(f"{seed}:{line[:64]}".encode()), line[:64], line[65:]) for line in self.entries
        )
        for score, ticket, group in ranked:
            if len(self.prizes) + len(self.reserves) == units + self.manifest["reserves"]:
                break
            if group and group in groups:
                lines.append(f"skip {ticket} {score} group")
                continue
            groups.add(group)
            if len(self.prizes) < units:
                self.prizes[len(self.prizes) + 1] = ticket
                lines.append(f"prize {len(self.prizes)} {ticket} {score}")
            else:
                self.reserves.append(ticket)
                lines.append(f"reserve {len(self.reserves)} {ticket} {score}")
        lines += [f"unawarded {unit}" for unit in range(len(self.prizes) + 1, units + 1)]
        need(lines_of(self.files["result.txt"]) == lines, "result")

    # (8)
    def replay(self) -> None:
        self.require_known()
        expected = self.beacon and {
            "value": self.value_text or self.beacon.get("value", ""),
            "signature": self.mark,
            "seed": digest(self.files["seed.txt"]),
            "result": digest(self.files["result.txt"]),
        }
        state = PlainLog(
            self.manifest,
            self.manifest_digest,
            self.said | {"digest": digest(self.text.encode())},
            expected,
            self.prizes,
            self.reserves,
            lambda round_: round_time(self.manifest, round_),
            [key_of(text, 1) for text in self.manifest["verifier_keys"]],
            7 * 86400 if self.by_fallback else 0,
        )
        state.replay(self.log)
        state_name = "completed" if state.completed else "drawn" if self.drawn else "frozen"
        self.outcome = "voided" if int(self.said["draw"]) in state.voids else state_name

    # (9)
    def checkpoints(self) -> None:
        self.require_known()
        sizes = {f"keys/{line.seq}.note": line.seq + 1 for line in self.log if line.kind == "key"}
        for name, size in {"checkpoint.note": len(self.log), **sizes}.items():
            self.check_head(name, self.log[:size])

    def check_head(self, name: str, lines: list[Line]) -> dict[Key, int]:
        text = note_of(self.files[name])[0]
        origin, size, top, _ = text.split("\n")
        need(origin == self.manifest["competition"] and size == str(len(lines)), name)
        need(decode(top) == root([line.text.encode() for line in lines]), name)
        witnesses = [key_of(text, 4) for text in self.manifest["witnesses"]]
        return check_note(self.files[name], self.keys_at(len(lines) - 1), witnesses, alone=False)

    # (10)
    def evidence(self) -> None:
        self.require_known()
        kind, quorum = self.manifest["beacon"]["kind"], self.manifest["witness_quorum"]
        levels = ["rehearsal"] if kind == "rehearsal" else ["self-consistent"]
        in_time = self.cosigned() if "witness.txt" in self.files else 0
        if kind != "rehearsal" and 0 < quorum <= in_time:
            levels.append("witnessed")
        self.level = levels[-1]
        if self.held_copy is not None and self.compare_held() and self.level == "self-consistent":
            self.level = "held"

    def cosigned(self) -> int:
        size = note_of(self.files["witness.txt"])[0].split("\n")[1]
        need(self.freeze_line.seq < int(size) <= len(self.log), "witness")
        times = self.check_head("witness.txt", self.log[: int(size)])
        rounds = self.said["beacon"].split(" ")[2:]
        due = round_time(self.manifest, int(rounds[0]) if rounds else None)
        return sum(time < due for time in times.values())

    def compare_held(self) -> bool:
        try:
            text = note_of(self.held_copy or b"")[0]
            held = freeze_of(text)
        except Wrong:
            raise Unknown from None
        if held["competition"] != self.said["competition"]:
            raise Unknown
        if held["draw"] == self.said["draw"]:
            need(text == self.text, "two freezes")
            return True
        freezes = [line for line in self.log if line.kind in ("frozen", "refrozen")]
        named = [line["statement"] for line in freezes if line["draw"] == held["draw"]]
        need(named == [digest(text.encode())], "not the one in the log")
        return False

    # the receipt
    def own_receipt(self) -> None:
        if self.receipt is None:
            return
        self.require_known()
        note, address, salt = self.receipt
        said = statement_of(note_of(note)[0], "receipt", RECEIPT)
        need(
            re.fullmatch(NAME, said["competition"]) and re.fullmatch("-|[0-9a-f]{16}", said["group"]), "form"
        )
        need(all(re.fullmatch(HEX64, said[key]) for key in ("manifest", "ticket")), "form")
        accepted = seconds(said["accepted"])
        if said["competition"] != self.manifest["competition"]:
            raise Unknown
        keys = [*self.keys_at(0), *(key_of(line["vkey"], 1) for line in self.log if line.kind == "key")]
        check_note(note, keys, [], alone=True)
        need(said["manifest"] in [line.values.get("manifest") for line in self.log], "manifest")
        need(seconds(self.manifest["opens"]) <= accepted <= seconds(self.manifest["confirm_by"]), "accepted")
        need((said["group"] == "-") == (self.manifest["group_rule"] == "none"), "group")
        entered = {line[:64]: line[65:] or "-" for line in self.entries}
        need(entered.get(said["ticket"], said["group"]) == said["group"], "group")
        excluded = {ticket for ticket, _, _ in self.excluded}
        need(said["ticket"] in entered or said["ticket"] in excluded, "dropped")
        if self.manifest["folding"] != "email-folding/1":
            raise Unknown
        opening = f"competition {said['competition']}\nentrant email:{fold(address)}\nsalt {salt}\n"
        need(digest(f"prizedraw/v1 ticket\n{opening}".encode()) == said["ticket"], "ticket")


def fold(address: str) -> str:
    text = unicodedata.normalize("NFC", address.strip())
    need(text.count("@") == 1 and not re.search(r"[\s\"\x00-\x1f\x7f-\x9f]", text), "no address")
    local, domain = text.split("@")
    if not domain.isascii():
        raise Unknown
    domain = domain.lower()
    if domain in ("gmail.com", "googlemail.com"):
        local, domain = local.split("+")[0].replace(".", ""), "gmail.com"
    elif domain in PROVIDERS.split(" "):
        local = local.split("+")[0]
    need(local and domain, "an empty part")
    return unicodedata.normalize("NFC", local.lower()) + "@" + domain


def verify(
    files: Mapping[str, bytes], held: bytes | None = None, receipt: tuple[bytes, str, str] | None = None
) -> Verifier:
    """Examine a record, and with it the user's own freeze note and receipt (note, address, salt)."""
    return Verifier(files, held, receipt).run()
