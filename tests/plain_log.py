"""The plain verifier's log: the table of §8, line by line."""

import re
from dataclasses import dataclass, field
from typing import Any

from tests.plain_forms import HEX64, is_num, key_of, lines_of, need, seconds

CODE = "[a-z][a-z0-9_-]{0,31}"
TOKENS = {
    "D": HEX64,
    "N": "[0-9]+",
    "V": "[A-Za-z0-9._:+/-]+",
    "C": CODE,
    "K": r"[A-Za-z0-9._:/-]*\+[A-Za-z0-9._:/-]*\+[A-Za-z0-9._:+/-]*",
    "E": f"(?:{HEX64}|-)",
    "A": rf"(?:-|{CODE}(?:\+{CODE})*)",
}
HOLDER = "draw=N unit=N ticket=D"
SHAPES = {
    "opened": "manifest=D",
    "amended": "manifest=D previous=D notice=D",
    "count": "issued=N",
    "frozen": "draw=N statement=D",
    "refrozen": "draw=N previous=D statement=D notice=D",
    "rescheduled": "draw=N round=N notice=D",
    "drawn": "draw=N value=V signature=V seed=D result=D",
    "notified": f"{HOLDER} attempt=N",
    "claimed": HOLDER,
    "vacated": f"{HOLDER} reason=C evidence=E approvers=A",
    "promoted": HOLDER,
    "dispatched": HOLDER,
    "received": HOLDER,
    "voided": "draw=N reason=C notice=D",
    "key": "vkey=K",
    "completed": "",
}


@dataclass(frozen=True)
class Line:
    seq: int
    time: int
    kind: str
    text: str
    values: dict[str, str]

    def __getitem__(self, key: str) -> str:
        return self.values[key]


def read_log(data: bytes) -> list[Line]:
    return [read_line(number, text) for number, text in enumerate(lines_of(data))]


def read_line(number: int, text: str) -> Line:
    seq, time, kind, *pairs = [*text.split(" "), "", ""] if text.count(" ") < 2 else text.split(" ")
    need(seq == str(number) and kind in SHAPES, "not the next number, or no such kind")
    shape = SHAPES[kind].split(" ") if SHAPES[kind] else []
    need(len(shape) == len(pairs), "other keys")
    values = {}
    for wanted, pair in zip(shape, pairs, strict=True):
        key, _, token = wanted.partition("=")
        name, _, value = pair.partition("=")
        need(name == key and re.fullmatch(TOKENS[token], value), key)
        need(token != "N" or (is_num(value) and (value != "0" or key == "issued")), key)
        need(token != "A" or len(set(value.split("+"))) == len(value.split("+")), key)
        values[key] = value
    return Line(number, seconds(time), kind, text, values)


@dataclass
class Hold:
    ticket: str
    notified: int | None = None
    attempts: int = 0
    claimed: bool = False
    dispatched: bool = False
    received: bool = False


