"""What a draft amounts to: its reading, its terms as far as they can be written, its findings by rule."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from competition.rules.checklist import Finding, Mark, check
from competition.rules.description import Promoter
from competition.rules.drafting import Reading, read
from competition.rules.errors import Fault
from competition.rules.form_names import top
from competition.rules.terms import fingerprint
from competition.services import facts
from competition.services.instance import Instance
from competition.store.models import Draft

# What the terms do not speak of, or say by its absence. With any other fault they would be wrong.
_APART = ("slug", "standfirst", "text", "picture", "marketing", "cash_alternative")


@dataclass(frozen=True, slots=True)
class Standing:
    """A draft as it stands."""

    reading: Reading
    faults: tuple[Fault, ...]
    findings: tuple[Finding, ...]
    promoter: Promoter
    terms: str
    """The fingerprint of the terms; empty while they cannot be written."""


def standing(draft: Draft, *, instance: Instance) -> Standing:
    reading = read(draft.typed, has_picture=draft.picture_type is not None)
    promoter = _promoter(reading, instance)
    terms = ""
    if not any(top(fault.key) not in _APART for fault in reading.faults):
        terms = fingerprint(reading.described, promoter)
    faults = (*reading.faults, *_unread(draft, terms))
    return Standing(
        reading, faults, check(reading.described, promoter, faults, marks(draft)), promoter, terms
    )


def marks(draft: Draft) -> dict[str, Mark]:
    return {
        number: Mark(said["by"], datetime.fromisoformat(said["at"])) for number, said in draft.marks.items()
    }


def _promoter(reading: Reading, instance: Instance) -> Promoter:
    """The site's where the draft names none, or only half of one."""
    own, described = reading.described.promoter, reading.described
    whole = own is not None and own.name and own.address
    return facts.promoter(described if whole else replace(described, promoter=None), instance)


def _unread(draft: Draft, terms: str) -> Iterator[Fault]:
    """Nobody is bound by terms that none of their own people has read as they stand."""
    read_before = draft.typed.get("terms_read", "")
    if not terms:
        yield Fault("terms", "follow from the other steps, which come first.", silent=True)
    elif not read_before:
        yield Fault("terms", "wait to be read: tick the box below them.", silent=True)
    elif read_before != terms:
        yield Fault("terms", "say another thing than when they were read: read them again at step 6.")
