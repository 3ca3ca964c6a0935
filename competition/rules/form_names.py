"""From a key of the description to the field of the editor in which it is put right."""

import re

_FIELDS = {
    "picture": "picture",
    "picture.alt": "picture_alt",
    "promoter": "promoter_name",
    "promoter.name": "promoter_name",
    "promoter.address": "promoter_address",
    "prizes": "prize-1-title",
    "extras": "extra-1-label",
    "question": "question",
    "question.text": "question",
    "question.hint": "question_hint",
    "question.answers": "answers",
    "question.right": "right",
    "beacon.kind": "beacon",
    "beacon.id": "event_id",
    "beacon.description": "event_description",
    "beacon.bits": "event_bits",
    "min_gap_seconds": "gap_hours",
    "terms": "terms_read",
    **{name: f"{name}-date" for name in ("opens", "closes", "confirm_by", "freeze_by", "draw_at")},
}
_ROW = re.compile(r"(prize|extra)s\[([0-9]+)\]\.([a-z]+)")


def top(key: str) -> str:
    """The first part of a key: `prizes` of `prizes[2].title`."""
    return key.partition(".")[0].partition("[")[0]


def field_of(key: str) -> str:
    """`prizes[2].title` is `prize-2-title`; most keys are fields of the same name."""
    row = _ROW.fullmatch(key)
    return "-".join(row.groups()) if row else _FIELDS.get(key, key)