@dataclass
class PlainLog:
    """The state of the log, behind what the record says of manifest, freeze, draw and award."""

    manifest: dict[str, Any]
    manifest_digest: str
    freeze: dict[str, Any]
    expected: dict[str, str] | None
    prizes: dict[int, str]
    reserves: list[str]
    round_time: Any
    first_keys: list[Any]
    delay: int = 0
    force: str = ""
    draw: int = 1
    round: int | None = None
    moved: bool = False
    issued: int = 0
    frozen: str | None = None
    ever_frozen: bool = False
    drawn: bool = False
    voided: bool = False
    completed: bool = False
    holds: dict[int, Hold | None] | None = field(default_factory=dict)
    owed: int | None = None
    vacant: tuple[int, str] | None = None
    used: int = 0
    said: dict[tuple[str, str], Hold] = field(default_factory=dict)
    statements: set[str] = field(default_factory=set)
    keys: list[Any] = field(default_factory=list)
    voids: set[int] = field(default_factory=set)

    def replay(self, lines: list[Line]) -> None:
        before = lines[0]
        for line in lines:
            need((line.seq == 0) == (line.kind == "opened"), "opened first, once")
            need(line.time >= before.time and not self.completed, "time, or after completed")
            need(self.owed is None or line.kind == "promoted", "a reserve is due")
            need(
                not self.voided or line.kind in ("frozen", "rescheduled", "key", "completed"), "after voided"
            )
            number = line.values.get("draw")
            need(number is None or line.kind == "refrozen" or int(number) == self.draw, "draw")
            handler = getattr(self, f"on_{line.kind}", self.on_award)
            vacant, self.vacant = self.vacant, None
            if line.kind == "promoted":
                self.promote(line, vacant)
            else:
                handler(line)
            before = line

    @property
    def known(self) -> bool:
        return self.force == self.manifest_digest

    def due(self) -> int:
        return int(self.round_time(self.round))

    def on_opened(self, line: Line) -> None:
        need(line.time <= seconds(self.manifest["opens"]), "opened late")
        self.force = line["manifest"]

    def on_amended(self, line: Line) -> None:
        need(not self.ever_frozen and line["previous"] == self.force, "amended")
        self.force, self.round, self.moved = line["manifest"], None, False

    def on_count(self, line: Line) -> None:
        need(not self.ever_frozen and int(line["issued"]) >= self.issued, "count")
        self.issued = int(line["issued"])

    def on_frozen(self, line: Line) -> None:
        need(self.frozen is None, "frozen twice")
        self.on_freeze(line)

    def on_refrozen(self, line: Line) -> None:
        need(self.frozen is not None and not self.drawn and line["previous"] == self.frozen, "refrozen")
        need(int(line["draw"]) == self.draw + 1, "draw")
        self.on_freeze(line)

    def on_freeze(self, line: Line) -> None:
        if self.known:
            need(line.time >= seconds(self.manifest["confirm_by"]), "frozen early")
            need(line.time <= self.due() - self.manifest["min_gap_seconds"], "frozen late")
            free = self.ever_frozen or self.moved
            need(free or line.time <= seconds(self.manifest["freeze_by"]), "frozen after freeze_by")
        need(line["statement"] not in self.statements, "one statement for two draws")
        self.statements.add(line["statement"])
        if line["statement"] == self.freeze["digest"]:
            said = self.freeze
            need(seconds(said["frozen"]) == line.time and said["draw"] == line["draw"], "time or draw")
            need(said["manifest"] == self.force, "another manifest")
            counted = sum(int(said[key].split(" ")[0]) for key in ("entries", "excluded"))
            need(counted == self.issued, "issued")
            beacon = said["beacon"].split(" ")
            round_ = self.round or self.manifest["beacon"].get("round")
            need(beacon[0] != "drand" or int(beacon[2]) == round_, "another round")
        self.draw, self.frozen, self.voided = int(line["draw"]), line["statement"], False
        self.ever_frozen = True

    def on_rescheduled(self, line: Line) -> None:
        need(self.frozen is None, "frozen")
        if self.known:
            gap, beacon = self.manifest["min_gap_seconds"], self.manifest["beacon"]
            need(beacon["kind"] == "drand" and int(line["round"]) > (self.round or beacon["round"]), "round")
            far = self.due() - line.time >= gap
            need(line.time >= self.due() or far or self.draw > 1, "the old round is near")
            need(self.round_time(int(line["round"])) - line.time >= gap, "the new round is near")
        self.round, self.moved, self.voided = int(line["round"]), True, False

    def on_drawn(self, line: Line) -> None:
        need(self.frozen is not None and not self.drawn, "drawn")
        own = self.draw == int(self.freeze["draw"])
        need(not self.known or line.time >= self.due() + (self.delay if own else 0), "drawn early")
        if own:
            need(self.expected and all(line[key] == value for key, value in self.expected.items()), "values")
            need(not self.freeze["entries"].startswith("0 "), "nobody to draw")
        self.drawn, self.used, self.said = True, 0, {}
        self.holds = {unit: Hold(ticket) for unit, ticket in self.prizes.items()} if own else None

    def on_award(self, line: Line) -> None:
        need(self.drawn and not self.voided, "not drawn")
        if line.kind == "vacated":
            reason = line["reason"]
            need(reason in self.manifest["vacancy_reasons"], "reason")
            need(line["approvers"] != "-" or reason in ("no_reply", "declined"), "approvers")
        getattr(self, f"do_{line.kind}")(self.held(line), line)
        if line.kind == "vacated":
            self.vacant = line.seq, line["unit"]
            if self.holds is not None:
                self.holds[int(line["unit"])] = None
                self.owed = int(line["unit"]) if self.used < len(self.reserves) else None

    def held(self, line: Line) -> Hold:
        need(int(line["unit"]) <= sum(prize["quantity"] for prize in self.manifest["prizes"]), "unit")
        if self.holds is None:
            return self.said.setdefault((line["unit"], line["ticket"]), Hold(line["ticket"]))
        hold = self.holds.get(int(line["unit"]))
        need(hold and hold.ticket == line["ticket"], "no holder")
        assert hold
        return hold

    def over(self, hold: Hold) -> int | None:
        return None if hold.notified is None else hold.notified + self.manifest["claim_days"] * 86400

    def do_notified(self, hold: Hold, line: Line) -> None:
        need(not hold.claimed and int(line["attempt"]) == hold.attempts + 1, "notified")
        hold.attempts += 1
        hold.notified = line.time if hold.notified is None else hold.notified

    def do_claimed(self, hold: Hold, line: Line) -> None:
        over = self.over(hold)
        need(not hold.claimed and (over is None or line.time <= over), "claimed")
        hold.claimed = True

    def do_vacated(self, hold: Hold, line: Line) -> None:
        over = self.over(hold)
        need(not hold.received, "received")
        silent = not hold.claimed and hold.attempts > 1 and over is not None and line.time > over
        need(line["reason"] != "no_reply" or silent, "no_reply")

    def do_dispatched(self, hold: Hold, line: Line) -> None:
        need(hold.claimed and not hold.dispatched and not hold.received, "dispatched")
        hold.dispatched = True

    def do_received(self, hold: Hold, line: Line) -> None:
        need(hold.claimed and not hold.received, "received")
        hold.received = True

    def promote(self, line: Line, vacant: tuple[int, str] | None) -> None:
        need(vacant == (line.seq - 1, line["unit"]), "promoted after vacated")
        if self.holds is not None:
            need(self.owed == int(line["unit"]) and self.reserves[self.used] == line["ticket"], "reserve")
            self.holds[int(line["unit"])] = Hold(line["ticket"])
        need(self.used < self.manifest["reserves"], "more reserves than there are")
        self.used += 1
        self.owed = None

    def on_voided(self, line: Line) -> None:
        self.voids.add(self.draw)
        self.voided, self.frozen, self.drawn, self.draw = True, None, False, self.draw + 1

    def on_key(self, line: Line) -> None:
        key = key_of(line["vkey"], 1)
        earlier = self.keys + (self.first_keys if self.known else [])
        need(key.name == self.first_keys[0].name and key not in earlier, "not a new key of that name")
        self.keys.append(key)

    def on_completed(self, line: Line) -> None:
        done = self.holds is not None and all(not hold or hold.received for hold in self.holds.values())
        need(self.voided or (self.drawn and done), "not completed")
        self.completed = True
