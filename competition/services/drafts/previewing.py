"""What readers would see of a draft: its page, and every letter, with an invented ticket."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from competition.adapters.letters import Letter
from competition.draw.tickets import short
from competition.rules.checklist import missing
from competition.rules.describing import as_plain
from competition.rules.description import Promoter
from competition.rules.errors import RuleError
from competition.services import facts
from competition.services.competitions.making import new
from competition.services.competitions.pages import view_of
from competition.services.drafts.reading import standing
from competition.services.drafts.samples import LETTERS, SAID, TICKET
from competition.services.instance import Instance
from competition.services.letters import Subject
from competition.services.views import CompetitionView
from competition.store import drafts
from competition.store.models import Competition

# Reading the terms and marking a rule change nothing that a reader sees.
_NOT_SHOWN = ("8.23", "8.28.2")


@dataclass(frozen=True, slots=True)
class _Sample:
    """A draft as if it were published and open."""

    row: Competition
    promoter: Promoter


def page(session: Session, draft_id: int, *, instance: Instance) -> CompetitionView:
    """The page as it will be while the draw is open. Raises RuleError while the draft is unfinished."""
    sample = _sample(session, draft_id, instance)
    described = facts.description(sample.row)
    at = sample.row.opens + timedelta(hours=1)
    return view_of(sample.row, described, instance=instance, now=at, terms_version=1)


def letter(session: Session, draft_id: int, kind: str, *, instance: Instance) -> Letter:
    """One of LETTERS; raises RuleError `unknown` for another, and while the draft is unfinished."""
    if kind not in LETTERS:
        raise facts.unknown()
    sample = _sample(session, draft_id, instance)
    about = _about(sample, instance)
    said = SAID[kind](sample.row) if kind in SAID else {}
    facts_ = {"site": instance.site, "about": about, "now": sample.row.opens, **said}
    return instance.letters.render(kind, facts_)


def _sample(session: Session, draft_id: int, instance: Instance) -> _Sample:
    draft = drafts.by_id(session, draft_id)
    if draft is None:
        raise facts.unknown()
    found = standing(draft, instance=instance)
    first = next((one for one in missing(found.findings) if one.number not in _NOT_SHOWN), None)
    if first:
        message = f"There is no preview yet. {first.sentence} It is settled at step {first.step}."
        raise RuleError("unfinished", message)
    row = new(found.reading.described, instance, instance.clock(session))
    alt = draft.typed.get("picture_alt", "") if draft.picture_type else None
    row.status, row.details, row.picture_alt = "open", as_plain(found.reading.described), alt
    return _Sample(row, found.promoter)


def _about(sample: _Sample, instance: Instance) -> Subject:
    row = sample.row
    page_ = f"/c/{row.slug}"
    return Subject(
        title=row.title,
        page=instance.address(page_),
        draw_page=instance.address(f"{page_}/draw"),
        zone=row.time_zone,
        closes=row.closes,
        confirm_by=row.confirm_by,
        freeze_by=row.freeze_by,
        draw_at=row.draw_at,
        promoter=sample.promoter.name,
        promoter_address=sample.promoter.address,
        entered_at=row.opens,
        ticket=TICKET,
        short_ticket=short(TICKET),
        # Words of a link and no more: a preview opens nobody's entry.
        entry_link=instance.address("/e/preview"),
        confirm_link=instance.address("/confirm/preview"),
    )
