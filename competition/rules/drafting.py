"""A draft as its editors typed it, and the description that it amounts to so far.

What was typed is kept as it was, wrong or not: a text for each field of the form, by its name. Reading it
makes the table that a description in a file is, so that both are held to the same rules.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from competition.rules import describing
from competition.rules.describing_parts import MOST_EXTRAS
from competition.rules.description import Description
from competition.rules.errors import Fault
from competition.rules.form_names import top
from competition.rules.local_times import LocalTimeError, to_utc, zone_named
from competition.rules.rulebook import DATES, FORM, PREVIEW, PRIZE, TERMS, WHO, WINNERS
from competition.rules.wording import machine

Typed = Mapping[str, str]

INSTANTS = ("opens", "closes", "confirm_by", "freeze_by", "draw_at")
MOST_PRIZES = 12
SECONDS = 3600
# In the form a value of its own, in the description a key of the same name.
_SAME = (
    *("title", "slug", "standfirst", "text", "cash_alternative", "age_rating", "region", "time_zone"),
    *("marketing", "disposable", "additions", "group_rule"),
)
_PROMOTER = {"name": "promoter_name", "address": "promoter_address", "contact": "promoter_contact"}
_NUMBERS = ("min_age", "reserves", "claim_days", "delivery_days")
_ROWS = {"prize": ("title", "quantity", "description"), "extra": ("label", "purpose", "required")}
_MOST = {"prize": MOST_PRIZES, "extra": MOST_EXTRAS}
_ROW = re.compile(r"(prize|extra)-([0-9]+)-([a-z]+)")


def _rows(kind: str) -> tuple[str, ...]:
    return tuple(f"{kind}-{n}-{part}" for n in range(1, _MOST[kind] + 1) for part in _ROWS[kind])


FIELDS: Mapping[int, tuple[str, ...]] = {
    PRIZE: (
        *("title", "slug", "standfirst", "text", "picture_alt", *_rows("prize")),
        *("cash_alternative", "promoter_name", "promoter_address", "promoter_contact"),
    ),
    WHO: ("age_rating", "min_age", "region", "eligibility"),
    DATES: (
        "time_zone",
        *(f"{name}-{part}" for name in INSTANTS for part in ("date", "time", "reading")),
        *("beacon", "event_id", "event_description", "event_bits", "gap_hours"),
        *("witnesses", "witness_quorum"),
    ),
    FORM: (
        *("question", "question_hint", "answers", "right", *_rows("extra")),
        *("disposable", "marketing", "embed"),
    ),
    WINNERS: ("reserves", "group_rule", "claim_days", "delivery_days"),
    TERMS: ("additions", "terms_read"),
    PREVIEW: (),
}
"""The fields of each step, by name. The last step only shows."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What was typed, read as far as it goes. `described` holds stand-ins where it has faults."""

    described: Description
    faults: tuple[Fault, ...]
    offers: Mapping[str, tuple[datetime, ...]]
    """For an instant whose local time is none or two: those that it may have meant."""

    def wrong_in(self, keys: tuple[str, ...]) -> bool:
        return any(top(fault.key) in keys for fault in self.faults)


def read(typed: Typed, *, has_picture: bool) -> Reading:
    """Read a draft; what it leaves open that publishing needs is a fault as well."""
    described, faults = describing.read(dict(_table(typed, has_picture)))
    return Reading(described, (*faults, *_left_open(typed)), dict(_offers(typed)))


def changed(before: Typed, after: Typed) -> tuple[str, ...]:
    """The names of the fields that differ; one that is empty is as good as none."""
    names = {*before, *after}
    return tuple(sorted(name for name in names if before.get(name, "") != after.get(name, "")))


def packed(typed: Typed) -> dict[str, str]:
    """Without the empty fields, and with rows in which something stands moved up to follow each other."""
    kept = {name: text for name, text in typed.items() if text and not _ROW.fullmatch(name)}
    for kind in _ROWS:
        for place, row in enumerate(_filled(typed, kind), 1):
            kept |= {f"{kind}-{place}-{part}": text for part, text in row.items() if text}
    return kept


