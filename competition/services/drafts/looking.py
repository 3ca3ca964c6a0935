"""A draft with all that the editor shows of it: what was typed, what is wrong, what follows from it."""

from collections import Counter
from dataclasses import replace

from sqlalchemy.orm import Session

from competition.draw.chains import DEFAULT, QUICKNET
from competition.rules.checklist import Finding, State, to_do
from competition.rules.description import Description, Drand
from competition.rules.drafting import INSTANTS, Reading
from competition.rules.errors import Fault
from competition.rules.form_names import field_of
from competition.rules.local_times import whole_second_after
from competition.rules.naming import in_words
from competition.rules.terms import terms_text
from competition.rules.timetable import Timetable
from competition.rules.wording import binding_moment, binding_utc, exact_moment, machine, number, number_word
from competition.services import facts
from competition.services.drafts.reading import Standing, standing
from competition.services.instance import Instance
from competition.services.views.drafts import DraftView, ReadingView
from competition.store import competitions, drafts
from competition.store.models import Draft

_DATES = ("time_zone", "min_gap_seconds", *INSTANTS)
UNTITLED = "A draft without a title"


def editor(session: Session, draft_id: int, *, instance: Instance) -> DraftView:
    """Raises RuleError `unknown` for what is not there."""
    draft = drafts.by_id(session, draft_id)
    if draft is None:
        raise facts.unknown()
    found = standing(draft, instance=instance)
    timetable = _timetable(session, found.reading, instance)
    described, zone = found.reading.described, found.reading.described.time_zone
    return DraftView(
        number=draft.id,
        version=draft.version,
        title=draft.typed.get("title", "").strip() or UNTITLED,
        zone=zone,
        saved_by=draft.saved_by,
        saved_at=draft.saved_at,
        published=_published(session, draft),
        typed=draft.typed,
        wrong=_wrong(found),
        readings=_readings(found.reading),
        shown_as=_shown_as(described, found.faults, zone),
        defaults=_defaults(described, timetable, zone) if timetable else "",
        number_said=_number(described, timetable, zone) if timetable else "",
        findings=found.findings,
        summary=_summary(found.findings),
        to_do=to_do(found.findings),
        picture=draft.picture_type is not None,
        generated=_generated(found, timetable),
        terms_fingerprint=found.terms,
        terms_read=bool(found.terms) and draft.typed.get("terms_read") == found.terms,
    )


def _published(session: Session, draft: Draft) -> str:
    return competitions.by_id(session, draft.competition_id).slug if draft.competition_id else ""


def _timetable(session: Session, reading: Reading, instance: Instance) -> Timetable | None:
    """All five instants, as far as they can be told."""
    if reading.wrong_in(_DATES):
        return None
    return reading.described.timetable(opens=whole_second_after(instance.clock(session)))


def _wrong(found: Standing) -> dict[str, str]:
    """The first thing to put right at each field. What nobody has come to yet is for the checklist to say."""
    wrong: dict[str, str] = {}
    for fault in found.faults:
        if not fault.silent:
            offered = fault.key in found.reading.offers
            wrong.setdefault(field_of(fault.key), _said(in_words(fault), offered=offered))
    return wrong


def _said(sentence: str, *, offered: bool) -> str:
    """Where the form offers both readings of a time, nobody has to write one."""
    return f"{sentence.partition(' Write ')[0]} Choose one below." if offered else sentence


def _readings(reading: Reading) -> dict[str, tuple[ReadingView, ...]]:
    return {
        name: tuple(ReadingView(machine(at), at) for at in instants)
        for name, instants in reading.offers.items()
    }


def _shown_as(described: Description, faults: tuple[Fault, ...], zone: str) -> dict[str, str]:
    wrong = {fault.key for fault in faults}
    instants = {name: getattr(described, name) for name in INSTANTS if name not in wrong}
    return {name: f"{binding_moment(at, zone)} ({binding_utc(at)})" for name, at in instants.items() if at}


def _defaults(described: Description, table: Timetable, zone: str) -> str:
    """One sentence for all that was left to follow from the closing time."""
    clauses = (
        ("opens", "it opens when it is published", None),
        ("confirm_by", "entries can be confirmed until", table.confirm_by),
        ("freeze_by", "the list is frozen by", table.freeze_by),
        ("draw_at", "the draw is on", table.draw_at),
    )
    said = [
        f"{words} {binding_moment(at, zone)}" if at else words
        for name, words, at in clauses
        if getattr(described, name) is None
    ]
    return f"By itself: {'; '.join(said)}." if said else ""


def _number(described: Description, table: Timetable, zone: str) -> str:
    if not isinstance(described.beacon, Drand):
        return ""
    chain = {"quicknet": QUICKNET, "default": DEFAULT}[described.beacon.chain]
    round_ = chain.round_at(int(table.draw_at.timestamp()))
    due = table.draw_at.fromtimestamp(chain.round_time(round_), tz=table.draw_at.tzinfo)
    return f"The random number will be drand round {number(round_)}, due on {exact_moment(due, zone)}."


def _summary(findings: tuple[Finding, ...]) -> str:
    counted = Counter(finding.state for finding in findings)
    words = {State.SATISFIED: "done", State.MISSING: "to do", State.NOT_APPLICABLE: "not needed"}
    said = [f"{number_word(counted[state])} {word}" for state, word in words.items() if counted[state]]
    return f"{', '.join(said).capitalize()}."


def _generated(found: Standing, timetable: Timetable | None) -> str:
    if not found.terms or timetable is None:
        return ""
    own = replace(found.reading.described, additions="")
    return terms_text(own, timetable, found.promoter)
