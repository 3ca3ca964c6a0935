"""From a table, as TOML or JSON holds it, to a Description and back. All faults are reported at once."""

import re
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any

from competition.rules import describing_parts as parts
from competition.rules import timetable
from competition.rules.description import (
    EXCLUSION_REASONS,
    RATINGS,
    VACANCY_REASONS,
    Beacon,
    Description,
    Drand,
    Event,
    Rehearsal,
)
from competition.rules.errors import DescriptionError, Fault
from competition.rules.tables import Table
from competition.rules.wording import machine

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)


def parse(values: Mapping[str, Any]) -> Description:
    """Read a description; raises DescriptionError with every fault, each a sentence that names its key."""
    description, faults = read(values)
    if faults:
        raise DescriptionError(faults)
    return description


def read(values: Mapping[str, Any]) -> tuple[Description, list[Fault]]:
    """Read as far as it goes, with its faults. What has one holds a stand-in, which is not to be shown."""
    faults: list[Fault] = []
    description = _description(Table(values, faults))
    if not {"min_age", "age_rating"} & {fault.key for fault in faults}:
        faults += _ages(description)
    return description, faults or _instants(description)


def _description(table: Table) -> Description:
    zone = parts.zone(table)
    beacon, witnesses = parts.beacon(table), parts.witnesses(table)
    instants = {key: table.instant(key, zone) for key in ("opens", "confirm_by", "freeze_by", "draw_at")}
    closes = table.instant("closes", zone, required=True)
    description = Description(
        title=table.line("title", longest=200),
        slug=table.matching("slug", SLUG, "lower-case words and digits joined by hyphens", longest=60),
        time_zone=zone,
        closes=closes or datetime.max.replace(tzinfo=UTC) - timedelta(days=400),
        prizes=parts.prizes(table),
        **instants,
        min_gap_seconds=parts.gap(table, beacon),
        standfirst=table.line("standfirst", default=""),
        text=table.paragraphs("text"),
        picture=parts.picture(table),
        question=parts.question(table),
        min_age=table.number("min_age", default=18, most=120),
        age_rating=table.line("age_rating", default="", longest=20),
        region=table.line("region", default=""),
        eligibility=table.lines("eligibility", default=()),
        marketing=table.line("marketing", default=""),
        disposable=parts.disposable(table),
        rules=table.paragraphs("rules"),
        additions=table.paragraphs("additions"),
        cash_alternative=table.line("cash_alternative", default=""),
        delivery_days=table.number("delivery_days", default=30, least=1, most=365),
        extras=parts.extras(table),
        embed=parts.embed(table),
        promoter=parts.promoter(table),
        group_rule=parts.group_rule(table),
        reserves=table.number("reserves", default=5, most=parts.MOST_RESERVES),
        claim_days=table.number("claim_days", default=28, least=1, most=3650),
        beacon=beacon,
        fallback=parts.fallback(table, beacon),
        witnesses=witnesses,
        witness_quorum=parts.quorum(table, witnesses),
        exclusion_reasons=parts.reasons(table, "exclusion_reasons", EXCLUSION_REASONS),
        vacancy_reasons=parts.reasons(table, "vacancy_reasons", VACANCY_REASONS),
        retention=parts.retention(table),
    )
    table.done()
    return description


def _ages(description: Description) -> list[Fault]:
    rating = description.age_rating
    if not rating:
        return []
    if rating not in RATINGS:
        return [Fault("age_rating", f"must be one of {', '.join(RATINGS)}.")]
    if description.min_age < RATINGS[rating]:
        return [Fault("min_age", f"must be at least {RATINGS[rating]}: the prize is rated {rating}.")]
    return []


def _instants(description: Description) -> list[Fault]:
    # Without an opening instant it opens when it is published; any earlier one will do here.
    opens = description.closes - timedelta(seconds=1)
    return timetable.faults(description.timetable(opens=opens), min_gap=description.min_gap)


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
