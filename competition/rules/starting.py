"""What a new draft begins with: one of three templates, or an earlier competition without its dates."""

from collections.abc import Mapping

from competition.rules.description import (
    EXCLUSION_REASONS,
    VACANCY_REASONS,
    Description,
    Drand,
    Event,
    Promoter,
    Rehearsal,
    Retention,
)
from competition.rules.drafting import SECONDS
from competition.rules.wording import number

_USUAL = {
    "time_zone": "Europe/London",
    "min_age": "18",
    "region": "the United Kingdom",
    "reserves": "5",
    "claim_days": "28",
    "delivery_days": "30",
    "group_rule": "none",
    "disposable": "flag",
    "beacon": "drand",
    "prize-1-quantity": "1",
}
TEMPLATES: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "blu-ray": (
        "One Blu-ray",
        _USUAL
        | {
            "title": "Win a Blu-ray",
            "prize-1-title": "A film on Blu-ray",
            "prize-1-description": "Region B disc, new and sealed, posted at no cost.",
            "age_rating": "15",
        },
    ),
    "tickets": (
        "Five pairs of tickets",
        _USUAL
        | {
            "title": "Win a pair of cinema tickets",
            "prize-1-title": "A pair of cinema tickets",
            "prize-1-quantity": "5",
            "prize-1-description": "Sent by post. Travel is not included.",
            "group_rule": "person",
            "reserves": "10",
            "claim_days": "14",
            "delivery_days": "7",
        },
    ),
    "codes": (
        "Digital codes",
        _USUAL
        | {
            "title": "Win a film to download",
            "prize-1-title": "A code for one film download",
            "prize-1-quantity": "10",
            "prize-1-description": "Shown once on the winner’s own page.",
            "group_rule": "person",
            "reserves": "10",
            "claim_days": "14",
            "delivery_days": "1",
        },
    ),
}
"""By name: what an editor reads, and what stands in the fields."""


NOT_TAKEN = "not_taken"
"""Under this name a draft keeps the list of `not_taken`, for whoever edits it."""


def typed_from(described: Description) -> dict[str, str]:
    """The fields of a competition, for the next one: without its address and dates, which were its own."""
    typed = {
        "title": described.title,
        "standfirst": described.standfirst,
        "text": described.text,
        "cash_alternative": described.cash_alternative,
        "age_rating": described.age_rating,
        "min_age": str(described.min_age),
        "region": described.region,
        "eligibility": "\n".join(described.eligibility),
        "time_zone": described.time_zone,
        "marketing": described.marketing,
        "disposable": described.disposable,
        "reserves": str(described.reserves),
        "group_rule": described.group_rule,
        "claim_days": str(described.claim_days),
        "witnesses": "\n".join(described.witnesses),
        "witness_quorum": str(described.witness_quorum) if described.witnesses else "",
        "delivery_days": str(described.delivery_days),
        # Whole terms of the promoter's own name its dates: as additions they are read before they count.
        "additions": described.rules or described.additions,
    }
    parts = (_prizes(described), _form(described), _beacon(described))
    return {name: text for part in (typed, *parts) for name, text in part.items() if text}


def not_taken(described: Description) -> tuple[str, ...]:
    """Return what an earlier competition says for which the editor has no field; its dates are not meant."""
    usual, beacon = Retention(), described.beacon
    hours = isinstance(beacon, Rehearsal) or described.min_gap_seconds % SECONDS == 0
    left = (
        ("the event in reserve", described.fallback is None),
        ("the choice of the older drand chain", beacon == Drand() or not isinstance(beacon, Drand)),
        (f"the gap of {number(described.min_gap_seconds)} seconds, which is no whole hour", hours),
        ("reasons of its own to leave a ticket out", described.exclusion_reasons == EXCLUSION_REASONS),
        ("reasons of its own to pass a prize on", described.vacancy_reasons == VACANCY_REASONS),
        ("how long details of people are kept", described.retention == usual),
    )
    return tuple(words for words, taken in left if not taken)


def typed_promoter(promoter: Promoter) -> dict[str, str]:
    """The fields of somebody who answers for a competition."""
    return {
        "promoter_name": promoter.name,
        "promoter_address": promoter.address,
        "promoter_contact": promoter.contact,
    }


def _prizes(described: Description) -> dict[str, str]:
    typed = {"picture_alt": described.picture.alt} if described.picture else {}
    if described.promoter:
        typed |= typed_promoter(described.promoter)
    for n, prize in enumerate(described.prizes, 1):
        typed |= {
            f"prize-{n}-title": prize.title,
            f"prize-{n}-quantity": str(prize.quantity),
            f"prize-{n}-description": prize.description,
        }
    return typed


def _form(described: Description) -> dict[str, str]:
    typed = {}
    if question := described.question:
        typed = {
            "question": question.text,
            "question_hint": question.hint,
            "answers": "\n".join(question.answers),
            "right": str(question.right),
        }
    for n, extra in enumerate(described.extras, 1):
        typed |= {
            f"extra-{n}-label": extra.label,
            f"extra-{n}-purpose": extra.purpose,
            f"extra-{n}-required": "yes" if extra.required else "",
        }
    return typed


def _beacon(described: Description) -> dict[str, str]:
    if isinstance(described.beacon, Rehearsal):
        return {"beacon": "rehearsal"}
    gap = {"gap_hours": str(described.min_gap_seconds // SECONDS)}
    if described.min_gap_seconds % SECONDS:
        gap = {}
    # An event has happened by now, so that the next draw needs another.
    return {"beacon": "event" if isinstance(described.beacon, Event) else "drand", **gap}
