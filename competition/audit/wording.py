"""What an audit found, in words for a reader, and as data for a program."""

from collections.abc import Iterator
from typing import Any

from competition.draw.report import (
    FAILED,
    HELD,
    REHEARSAL,
    SELF_CONSISTENT,
    UNCHECKED,
    VERIFIED,
    WITNESSED,
    Report,
    Step,
)

PROVES = (
    "Nobody chose the winners: they follow from the published list and the random value.",
    "The draw was not made twice in secret: a second one has another number in the signed log.",
    "Every ticket that was issued is on the list, or left out with a reason.",
    "Reserves were used strictly in order.",
)
PROVES_NOT = (
    "That every entrant is a real person.",
    "That the makers of the random value did not collude.",
    "That a prize was handed over. The log says what the promoter and the winners said.",
)
LEVELS = {
    REHEARSAL: "The server made the value itself: this shows the mechanism and proves nothing.",
    SELF_CONSISTENT: "That the list was fixed before the value existed rests on the organiser's word alone.",
    HELD: "Your own copy of the freeze note is the published one: the list was fixed when you received it.",
    WITNESSED: "Outside witnesses signed the frozen list before the value existed.",
}


def printable(text: str) -> str:
    """A text out of somebody else's file, with nothing in it that steers a terminal."""
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)


def lines(report: Report) -> Iterator[str]:
    """The report for a person: a line per step, the level, the winners, what it proves, the verdict."""
    if report.title:
        yield printable(f"{report.title}: {report.competition}, draw {report.draw}")
    yield from (_step(step) for step in report.steps)
    if report.level:
        yield ""
        yield f"evidence level {report.level}"
        yield f"  {LEVELS[report.level]}"
    yield from _winners(report)
    yield from (f"remark: {remark}" for remark in report.remarks)
    if report.verdict == VERIFIED and report.level != REHEARSAL:
        yield from ("", "this proves", *(f"  {sentence}" for sentence in PROVES))
        yield from ("this does not prove", *(f"  {sentence}" for sentence in PROVES_NOT))
    yield ""
    yield verdict(report)


def _step(step: Step) -> str:
    number = "  " if step.number is None else f"{step.number:2}"
    text = f"{number} {step.section:<4} {step.state:<16} {step.title}"
    return printable(f"{text}: {step.note}" if step.note else text)


def _winners(report: Report) -> Iterator[str]:
    if report.winners:
        yield from ("", "winners")
    for unit, ticket in report.winners.items():
        yield printable(f"  unit {unit}  {ticket}  {report.prizes[unit]}")
        holder = report.holders.get(unit)
        if holder is None and report.log_size:
            yield "          given up since"
        elif holder is not None and holder != ticket:
            yield f"          passed on since to {holder}"


def verdict(report: Report) -> str:
    """One line: the verdict, and of what is wrong the step, the file and the line."""
    wanted = {FAILED: FAILED, UNCHECKED: UNCHECKED}.get(report.verdict)
    reasons = [step for step in report.findings() if step.state == wanted]
    if not reasons:
        outcome = "voided by the organiser; the result stays on record" if report.outcome == "voided" else ""
        return f"{VERIFIED}: {outcome}" if outcome else VERIFIED
    first = reasons[0]
    where = f"step {first.number}" if first.number else "your receipt"
    return printable(f"{report.verdict}: {where}: {first.note}")


def data(report: Report) -> dict[str, Any]:
    """The report for a program."""
    return {
        "verdict": report.verdict,
        "exit_code": report.exit_code,
        "level": report.level,
        "outcome": report.outcome,
        "competition": report.competition,
        "title": report.title,
        "draw": report.draw,
        "seed": report.seed,
        "manifest_sha256": report.manifest_sha256,
        "entries": report.entries,
        "entries_root": report.entries_root,
        "excluded": report.excluded,
        "log_size": report.log_size,
        "log_root": report.log_root,
        "walk": [
            {"as": place.kind, "number": place.number, "ticket": place.ticket, "score": place.score}
            for place in report.walk
        ],
        "winners_at_the_draw": {str(unit): ticket for unit, ticket in report.winners.items()},
        "holders_now": {str(unit): ticket for unit, ticket in report.holders.items()},
        "remarks": report.remarks,
        "steps": [_step_data(step) for step in report.steps],
    }


def _step_data(step: Step) -> dict[str, Any]:
    found = step.finding
    return {
        "step": step.number,
        "section": step.section,
        "title": step.title,
        "state": step.state,
        "note": step.note,
        "code": found.code if found else None,
        "file": found.file if found else None,
        "line": found.line if found else None,
    }
