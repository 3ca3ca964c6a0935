"""Saving one step of a draft. A page older than the draft is told what has changed, and saves nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from competition.rules.drafting import FIELDS, changed, packed
from competition.rules.errors import ChangedError, RuleError
from competition.services import facts, since
from competition.services.instance import Instance
from competition.store import drafts
from competition.store.models import Draft, DraftSave


@dataclass(frozen=True, slots=True)
class Change:
    """Somebody saved these fields since."""

    by: str
    at: datetime
    fields: tuple[str, ...]


class StaleError(ChangedError):
    """The draft has moved on since the page was loaded. Nothing was saved; the page has what was typed."""

    SENTENCE = "Not saved: this draft has changed since you opened it."

    def __init__(self, version: int, changes: Sequence[Change]) -> None:
        super().__init__(" ".join([self.SENTENCE, *map(_in_words, changes)]))
        self.version = version
        self.changes = tuple(changes)


def _in_words(change: Change) -> str:
    fields = ", ".join(change.fields).replace("_", " ").replace("-", " ")
    return f"{change.by} changed {fields or 'nothing to be seen'}."


def save(
    session: Session,
    draft_id: int,
    step: int,
    typed: Mapping[str, str],
    *,
    version: int,
    instance: Instance,
    actor: str,
) -> int:
    """Keep the fields of a step as they were typed, and return the version that has them.

    What stands there already is no new version: a button pressed twice saves once and succeeds twice. Raises
    StaleError if something else was saved since `version`.
    """
    after = packed({name: typed.get(name, "") for name in FIELDS[step]})
    draft = held(session, draft_id)
    fields = _differing(draft, step, after)
    if not fields:
        return draft.version
    try:
        advance(session, draft, version=version, fields=fields, instance=instance, actor=actor)
    except StaleError:
        now = held(session, draft_id)
        if _differing(now, step, after):
            raise
        return now.version
    others = {name: text for name, text in draft.typed.items() if name not in FIELDS[step]}
    draft.typed = others | after
    session.flush()
    return version + 1


def _differing(draft: Draft, step: int, after: Mapping[str, str]) -> tuple[str, ...]:
    return changed({name: text for name, text in draft.typed.items() if name in FIELDS[step]}, after)


def held(session: Session, draft_id: int, *, with_picture: bool = False) -> Draft:
    """A draft that can be changed; raises RuleError for a published one and for what is not there."""
    draft = drafts.by_id(session, draft_id, with_picture=with_picture)
    if draft is None:
        raise facts.unknown()
    if draft.published_at:
        raise RuleError("published", "This competition is published already, and what it says is fixed.")
    return draft


def advance(
    session: Session,
    draft: Draft,
    *,
    version: int,
    fields: Sequence[str],
    instance: Instance,
    actor: str,
) -> None:
    """Take the next version for a change of these fields, or raise StaleError with what came before it."""
    now = instance.clock(session)
    if not drafts.advance(session, draft.id, version=version, actor=actor, at=now):
        raise _stale(session, draft.id, version)
    session.refresh(draft)
    save = DraftSave(draft_id=draft.id, version=version + 1, actor=actor, at=now, fields=[*fields])
    drafts.add_save(session, save)
    # Which fields, and not what stands in them: the record is for good, and a draft is not.
    what = {"version": version + 1, "fields": [*fields]}
    facts.record(session, "draft_saved", None, at=now, actor=actor, subject=f"draft {draft.id}", details=what)


def _stale(session: Session, draft_id: int, version: int) -> StaleError:
    draft = held(session, draft_id)
    rows, names = drafts.saves_after(session, draft_id, version), since.names(session)
    changes = [Change(names.get(row.actor, row.actor), row.at, tuple(row.fields)) for row in rows]
    return StaleError(draft.version, changes)
