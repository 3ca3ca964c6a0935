"""From a table, as TOML or JSON holds it, to a Description and back. All problems are reported at once."""

import re
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from competition.rules import timetable
from competition.rules.description import (
    EXCLUSION_REASONS,
    GROUP_RULES,
    LEAST_GAP,
    MIN_GAP,
    RATINGS,
    REHEARSAL_GAP,
    VACANCY_REASONS,
    Beacon,
    Chain,
    Description,
    Drand,
    Event,
    GroupRule,
    PictureFile,
    Prize,
    Promoter,
    Question,
    Rehearsal,
    Retention,
)
from competition.rules.errors import DescriptionError, RuleError
from competition.rules.local_times import zone_named
from competition.rules.tables import Table
from competition.rules.wording import machine

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)
CODE = re.compile(r"[a-z][a-z0-9_-]{0,31}", re.ASCII)
# Every prize and every reserve is a line of the result and of the draw's page, which people read.
MOST_UNITS, MOST_RESERVES = 10_000, 1_000
EVENT_ID = re.compile(r"[a-z0-9.+-]{1,64}", re.ASCII)


def parse(values: Mapping[str, Any]) -> Description:
    """Read a description; raises DescriptionError with every fault, each a sentence that names its key."""
    problems: list[str] = []
    table = Table(values, problems)
    zone = _zone(table)
    beacon = _beacon(table)
    instants = {key: table.instant(key, zone) for key in ("opens", "confirm_by", "freeze_by", "draw_at")}
    closes = table.instant("closes", zone, required=True)
    description = Description(
        title=table.line("title", longest=200),
        slug=table.matching("slug", SLUG, "lower-case words and digits joined by hyphens", longest=60),
        time_zone=zone,
        closes=closes or datetime.max.replace(tzinfo=UTC) - timedelta(days=400),
        prizes=_prizes(table),
        **instants,
        min_gap_seconds=_gap(table, beacon),
        standfirst=table.line("standfirst", default=""),
        text=table.paragraphs("text"),
        picture=_picture(table),
        question=_question(table),
        min_age=table.number("min_age", default=18, most=120),
        age_rating=table.line("age_rating", default="", longest=20),
        region=table.line("region", default=""),
        eligibility=table.lines("eligibility", default=()),
        marketing=table.line("marketing", default=""),
        rules=table.paragraphs("rules"),
        promoter=_promoter(table),
        group_rule=_group_rule(table),
        reserves=table.number("reserves", default=5, most=MOST_RESERVES),
        claim_days=table.number("claim_days", default=28, least=1, most=3650),
        beacon=beacon,
        fallback=_fallback(table, beacon),
        exclusion_reasons=_reasons(table, "exclusion_reasons", EXCLUSION_REASONS),
        vacancy_reasons=_reasons(table, "vacancy_reasons", VACANCY_REASONS),
        retention=_retention(table),
    )
    table.done()
    problems += _ages(description)
    if not problems:
        problems += _instants(description)
    if problems:
        raise DescriptionError(problems)
    return description


def _retention(table: Table) -> Retention:
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


def _group_rule(table: Table) -> GroupRule:
    rule = table.choice("group_rule", GROUP_RULES, default="none")
    if rule == "household":
        # Entries ask for no postal address, so that nobody could tell who lives with whom.
        table.problem("group_rule", 'cannot be "household" yet: use "person", one prize for each.')
    return cast(GroupRule, rule)


def _zone(table: Table) -> str:
    name = table.line("time_zone")
    try:
        zone_named(name or "UTC")
    except RuleError as error:
        table.problem("time_zone", f"names no zone. {error.message}")
        return "UTC"
    return name or "UTC"


def _gap(table: Table, beacon: Beacon) -> int:
    if isinstance(beacon, Rehearsal):
        return table.number("min_gap_seconds", default=REHEARSAL_GAP, most=10**8)
    return table.number("min_gap_seconds", default=MIN_GAP, least=LEAST_GAP, most=10**8)


