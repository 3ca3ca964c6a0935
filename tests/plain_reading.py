"""The plain verifier's first step: every file is there, in its one form, and no other (protocol §9)."""

import re
from collections.abc import Mapping
from typing import Any

from tests.plain_forms import (
    HEX64,
    Unknown,
    Wrong,
    decode,
    digest,
    freeze_of,
    is_num,
    json_of,
    lines_of,
    need,
    note_of,
)
from tests.plain_log import CODE, read_log
from tests.plain_manifest import check_manifest_form

ALWAYS = [
    "manifest.json",
    "rules.txt",
    "entries.txt",
    "excluded.txt",
    "freeze.note",
    "log.txt",
    "checkpoint.note",
]
DRAWN = ["beacon.json", "seed.txt", "result.txt"]


class Reading:
    """A record's files, parsed by `forms`."""

    def __init__(
        self,
        files: Mapping[str, bytes],
        held: bytes | None = None,
        receipt: tuple[bytes, str, str] | None = None,
    ) -> None:
        self.files, self.held_copy, self.receipt = files, held, receipt

    def forms(self) -> None:
        files = self.files
        need(all(name in files for name in ALWAYS), "a file is missing")
        self.log = read_log(files["log.txt"])
        freezes = [line for line in self.log if line.kind in ("frozen", "refrozen")]
        need(freezes, "no freeze")
        self.freeze_line = freezes[-1]
        later = {line.kind for line in self.log[self.freeze_line.seq :]}
        self.drawn, self.voided = "drawn" in later, "voided" in later
        self.check_names()
        self.manifest: Any = json_of(files["manifest.json"])
        need(isinstance(self.manifest, dict), "no object")
        need("format" in self.manifest, "no format")
        self.known = self.manifest["format"] == "prizedraw-manifest/1"
        if self.known:
            check_manifest_form(self.manifest)
        self.text = note_of(files["freeze.note"])[0]
        self.said = freeze_of(self.text)
        self.check_lines()
        self.beacon = self.beacon_form(json_of(files["beacon.json"])) if self.drawn else None
        for name in files:
            if name in ("checkpoint.note", "witness.txt") or name.startswith("keys/"):
                origin, size, top, end = [*note_of(files[name])[0].split("\n", 3), "", "", ""][:4]
                need(origin and is_num(size) and len(decode(top)) == 32 and end == "", name)

    def check_names(self) -> None:
        wanted = {*ALWAYS, *(DRAWN if self.drawn else [])}
        notices = {f"notices/{line['notice']}.txt" for line in self.log if "notice" in line.values}
        wanted |= notices | {f"keys/{line.seq}.note" for line in self.log if line.kind == "key"}
        need(wanted <= {*self.files} <= wanted | {"witness.txt"}, "other files")
        need(all(name == f"notices/{digest(self.files[name])}.txt" for name in notices), "a notice")

    def check_lines(self) -> None:
        try:
            rules = self.files["rules.txt"].decode()
        except UnicodeDecodeError:
            raise Wrong("rules.txt") from None
        need("\r" not in rules and rules.endswith("\n"), "rules.txt")
        group = " [0-9a-f]{16}" if self.known and self.manifest["group_rule"] != "none" else ""
        self.entries = lines_of(self.files["entries.txt"])
        self.excluded = [line.partition(" ") for line in lines_of(self.files["excluded.txt"])]
        need(not self.known or all(re.fullmatch(HEX64 + group, line) for line in self.entries), "entries")
        need(all(re.fullmatch(HEX64, t) and re.fullmatch(CODE, r) for t, _, r in self.excluded), "excluded")
        for tickets in ([line[:64] for line in self.entries], [line[0] for line in self.excluded]):
            need(tickets == sorted(set(tickets)), "order")
        if self.drawn:
            shape = f"(prize|reserve) N {HEX64} {HEX64}|skip {HEX64} {HEX64} group|unawarded N"
            shape = shape.replace("N", "[1-9][0-9]{0,15}")
            need(all(re.fullmatch(shape, line) for line in lines_of(self.files["result.txt"])), "result")

    def beacon_form(self, value: Any) -> dict[str, Any]:
        need(isinstance(value, dict), "no object")
        keys = {
            "drand": {"kind", "chain_hash", "round", "signature"},
            "event": {"kind", "id", "value", "typed_by"},
            "rehearsal": {"kind", "value"},
        }
        kind = value.get("kind")
        need(isinstance(kind, str) and kind in keys, "kind")
        need({*value} - {"previous_signature" if kind == "drand" else ""} == keys[kind], "keys")
        texts = {key: member for key, member in value.items() if key not in ("round", "typed_by")}
        need(all(isinstance(member, str) for member in texts.values()), "texts")
        hexes = "([0-9a-f]{2})+"
        for key, shape in (("chain_hash", HEX64), ("signature", hexes), ("previous_signature", hexes)):
            need(re.fullmatch(shape, value[key]) if key in value else True, key)
        need(type(value.get("round", 1)) is int, "round")
        if kind == "rehearsal":
            need(re.fullmatch(HEX64, value["value"]), "value")
        if kind == "event":
            self.event_form(value)
        return dict(value)

    def event_form(self, value: dict[str, Any]) -> None:
        typists = value["typed_by"]
        need(isinstance(typists, list) and len(typists) == 2 and typists[0] != typists[1], "typed_by")
        need(all(isinstance(one, str) and re.fullmatch(CODE, one) for one in typists), "typed_by")
        need(re.fullmatch("[a-z0-9.+-]{1,64}", value["id"]), "id")
        need(re.fullmatch(r"((\d+\.)+/)+", value["value"], re.ASCII), "value")
        for source in value["value"].split("/")[:-1]:
            numbers = source.split(".")[:-1]
            need(all(is_num(number) for number in numbers), "number")
            need(numbers == sorted(numbers, key=int), "ascending")

    def require_known(self) -> None:
        if not self.known:
            raise Unknown
