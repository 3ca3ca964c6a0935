"""The full terms as a text: made from the description, with what the promoter adds at the end.

A promoter may bring a whole text instead. Nothing generated is edited by hand: so fields and terms say the
same, and what was added is seen to be the promoter's.
"""

from datetime import timedelta
from hashlib import sha256

from competition.rules.description import Description, Event, Promoter, Rehearsal
from competition.rules.households import MEANT
from competition.rules.notice import how_long
from competition.rules.timetable import Timetable
from competition.rules.wording import binding_moment, binding_utc, day, plural


def terms_text(description: Description, timetable: Timetable, promoter: Promoter) -> str:
    """Return `rules.txt`, lines ended by LF (§9): the promoter's own text where there is one."""
    if description.rules:
        return description.rules + "\n"
    sections = (
        ("Promoter", [f"{promoter.name}, {promoter.address}. Write to {promoter.contact}."]),
        ("Prizes", _prizes(description)),
        ("Who may enter", _who(description)),
        ("How to enter", _how(description, timetable)),
        ("The draw", _draw(description, timetable)),
        ("Winners", _winners(description, timetable)),
        ("Your details", _details(description, promoter)),
        ("Further terms", [description.additions] if description.additions else []),
    )
    parts = [f"Terms of the prize draw: {description.title}"]
    for number, (heading, sentences) in enumerate((one for one in sections if one[1]), 1):
        parts.append(f"{number}. {heading}\n" + "\n".join(sentences))
    return "\n\n".join(parts) + "\n"


def fingerprint(described: Description, promoter: Promoter) -> str:
    """What an editor has read: it differs once the terms would say another thing."""
    # One that opens when it is published has no opening instant yet; any fixed one will do.
    timetable = described.timetable(opens=described.closes - timedelta(seconds=1))
    return sha256(terms_text(described, timetable, promoter).encode()).hexdigest()[:16]


def _prizes(description: Description) -> list[str]:
    prizes = [f"{prize.quantity} x {prize.title}." for prize in description.prizes]
    rating = [f"The prize is rated {description.age_rating}."] if description.age_rating else []
    cash = f"Instead of it a winner may have: {description.cash_alternative.rstrip('.')}."
    cash = cash if description.cash_alternative else "There is no cash alternative."
    return [*prizes, *rating, f"{cash} Prizes are sent at no cost to the winner."]


def _who(description: Description) -> list[str]:
    return [
        "Entry is free. There is nothing to buy.",
        "Each entrant declares:",
        *(f"- {statement}." for statement in description.statements()),
        "One entry per person. Spellings of one mailbox count as one (rule email-folding/1).",
    ]


def _how(description: Description, timetable: Timetable) -> list[str]:
    zone = description.time_zone
    question = ["Only entries with the right answer go into the draw."] if description.question else []
    refused = "Addresses of providers that throw them away after use are not taken."
    disposable = [refused] if description.disposable == "refuse" else []
    return [
        f"The draw opens on {binding_moment(timetable.opens, zone)} ({binding_utc(timetable.opens)}).",
        f"It closes on {binding_moment(timetable.closes, zone)} ({binding_utc(timetable.closes)}).",
        "An entry sent at that instant or later is late.",
        f"Each entry is confirmed by e-mail until {binding_moment(timetable.confirm_by, zone)}.",
        "An entry that is not confirmed is not in the draw.",
        *question,
        *disposable,
    ]


def _draw(description: Description, timetable: Timetable) -> list[str]:
    zone = description.time_zone
    beacon = "a public random number of the drand network"
    if isinstance(description.beacon, Event):
        beacon = f"a public event: {description.beacon.description}"
    elif isinstance(description.beacon, Rehearsal):
        beacon = "a number that our own server makes. This is a rehearsal and proves nothing"
    group = {
        "none": "Each ticket can win once.",
        "person": "Each person can win one prize.",
        "household": f"Each household can win one prize. A household is {MEANT}.",
    }[description.group_rule]
    return [
        f"The list of tickets is frozen and published by {binding_moment(timetable.freeze_by, zone)}.",
        f"The draw is on {binding_moment(timetable.draw_at, zone)}, by {beacon}.",
        "The list and the number together give every ticket a score; the lowest scores win.",
        "Anyone can check this.",
        group,
    ]


def _reserves(count: int) -> str:
    if count == 1:
        return "1 reserve is drawn."
    return f"{count:,} reserves are drawn." if count else "No reserves are drawn."


def _winners(description: Description, timetable: Timetable) -> list[str]:
    days = timedelta(days=description.claim_days + description.delivery_days)
    latest = day(timetable.draw_at + days, description.time_zone)
    claim = plural(description.claim_days, "day")
    sent = f"Prizes are sent within {description.delivery_days} days of the claim"
    return [
        f"Winners are told by e-mail within a day of the draw and have {claim} to claim.",
        "A prize that is not claimed in time passes to the next reserve in the published order.",
        _reserves(description.reserves),
        f"{sent}: by {latest} to winners of the draw.",
        "A winner is named only as far as the winner allows.",
    ]


def _details(description: Description, promoter: Promoter) -> list[str]:
    asked = [f"The form also asks for: {extra.label} ({extra.purpose})." for extra in description.extras]
    if description.by_household:
        asked.append(
            "The form also asks for postcode and house. Only a digest of both is kept, made with a key."
        )
    apart = ", unless you ask for advertising apart from it" if description.marketing else ""
    return [
        *asked,
        f"{promoter.name} uses the details of entrants to run this draw and for nothing else{apart}.",
        "The public list holds no names and no addresses.",
        f"How long they are kept: {how_long(description)}",
        "You may see, correct or erase your details, or complain, at any time.",
    ]