def _prizes(table: Table) -> tuple[Prize, ...]:
    prizes = []
    for inner in table.inners("prizes"):
        quantity = inner.number("quantity", default=1, least=1, most=MOST_UNITS)
        prizes.append(
            Prize(inner.line("title", longest=200), quantity, inner.line("description", default=""))
        )
        inner.done()
    if (units := sum(prize.quantity for prize in prizes)) > MOST_UNITS:
        table.problem("prizes", f"name {units:,} prizes in all; a draw has at most {MOST_UNITS:,}.")
    return tuple(prizes)


def _picture(table: Table) -> PictureFile | None:
    inner = table.inner("picture")
    if inner is None:
        return None
    picture = PictureFile(inner.line("file"), inner.line("alt"))
    inner.done()
    return picture


def _promoter(table: Table) -> Promoter | None:
    inner = table.inner("promoter")
    if inner is None:
        return None
    promoter = Promoter(inner.line("name", longest=200), inner.line("address"))
    inner.done()
    return promoter


def _question(table: Table) -> Question | None:
    inner = table.inner("question")
    if inner is None:
        return None
    text, hint = inner.line("text"), inner.line("hint", default="")
    answers = inner.lines("answers", default=())
    if len(answers) < 2 or len(set(answers)) < len(answers):
        inner.problem("answers", "must name at least two answers, all different.")
    right = inner.number("right", least=1, most=max(len(answers), 1))
    inner.done()
    return Question(text, answers, right, hint)


def _beacon(table: Table) -> Beacon:
    inner = table.inner("beacon")
    if inner is None:
        return Drand()
    kind = inner.choice("kind", ("drand", "event", "rehearsal"))
    beacon: Beacon = Rehearsal()
    if kind == "drand":
        beacon = Drand(cast(Chain, inner.choice("chain", ("quicknet", "default"), default="quicknet")))
    elif kind == "event":
        beacon = _event(inner)
    inner.done()
    return beacon


def _fallback(table: Table, beacon: Beacon) -> Event | None:
    inner = table.inner("fallback")
    if inner is None:
        return None
    if not isinstance(beacon, Drand):
        table.problem("fallback", "is only for a drand beacon.")
    event = _event(inner)
    inner.done()
    return event


def _event(inner: Table) -> Event:
    identity = inner.matching("id", EVENT_ID, "lower-case letters, digits, . + and -", longest=64)
    return Event(identity, inner.line("description"), inner.number("bits", least=64, most=10**6))


def _reasons(table: Table, key: str, default: tuple[str, ...]) -> tuple[str, ...]:
    reasons = table.lines(key, default=default)
    if not all(CODE.fullmatch(reason) for reason in reasons) or len(set(reasons)) < len(reasons):
        table.problem(key, "must hold different codes of lower-case letters, digits, _ and -.")
    # The service itself uses the defaults: a withdrawal or a wrong answer must have its reason.
    missing = [reason for reason in default if reason not in reasons]
    if missing:
        table.problem(key, f"must also hold {', '.join(missing)}.")
    return reasons


def _ages(description: Description) -> list[str]:
    rating = description.age_rating
    if not rating:
        return []
    if rating not in RATINGS:
        return [f"`age_rating` must be one of {', '.join(RATINGS)}."]
    if description.min_age < RATINGS[rating]:
        return [f"`min_age` must be at least {RATINGS[rating]}: the prize is rated {rating}."]
    return []


def _instants(description: Description) -> list[str]:
    # Without an opening instant it opens when it is published; any earlier one will do here.
    opens = description.closes - timedelta(seconds=1)
    return timetable.problems(description.timetable(opens=opens), min_gap=description.min_gap)


def as_plain(description: Description) -> dict[str, Any]:
    """Return the table that `parse` reads as this very description: texts, numbers and lists only."""
    plain = {key: value for key, value in asdict(description).items() if value not in (None, "", ())}
    for key in ("opens", "closes", "confirm_by", "freeze_by", "draw_at"):
        if key in plain:
            plain[key] = machine(plain[key])
    kinds: dict[type[Beacon], str] = {Drand: "drand", Event: "event", Rehearsal: "rehearsal"}
    plain["beacon"] = {"kind": kinds[type(description.beacon)], **asdict(description.beacon)}
    return {key: _lists(value) for key, value in plain.items()}


def _lists(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _lists(inner) for key, inner in value.items() if inner is not None}
    if isinstance(value, list | tuple):
        return [_lists(inner) for inner in value]
    return value
