"""Reading what was sent, strictly: a form is what its page makes, whole and once, or it is refused (O22)."""

from collections.abc import Collection
from urllib.parse import parse_qsl

from flask import abort, request
from werkzeug.datastructures import MultiDict

MOST_FIELDS = 50
FORM = "application/x-www-form-urlencoded"


def form_fields(once: Collection[str], several: Collection[str] = ()) -> MultiDict[str, str]:
    """The fields of this request; answers 400 or 415 for any that the page does not have, or has once."""
    body = request.get_data(cache=False)
    if body and request.mimetype != FORM:
        abort(415)
    pairs = _pairs(body)
    names = [name for name, _ in pairs]
    unknown = set(names) - set(once) - set(several)
    repeated = any(names.count(name) > 1 for name in once)
    twice = len(set(pairs)) < len(pairs)
    if unknown or repeated or twice or any("\0" in value for _, value in pairs):
        abort(400)
    return MultiDict(pairs)


def _pairs(body: bytes) -> list[tuple[str, str]]:
    # Not Flask's own reading, which puts U+FFFD for bytes that are no UTF-8 and so stores what nobody typed.
    try:
        return parse_qsl(
            body.decode("ascii"),
            keep_blank_values=True,
            strict_parsing=bool(body),
            encoding="utf-8",
            errors="strict",
            max_num_fields=MOST_FIELDS,
        )
    except ValueError:
        abort(400)
