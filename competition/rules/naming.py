"""Faults of a description in words for people who never see the names of its keys."""

from competition.rules.errors import Fault

NAMES = {
    "age_rating": "the age rating",
    "additions": "the further terms",
    "beacon": "the random number",
    "cash_alternative": "the cash alternative",
    "claim_days": "the days to claim",
    "closes": "the closing time",
    "confirm_by": "the last moment to confirm",
    "delivery_days": "the days to send",
    "disposable": "the rule for disposable addresses",
    "draw_at": "the draw",
    "embed": "the list of sites that may show the form",
    "eligibility": "what entrants declare",
    "extras": "the additional fields",
    "fallback": "the event in reserve",
    "freeze_by": "the time of the frozen list",
    "group_rule": "the rule for several prizes",
    "marketing": "the marketing box",
    "min_age": "the minimum age",
    "min_gap_seconds": "the time between list and number",
    "opens": "the opening time",
    "picture": "the picture",
    "picture.alt": "what the picture shows",
    "prizes": "the prizes",
    "promoter.address": "the promoter’s address",
    "promoter.contact": "the address to write to",
    "promoter.name": "the promoter’s name",
    "question": "the question",
    "question.answers": "the answers",
    "question.right": "the number of the right answer",
    "question.text": "the question",
    "region": "where entrants live",
    "reserves": "the number of reserves",
    "rules": "the terms",
    "slug": "the short name",
    "standfirst": "the summary",
    "terms": "the terms",
    "text": "the text about the prize",
    "time_zone": "the time zone",
    "title": "the title",
    "witness_quorum": "how many witnesses have to sign",
    "witnesses": "the witnesses",
}


def in_words(fault: Fault) -> str:
    """A fault without the names of keys: `The closing time must be later than the opening time.`"""
    sentence = fault.sentence
    for key, name in NAMES.items():
        sentence = sentence.replace(f" (`{key}`)", "").replace(f"`{key}`", name)
    name = _name(fault.key)
    return f"{name[:1].upper()}{name[1:]} {sentence}"


def _name(key: str) -> str:
    if key in NAMES:
        return NAMES[key]
    table, _, rest = key.partition("[")
    row, _, part = rest.partition("].")
    parts = {"title": "the name", "quantity": "the number", "description": "the description"}
    what = {"prizes": "prize", "extras": "field"}.get(table)
    if what and row:
        parts |= {"label": "the label", "purpose": "the purpose"}
        return f"{parts.get(part, part)} of {what} {row}"
    return NAMES.get(key.partition(".")[0], "what you typed")
