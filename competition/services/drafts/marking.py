"""Saying that a rule does not apply, where the rule allows it; and taking it back."""

from sqlalchemy.orm import Session

from competition.rules.errors import RuleError
from competition.rules.rulebook import RULES
from competition.rules.wording import machine
from competition.services.drafts.saving import advance, held
from competition.services.instance import Instance


def mark(
    session: Session,
    draft_id: int,
    number: str,
    *,
    needed: bool,
    version: int,
    instance: Instance,
    actor: str,
) -> int:
    """Mark a rule as not applicable, or as needed after all; returns the draft's new version.

    Raises RuleError for a rule that applies to every draw, StaleError if the draft has moved on.
    """
    rule = next((rule for rule in RULES if rule.number == number), None)
    if rule is None or not rule.not_needed:
        raise RuleError("rule", f"Rule {number} applies to every draw, so it cannot be left out.")
    draft = held(session, draft_id)
    advance(session, draft, version=version, fields=[f"rule {number}"], instance=instance, actor=actor)
    others = {each: said for each, said in draft.marks.items() if each != number}
    said = {"by": actor, "at": machine(instance.clock(session))}
    draft.marks = others if needed else others | {number: said}
    session.flush()
    return version + 1