def _filled(typed: Typed, kind: str) -> list[dict[str, str]]:
    """The rows of prizes or of additional fields in which something stands; a number alone is nothing."""
    every = (
        {part: typed.get(f"{kind}-{n}-{part}", "") for part in _ROWS[kind]} for n in range(1, _MOST[kind] + 1)
    )
    silent = {"quantity", "required"}
    return [row for row in every if any(text.strip() for part, text in row.items() if part not in silent)]


def _table(typed: Typed, has_picture: bool) -> Iterator[tuple[str, Any]]:
    said = {name: text.strip() for name, text in typed.items() if text.strip()}
    yield from ((key, said[key]) for key in _SAME if key in said)
    yield from ((key, _number(said[key])) for key in _NUMBERS if key in said)
    yield from ((name, text) for name in INSTANTS if (text := _instant(said, name)))
    if prizes := [_prize(row) for row in _filled(typed, "prize")]:
        yield "prizes", prizes
    if extras := [_extra(row) for row in _filled(typed, "extra")]:
        yield "extras", extras
    if "eligibility" in said:
        yield "eligibility", _lines(said["eligibility"])
    for name in ("embed", "witnesses"):
        if name in said:
            yield name, _lines(said[name])
    if "witness_quorum" in said:
        yield "witness_quorum", _number(said["witness_quorum"])
    if has_picture:
        yield "picture", {"file": "picture", "alt": said.get("picture_alt")}
    if promoter := _some(said, **_PROMOTER):
        yield "promoter", promoter
    if question := _some(said, text="question", answers="answers", right="right"):
        yield "question", _question(question, said)
    yield from _beacon(said)


def _some(said: Typed, **fields: str) -> dict[str, Any]:
    return {key: said[name] for key, name in fields.items() if name in said}


def _question(found: dict[str, Any], said: Typed) -> dict[str, Any]:
    answers = _lines(found.get("answers", ""))
    hint = {"hint": said["question_hint"]} if "question_hint" in said else {}
    return {**found, **hint, "answers": answers, "right": _number(found.get("right", ""))}


def _beacon(said: Typed) -> Iterator[tuple[str, Any]]:
    kind = said.get("beacon", "drand")
    beacon: dict[str, Any] = {"kind": kind}
    if kind == "event":
        beacon |= _some(said, id="event_id", description="event_description")
        beacon["bits"] = _number(said.get("event_bits", ""))
    yield "beacon", beacon
    if "gap_hours" in said and kind != "rehearsal":
        hours = _number(said["gap_hours"])
        yield "min_gap_seconds", hours * SECONDS if isinstance(hours, int) else hours


def _prize(row: Mapping[str, str]) -> dict[str, Any]:
    return {
        **{part: text.strip() for part, text in row.items()},
        "quantity": _number(row["quantity"].strip()),
    }


def _extra(row: Mapping[str, str]) -> dict[str, Any]:
    said = {part: row[part].strip() for part in ("label", "purpose") if row[part].strip()}
    return {**said, "required": bool(row["required"])}


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _number(text: str) -> int | str:
    """A text that is none stays one, and is told so by whoever reads the table."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else text


def _local(said: Typed, name: str) -> str:
    return f"{said.get(f'{name}-date', '')} {said.get(f'{name}-time', '')}".strip()


def _instant(said: Typed, name: str) -> str:
    local = _local(said, name)
    chosen = said.get(f"{name}-reading", "")
    return chosen if chosen in map(machine, _readings(local, said.get("time_zone", ""))) else local


def _readings(local: str, zone: str) -> tuple[datetime, ...]:
    try:
        zone_named(zone)
        to_utc(local, zone)
    except LocalTimeError as error:
        return error.readings
    return ()


def _offers(typed: Typed) -> Iterator[tuple[str, tuple[datetime, ...]]]:
    said = {name: text.strip() for name, text in typed.items()}
    for name in INSTANTS:
        if readings := _readings(_local(said, name), said.get("time_zone", "")):
            yield name, readings


def _left_open(typed: Typed) -> Iterator[Fault]:
    """A file may leave these to their defaults; who fills in a form sees them, and decides."""
    for key in _NUMBERS:
        if not typed.get(key, "").strip():
            yield Fault(key, "is missing.", silent=True)
    if not typed.get("cash_alternative", "").strip():
        sentence = "is missing: say what a winner may have instead, or mark that there is none."
        yield Fault("cash_alternative", sentence, silent=True)
