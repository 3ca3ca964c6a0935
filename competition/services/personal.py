"""All that is stored about one entrant, for the page of their own and for whoever asks by law."""

from typing import Any

from sqlalchemy.orm import Session

from competition.rules.claiming import ADDRESS
from competition.rules.entering import PUBLICATION
from competition.rules.excluding import in_words
from competition.rules.wording import machine
from competition.services import facts, marketing
from competition.services.instance import Instance
from competition.services.views import EntrantView, LetterView
from competition.services.views.people import ConsentView
from competition.store import awards, messages, tickets
from competition.store.models import Award, Competition, Consent, Entry


def of_entry(session: Session, competition: Competition, entry: Entry) -> EntrantView:
    described = facts.description(competition)
    consent = marketing.of_entry(session, entry)
    return EntrantView(
        address=entry.address or "",
        name=entry.name or "",
        answer=answer_in_words(competition, entry),
        extras=tuple((entry.extras or {}).items()),
        publication=entry.publication,
        statements=described.statements(),
        entered_at=entry.entered_at,
        confirmed_at=entry.confirmed_at,
        offer=described.marketing if entry.confirmed_at else "",
        consent=consent,
        letters=tuple(
            LetterView(row.subject, row.sent_at or row.created_at)
            for row in messages.of_entry(session, entry.id)
        ),
    )


def answer_in_words(competition: Competition, entry: Entry) -> str:
    question = facts.description(competition).question
    return question.answers[int(entry.answer) - 1] if question and entry.answer else ""


def as_data(
    session: Session, competition: Competition, entry: Entry, *, instance: Instance
) -> dict[str, Any]:
    """The same as plain data, with the ticket and what opens it."""
    found = of_entry(session, competition, entry)
    row = tickets.by_entry(session, entry.id)
    left_out = tickets.exclusion(session, row.ticket) if row else None
    return {
        "competition": {
            "title": competition.title,
            "page": instance.address(f"/c/{competition.slug}"),
            "promoter": facts.promoter(facts.description(competition), instance).name,
        },
        "state": entry.status,
        "address": found.address,
        "name": found.name,
        "answer": found.answer,
        "also_asked": dict(found.extras),
        "declared": list(found.statements),
        "publication": PUBLICATION.get(found.publication, found.publication),
        "entered": machine(found.entered_at),
        "confirmed": machine(found.confirmed_at) if found.confirmed_at else None,
        "ticket": entry.ticket,
        "salt": entry.salt.hex() if entry.salt else None,
        "receipt": row.receipt if row else None,
        "left_out": {"reason": in_words(left_out.reason), "at": machine(left_out.excluded_at)}
        if left_out
        else None,
        "advertising": consent_data(found.consent) if found.consent else None,
        "prizes": [_prize(session, award) for award in awards.by_ticket(session, entry.ticket or "")],
        "letters": [{"subject": one.subject, "at": machine(one.at)} for one in found.letters],
    }


def _prize(session: Session, award: Award) -> dict[str, Any]:
    """What was told when claiming, and what became of it."""
    contact = awards.contact(session, award.id)
    lines = (*ADDRESS, "second_email", "phone")
    return {
        "unit": award.unit,
        "state": award.state,
        "named": award.publication,
        "county": award.county,
        "sent_to": {line: getattr(contact, line) for line in lines} if contact else None,
        "carrier": award.carrier,
        "tracking": award.tracking,
        "why_it_passed_on": award.evidence,
    }


def consent_data(consent: ConsentView | Consent) -> dict[str, Any]:
    return {
        "wording": consent.wording,
        "page": consent.page,
        "ticked": machine(consent.asked_at),
        "confirmed": machine(consent.confirmed_at) if consent.confirmed_at else None,
    }
