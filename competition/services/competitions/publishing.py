"""Publishing: the manifest, the terms and the first line of the log, all before the first entry (§3)."""

from datetime import datetime
from hashlib import sha256

from sqlalchemy.orm import Session

from competition.adapters import disposable
from competition.draw import manifest as core
from competition.draw import manifest_file
from competition.draw.chains import DEFAULT, QUICKNET
from competition.draw.errors import DrawError
from competition.draw.notes import COSIGNATURE, VerifierKey, parse_verifier_key
from competition.rules import checklist
from competition.rules import description as rules
from competition.rules.description import Description
from competition.rules.errors import RuleError
from competition.rules.lifecycle import Status
from competition.rules.terms import terms_text
from competition.rules.timetable import Timetable
from competition.services import facts, log
from competition.services.competitions.making import describe
from competition.services.instance import Instance
from competition.store import competitions, locks
from competition.store.models import Competition, Manifest


def publish(session: Session, slug: str, *, instance: Instance, actor: str = "operator") -> Status:
    """Bind the promoter to a draft: it is `scheduled` from here on, and opens by the clock.

    Raises ChecklistError while the description leaves a rule of the book open.
    """
    draft = competitions.by_slug(session, slug)
    if draft is None:
        raise facts.unknown()
    locks.exclusive(session, draft.id)
    row, now = competitions.by_id(session, draft.id), instance.clock(session)
    if row.status != Status.DRAFT:
        raise RuleError("published", "This competition is published already, and what it says is fixed.")
    described = facts.description(row)
    checklist.require_whole(checklist.check(described, facts.promoter(described, instance)))
    describe(row, described, now)
    manifest, terms = _manifest(row, described, instance)
    competitions.add_manifest(
        session,
        Manifest(
            digest=manifest.digest(),
            competition_id=row.id,
            version=1,
            file=manifest.to_bytes(),
            rules=terms,
            published_at=now,
        ),
    )
    log.append(session, row, "opened", {"manifest": manifest.digest()}, signer=instance.signer, now=now)
    competitions.move(session, row.id, before=Status.DRAFT, after=Status.SCHEDULED)
    # Which list names the disposable addresses, as its package changes with the years (O5).
    said = {"disposable": described.disposable, "list": disposable.LIST}
    facts.record(session, "published", row, at=now, actor=actor, subject=manifest.digest(), details=said)
    facts.record(session, "described", row, at=now, actor=actor, subject=facts.page_digest(row))
    return Status.SCHEDULED


def _manifest(row: Competition, described: Description, instance: Instance) -> tuple[core.Manifest, str]:
    timetable, promoter = facts.timetable(row), facts.promoter(described, instance)
    terms = terms_text(described, timetable, promoter)
    manifest = manifest_of(
        described, timetable, promoter, identity=row.identity, terms=terms, key=instance.signer.key
    )
    return checked(manifest), terms


def manifest_of(
    described: Description,
    timetable: Timetable,
    promoter: rules.Promoter,
    *,
    identity: str,
    terms: str,
    key: VerifierKey,
) -> core.Manifest:
    """The first manifest of a competition described like this, unchecked."""
    return core.Manifest(
        competition=identity,
        title=described.title,
        promoter_name=promoter.name,
        promoter_address=promoter.address,
        rules_sha256=sha256(terms.encode()).hexdigest(),
        opens=int(timetable.opens.timestamp()),
        closes=int(timetable.closes.timestamp()),
        confirm_by=int(timetable.confirm_by.timestamp()),
        freeze_by=int(timetable.freeze_by.timestamp()),
        draw_at=int(timetable.draw_at.timestamp()),
        min_gap_seconds=described.min_gap_seconds,
        beacon=beacon_of(described.beacon, timetable.draw_at),
        prizes=tuple(core.Prize(prize.title, prize.quantity) for prize in described.prizes),
        reserves=described.reserves,
        group_rule=described.group_rule,
        exclusion_reasons=described.exclusion_reasons,
        vacancy_reasons=described.vacancy_reasons,
        claim_days=described.claim_days,
        fallback=_event(described.fallback) if described.fallback else None,
        verifier_keys=(key,),
        witnesses=tuple(parse_verifier_key(key, COSIGNATURE) for key in described.witnesses),
        witness_quorum=described.witness_quorum,
        previous=None,
    )


def checked(manifest: core.Manifest) -> core.Manifest:
    """What the auditor would refuse is refused here, by the same code."""
    try:
        core.check(manifest_file.parse(manifest.to_bytes()))
    except DrawError as error:
        raise RuleError("manifest", f"This cannot be published: {error.message}.") from error
    return manifest


def beacon_of(beacon: rules.Beacon, draw_at: datetime) -> core.Beacon:
    """The beacon as a manifest fixes it: of drand, the first round at or after the draw's instant."""
    if isinstance(beacon, rules.Drand):
        chain = {"quicknet": QUICKNET, "default": DEFAULT}[beacon.chain]
        return core.DrandBeacon(chain, chain.round_at(int(draw_at.timestamp())))
    return _event(beacon) if isinstance(beacon, rules.Event) else core.RehearsalBeacon()


def _event(event: rules.Event) -> core.EventBeacon:
    return core.EventBeacon(event.id, event.description, event.bits)
