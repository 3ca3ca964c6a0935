"""The evidence pack: what was published and done, laid out by rule number, with nobody's address in it."""

import io
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy.orm import Session

from competition.adapters.evidence import Evidence
from competition.draw.bundle import write_zip
from competition.draw.loglines import Line
from competition.draw.texts import format_time
from competition.rules import evidence as rules
from competition.rules.evidence import Rule
from competition.rules.wording import machine, moment, plural
from competition.services import auditing, draw_files, facts, log
from competition.services.awards import chain, public
from competition.services.instance import Instance
from competition.store import awards, competitions, freezes, tickets
from competition.store.models import Competition

_DATES = ("opens", "closes", "confirm_by", "freeze_by", "draw_at")
_MOVES = ("opened", "amended", "frozen", "refrozen", "rescheduled", "drawn", "voided", "completed")
_TELLING, _SENDING = ("notified", "vacated", "promoted"), ("claimed", "dispatched", "received")


@dataclass(frozen=True, slots=True)
class Section:
    """One rule with what answers it: a sentence, and files by their name in the rule's folder."""

    rule: Rule
    says: str
    files: Mapping[str, bytes]


def pack(session: Session, slug: str, *, instance: Instance) -> bytes:
    """Make the pack as a zip: an HTML index, the same as JSON, and a folder for each rule."""
    row, now = facts.public(session, slug), instance.clock(session)
    sections = _sections(session, row, instance)
    said = {"title": row.title, "identity": row.identity, "now": now, "zone": row.time_zone}
    files = {
        f"{section.rule.folder}/{name}": content
        for section in sections
        for name, content in section.files.items()
    }
    index = [{**asdict(one.rule), "says": one.says, "files": sorted(one.files)} for one in sections]
    files["evidence.json"] = _json({"made_at": machine(now), "competition": row.identity, "rules": index})
    files |= Evidence().index(sections=sections, **said)
    out = io.BytesIO()
    write_zip(files, out)
    return out.getvalue()


def _sections(session: Session, row: Competition, instance: Instance) -> tuple[Section, ...]:
    lines = log.read(session, row)
    return (
        _conditions(session, row),
        _closing(row, lines),
        _terms(session, row),
        _random(session, row),
        _available(session, row, lines, instance),
        _told(session, row, lines, instance),
        _published(session, row, instance),
    )


def _conditions(session: Session, row: Competition) -> Section:
    fixed = facts.manifest(session, row)
    says = f"Published before the first entry, at {row.identity}; its digest is the first line of the log."
    files = {"manifest.json": fixed.file, "terms.txt": fixed.rules.encode("utf-8")}
    return Section(rules.CONDITIONS, says, files)


def _closing(row: Competition, lines: list[Line]) -> Section:
    amended = sum(line.kind == "amended" for line in lines)
    changed = f"It was changed {plural(amended, 'time')}." if amended else "It was never changed."
    dates = {name: machine(getattr(row, name)) for name in _DATES}
    files = {"dates.json": _json({"dates": dates, "log": _events(lines, _MOVES)})}
    return Section(rules.CLOSING, f"Closed {moment(row.closes, row.time_zone)}. {changed}", files)


def _terms(session: Session, row: Competition) -> Section:
    versions = competitions.manifests(session, row.id)
    files = {f"terms-version-{one.version}.txt": one.rules.encode("utf-8") for one in versions}
    says = f"{plural(len(versions), 'version')}, each kept at its own address."
    return Section(rules.TERMS, says, files)


def _random(session: Session, row: Competition) -> Section:
    if freezes.last_freeze(session, row.id) is None:
        return Section(rules.RANDOM, "The list of tickets is not frozen yet, so nothing was drawn.", {})
    found = list(auditing.audit_competition(session, row.slug))
    verdicts = [{"draw": one.draw, "verdict": one.verdict, "level": one.report.level} for one in found]
    files = {"record.zip": draw_files.bundle(session, row.slug), "verdicts.json": _json(verdicts)}
    says = (
        "The list of tickets was public before the random number existed; anyone can draw again from"
        f" record.zip with competition-audit. Our own audit says: {', '.join(one.verdict for one in found)}."
    )
    return Section(rules.RANDOM, says, files)


def _available(session: Session, row: Competition, lines: list[Line], instance: Instance) -> Section:
    winners = public.winners(session, row, instance=instance)
    late = [{"unit": one.unit, "overdue": one.overdue} for one in winners if one.overdue]
    issued, left_out = tickets.count(session, row.id), tickets.count_excluded(session, row.id)
    says = f"{plural(issued, 'ticket')} issued, {left_out:,} left out with a reason. "
    says += f"{plural(len(late), 'prize')} late." if late else "No prize is late."
    files = {
        "entries.json": _json({"tickets": issued, "left_out": left_out}),
        "sending.json": _json({"log": _events(lines, _SENDING), "late": late}),
    }
    return Section(rules.AVAILABLE, says, files)


def _told(session: Session, row: Competition, lines: list[Line], instance: Instance) -> Section:
    on = chain.stage(session, row, instance=instance)
    released = awards.release(session, row.id, on.draw.draw) if on else None
    says = "No winner was told yet."
    if released:
        says = f"By mail, with reminders, from {moment(released.released_at, row.time_zone)} on."
    return Section(rules.TOLD, says, {"notices.json": _json(_events(lines, _TELLING))})


def _published(session: Session, row: Competition, instance: Instance) -> Section:
    """As on the public page: the pack goes to people outside."""
    winners = public.winners(session, row, instance=instance)
    shown = [{"unit": one.unit, "prize": one.prize, "name": one.name, "note": one.note} for one in winners]
    named = sum(bool(one.name) for one in winners)
    says = f"{named:,} of {plural(len(winners), 'winner')} named, as each allowed."
    return Section(rules.PUBLISHED, says, {"winners.json": _json(shown)})


def _events(lines: list[Line], kinds: tuple[str, ...]) -> list[dict[str, Any]]:
    return [
        {"seq": line.seq, "time": format_time(line.time), "kind": line.kind, **line.values}
        for line in lines
        if line.kind in kinds
    ]


def _json(value: object) -> bytes:
    return (json.dumps(value, indent=1, ensure_ascii=False) + "\n").encode("utf-8")
