"""Holding the stored page of a competition against what was published: its digest, and its manifest."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from competition.draw import manifest_file
from competition.draw.errors import DrawError
from competition.draw.manifest import Manifest
from competition.rules.description import Description, Promoter
from competition.rules.timetable import Timetable
from competition.services import facts
from competition.services.competitions.publishing import manifest_of
from competition.store import activity, competitions
from competition.store.models import Competition

_TIMES = ("opens", "closes", "confirm_by", "freeze_by", "draw_at")
_BOUND = (
    "title", "promoter_name", "promoter_address", "min_gap_seconds", "beacon", "fallback", "prizes",
    "reserves", "group_rule", "exclusion_reasons", "vacancy_reasons", "claim_days",
    "witnesses", "witness_quorum",
)  # fmt: skip


def contradictions(session: Session, competition: Competition, fixed: Manifest) -> Iterator[str]:
    """Name what the stored description says otherwise, a sentence each."""
    try:
        described = facts.description(competition)
    except LookupError:
        yield "competition: its stored description cannot be read"
        return
    if not _is_as_published(session, competition):
        yield "competition: its page, picture or key is not what was published"
    if (described.slug, described.time_zone) != (competition.slug, competition.time_zone):
        yield "competition: its slug or time_zone is not that of its stored description"
    for one, rules in _versions(session, competition):
        # An amendment may move dates and leave the terms: it is the first with them that was described.
        if one.rules_sha256 == fixed.rules_sha256:
            yield from (f"competition: {wrong}" for wrong in _problems(described, one, rules))
            return


def _is_as_published(session: Session, competition: Competition) -> bool:
    """Whether the page is the one described last; it is described anew only together with a manifest."""
    described = activity.of_actions(session, competition.id, ("described",))
    manifests = {row.published_at for row in competitions.manifests(session, competition.id)}
    lawful = (
        len({row.at for row in described}) == len(described) and {row.at for row in described} <= manifests
    )
    return bool(described) and lawful and described[-1].subject == facts.page_digest(competition)


def _versions(session: Session, competition: Competition) -> Iterator[tuple[Manifest, str]]:
    for row in competitions.manifests(session, competition.id):
        # One that cannot be read is named where manifests are held against the log.
        with suppress(DrawError):
            yield manifest_file.parse(row.file), row.rules


def _problems(described: Description, bound: Manifest, rules: str) -> Iterator[str]:
    rebuilt = _rebuilt(described, bound, rules)
    for key in _BOUND:
        if getattr(rebuilt, key) != getattr(bound, key):
            yield f"{key} of its stored description is not that of the manifest"
    for key in _TIMES:
        at = getattr(described, key)
        if at is not None and int(at.timestamp()) != getattr(bound, key):
            yield f"{key} of its stored description is not the instant of the manifest"


def _rebuilt(described: Description, bound: Manifest, rules: str) -> Manifest:
    """The manifest that would be published of this description today, at the dates of the bound one."""
    promoter = described.promoter or Promoter(bound.promoter_name, bound.promoter_address)
    timetable = Timetable(*(datetime.fromtimestamp(getattr(bound, key), tz=UTC) for key in _TIMES))
    # The terms as published: their wording is the program's, and may have changed since.
    return manifest_of(
        described, timetable, promoter, identity=bound.competition, terms=rules, key=bound.verifier_keys[0]
    )
