"""Moving published dates: an amended manifest, a public notice, a line of the log, all in one transaction.

Page, terms and clock follow at once; entrants are told by the clock's next ticks (`telling`).
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session

from competition.draw import manifest_file
from competition.draw.manifest import Manifest
from competition.rules.amending import MOVABLE, REASONS, Amendment, check, differences, from_plain, notice
from competition.rules.describing import as_plain
from competition.rules.description import Description, Promoter
from competition.rules.errors import ChangedError, FormRefusedError, RuleError
from competition.rules.lifecycle import Status
from competition.rules.terms import terms_text
from competition.rules.timetable import Timetable
from competition.services import facts, log, records, since
from competition.services.competitions.publishing import checked, manifest_of
from competition.services.instance import Instance
from competition.store import competitions, locks
from competition.store.models import Competition
from competition.store.models import Manifest as ManifestRow

ACTION = "amended"


def propose(session: Session, slug: str, amendment: Amendment, *, instance: Instance) -> Timetable:
    """What the dates would be. Raises RuleError where they cannot be moved so; changes nothing."""
    return _checked(facts.public(session, slug), amendment, instance.clock(session))


def request(
    session: Session, slug: str, amendment: Amendment, *, version: int, instance: Instance
) -> dict[str, Any]:
    """What a second person decides: the amendment, also in words. Raises RuleError as `propose` does.

    `version` is that of the dates which whoever asks has seen; ChangedError says what has moved since.
    """
    competition = facts.public(session, slug)
    _check_seen(session, competition, version)
    after = _checked(competition, amendment, instance.clock(session))
    moved = differences(facts.timetable(competition), after, zone=competition.time_zone)
    return {**amendment.as_plain(), "in_words": ". ".join([*moved, REASONS[amendment.reason]])}


def version(session: Session, slug: str) -> int:
    """Which version of the dates is in force, from 1."""
    return len(competitions.manifests(session, facts.public(session, slug).id))


def _check_seen(session: Session, competition: Competition, version: int) -> None:
    rows = competitions.manifests(session, competition.id)
    if version == len(rows):
        return
    seen = manifest_file.parse(rows[min(max(version, 1), len(rows)) - 1].file)
    then = Timetable(*(datetime.fromtimestamp(getattr(seen, name), tz=UTC) for name in ("opens", *MOVABLE)))
    moved = ". ".join(differences(then, facts.timetable(competition), zone=competition.time_zone))
    by = since.deed(session, competition, ACTION)
    raise ChangedError(
        f"Not sent: the dates were moved since you opened this page, {by}. {moved}."
        " What you typed is still here: read the dates, and send it again."
    )


def has_own_terms(session: Session, slug: str) -> bool:
    """Whether its terms are the promoter's own text, which nobody else can bring up to date."""
    return bool(facts.description(facts.public(session, slug)).rules)


def amend(
    session: Session, slug: str, amendment: Amendment, *, approvers: tuple[str, ...], instance: Instance
) -> int:
    """Move the dates for good and return the new manifest's number. Raises RuleError as `propose` does."""
    competition = facts.public(session, slug)
    locks.exclusive(session, competition.id)
    competition, now = competitions.by_id(session, competition.id), instance.clock(session)
    before, after = facts.timetable(competition), _checked(competition, amendment, now)
    described = _described(facts.description(competition), amendment, after)
    terms = _terms(described, after, instance)
    amended = _manifest(session, competition, described, after, terms)
    version = _add(session, competition, amended, terms, now)
    zone, people = competition.time_zone, len(set(approvers))
    values = {"manifest": amended.digest(), "previous": amended.previous or ""}
    text = notice(amendment, before, after, zone=zone, people=people)
    values["notice"] = log.publish_notice(session, competition, text)
    log.append(session, competition, ACTION, values, signer=instance.signer, now=now)
    _take_over(competition, described, after)
    session.flush()
    _record(session, competition, amended, amendment, approvers, now)
    return version


def carry_out(
    session: Session, slug: str, payload: Mapping[str, Any], approvers: tuple[str, ...], instance: Instance
) -> None:
    """Do what was asked for and approved."""
    amend(session, slug, from_plain(payload), approvers=approvers, instance=instance)


def _checked(competition: Competition, amendment: Amendment, now: datetime) -> Timetable:
    """The timetable as it would be; raises FormRefusedError with everything that has to be put right."""
    described = facts.description(competition)
    status, before = Status(competition.status), facts.timetable(competition)
    found: tuple[RuleError, ...] = ()
    try:
        after = check(amendment, status, before, now, min_gap=described.min_gap)
    except FormRefusedError as refused:
        found = refused.problems
    if described.rules and not amendment.rules.strip():
        message = "The terms are your own text, and name the old dates: write them anew as well."
        found = (*found, RuleError("rules", message, field="rules"))
    if found:
        raise FormRefusedError(found)
    return after


def _described(described: Description, amendment: Amendment, after: Timetable) -> Description:
    """With every movable date in full: none of them follows from another any more."""
    dates = {name: getattr(after, name) for name in MOVABLE}
    return replace(described, **dates, rules=amendment.rules.strip() if described.rules else "")


def _terms(described: Description, after: Timetable, instance: Instance) -> str:
    return terms_text(described, after, facts.promoter(described, instance))


def _manifest(
    session: Session, competition: Competition, described: Description, after: Timetable, terms: str
) -> Manifest:
    """The manifest in force with other dates, the round that follows from them, and the terms that say so."""
    fixed = records.manifest_of(session, competition)
    made = manifest_of(
        described,
        after,
        Promoter(fixed.promoter_name, fixed.promoter_address),
        identity=fixed.competition,
        terms=terms,
        key=fixed.verifier_keys[0],
    )
    moved = {name: getattr(made, name) for name in (*MOVABLE, "beacon", "rules_sha256")}
    return checked(replace(fixed, **moved, previous=fixed.digest()))


def _add(session: Session, competition: Competition, amended: Manifest, terms: str, now: datetime) -> int:
    version = len(competitions.manifests(session, competition.id)) + 1
    row = ManifestRow(
        digest=amended.digest(),
        competition_id=competition.id,
        version=version,
        file=amended.to_bytes(),
        rules=terms,
        published_at=now,
    )
    competitions.add_manifest(session, row)
    return version


def _take_over(competition: Competition, described: Description, after: Timetable) -> None:
    """The working copy: what pages show and the clock obeys."""
    for name in MOVABLE:
        setattr(competition, name, getattr(after, name))
    competition.details = as_plain(described)


def _record(
    session: Session,
    competition: Competition,
    amended: Manifest,
    amendment: Amendment,
    approvers: tuple[str, ...],
    now: datetime,
) -> None:
    details = {"approvers": list(approvers), "reason": amendment.reason}
    actor, subject = approvers[-1], amended.digest()
    facts.record(session, ACTION, competition, at=now, actor=actor, subject=subject, details=details)
    digest = facts.page_digest(competition)
    facts.record(session, "described", competition, at=now, actor=actor, subject=digest)
