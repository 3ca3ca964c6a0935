"""The parts of a description that are tables of their own, or bind each other: read from a Table."""

import re
from typing import cast

from competition.draw.errors import MalformedError
from competition.draw.notes import COSIGNATURE, parse_verifier_key
from competition.rules import embedding
from competition.rules.description import (
    DISPOSABLE,
    GROUP_RULES,
    LEAST_GAP,
    MIN_GAP,
    REHEARSAL_GAP,
    Beacon,
    Chain,
    Disposable,
    Drand,
    Event,
    Extra,
    GroupRule,
    PictureFile,
    Prize,
    Promoter,
    Question,
    Rehearsal,
    Retention,
)
from competition.rules.errors import RuleError
from competition.rules.local_times import zone_named
from competition.rules.tables import Table

CODE = re.compile(r"[a-z][a-z0-9_-]{0,31}", re.ASCII)
# Every prize and every reserve is a line of the result and of the draw's page, which people read.
MOST_UNITS, MOST_RESERVES = 10_000, 1_000
MOST_EXTRAS = 5
MOST_WITNESSES = 20
MAIL = re.compile(r"[^@\s]+@[^@\s]+")
EVENT_ID = re.compile(r"[a-z0-9.+-]{1,64}", re.ASCII)


def zone(table: Table) -> str:
    name = table.line("time_zone")
    try:
        zone_named(name or "UTC")
    except RuleError as error:
        table.problem("time_zone", f"names no zone. {error.message}")
        return "UTC"
    return name or "UTC"


def disposable(table: Table) -> Disposable:
    return cast(Disposable, table.choice("disposable", DISPOSABLE, default="flag"))


def group_rule(table: Table) -> GroupRule:
    return cast(GroupRule, table.choice("group_rule", GROUP_RULES, default="none"))


def gap(table: Table, beacon: Beacon) -> int:
    if isinstance(beacon, Rehearsal):
        return table.number("min_gap_seconds", default=REHEARSAL_GAP, most=10**8)
    return table.number("min_gap_seconds", default=MIN_GAP, least=LEAST_GAP, most=10**8)


def prizes(table: Table) -> tuple[Prize, ...]:
    found = []
    for inner in table.inners("prizes"):
        quantity = inner.number("quantity", default=1, least=1, most=MOST_UNITS)
        found.append(Prize(inner.line("title", longest=200), quantity, inner.line("description", default="")))
        inner.done()
    if (units := sum(prize.quantity for prize in found)) > MOST_UNITS:
        table.problem("prizes", f"come to {units:,} in all; a draw has at most {MOST_UNITS:,}.")
    return tuple(found)


def picture(table: Table) -> PictureFile | None:
    inner = table.inner("picture")
    if inner is None:
        return None
    found = PictureFile(inner.line("file"), inner.line("alt"))
    inner.done()
    return found


def promoter(table: Table) -> Promoter | None:
    inner = table.inner("promoter")
    if inner is None:
        return None
    contact = inner.line("contact", default="", longest=254)
    if contact and not MAIL.fullmatch(contact):
        inner.problem("contact", "must be a mail address such as draws@example.com.")
    found = Promoter(inner.line("name", longest=200), inner.line("address"), contact)
    inner.done()
    return found


def question(table: Table) -> Question | None:
    inner = table.inner("question")
    if inner is None:
        return None
    text, hint = inner.line("text"), inner.line("hint", default="")
    answers = inner.lines("answers", default=())
    if len(answers) < 2 or len(set(answers)) < len(answers):
        inner.problem("answers", "must name at least two answers, all different.")
    right = inner.number("right", least=1, most=max(len(answers), 2))
    inner.done()
    return Question(text, answers, right, hint)


def extras(table: Table) -> tuple[Extra, ...]:
    """The promoter's own fields of the entry form. Each says what it is for, as whoever asks must."""
    found = []
    for inner in table.inners("extras", required=False):
        label = inner.line("label", longest=100)
        found.append(Extra(label, inner.line("purpose", longest=200), required=inner.flag("required")))
        inner.done()
    if len(found) > MOST_EXTRAS:
        table.problem("extras", f"ask {len(found)} things; a form asks {MOST_EXTRAS} at most.")
    if len({extra.label for extra in found}) < len(found):
        table.problem("extras", "must all have different labels.")
    return tuple(found)


def beacon(table: Table) -> Beacon:
    inner = table.inner("beacon")
    if inner is None:
        return Drand()
    kind = inner.choice("kind", ("drand", "event", "rehearsal"))
    found: Beacon = Rehearsal()
    if kind == "drand":
        found = Drand(cast(Chain, inner.choice("chain", ("quicknet", "default"), default="quicknet")))
    elif kind == "event":
        found = _event(inner)
    inner.done()
    return found


def fallback(table: Table, beacon: Beacon) -> Event | None:
    inner = table.inner("fallback")
    if inner is None:
        return None
    if not isinstance(beacon, Drand):
        table.problem("fallback", "is only for a drand beacon.")
    found = _event(inner)
    inner.done()
    return found


def _event(inner: Table) -> Event:
    identity = inner.matching("id", EVENT_ID, "lower-case letters, digits, . + and -", longest=64)
    return Event(identity, inner.line("description"), inner.number("bits", least=64, most=10**6))


def witnesses(table: Table) -> tuple[str, ...]:
    found = table.lines("witnesses", default=())
    if len(found) > MOST_WITNESSES or len(set(found)) < len(found):
        table.problem("witnesses", f"must all be different, and at most {MOST_WITNESSES}.")
    wrong = [(place, wrong) for place, text in enumerate(found, 1) if (wrong := _wrong_key(text))]
    for place, why in wrong:
        table.problem("witnesses", f"holds no key of a witness in place {place}: {why}.")
    return () if wrong else found


def _wrong_key(text: str) -> str:
    try:
        parse_verifier_key(text, COSIGNATURE)
    except MalformedError as error:
        return error.message
    return ""


def quorum(table: Table, witnesses: tuple[str, ...]) -> int:
    """How many have to sign: more than half, unless it is said otherwise."""
    count = len(witnesses)
    usual = count // 2 + 1 if count else 0
    return table.number("witness_quorum", default=usual, least=min(count, 1), most=count)


def embed(table: Table) -> tuple[str, ...]:
    typed = table.lines("embed", default=())
    if wrong := embedding.problem(typed):
        table.problem("embed", f"cannot be used: {wrong}")
    return embedding.origins(typed)


def reasons(table: Table, key: str, default: tuple[str, ...]) -> tuple[str, ...]:
    found = table.lines(key, default=default)
    if not all(CODE.fullmatch(reason) for reason in found) or len(set(found)) < len(found):
        table.problem(key, "must hold different codes of lower-case letters, digits, _ and -.")
    # The service itself uses the defaults: a withdrawal or a wrong answer must have its reason.
    missing = [reason for reason in default if reason not in found]
    if missing:
        table.problem(key, f"must also hold {', '.join(missing)}.")
    return found


def retention(table: Table) -> Retention:
    inner, usual = table.inner("retention"), Retention()
    if inner is None:
        return usual
    kept = Retention(
        inner.number("pending_days", default=usual.pending_days, most=365),
        inner.number("entrant_days", default=usual.entrant_days, most=3650),
        inner.number("winner_months", default=usual.winner_months, most=120),
    )
    inner.done()
    return kept
