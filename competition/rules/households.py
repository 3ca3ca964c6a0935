"""Who lives together, as far as a form can tell: a postcode, with the number or name of a house."""

import unicodedata
from collections.abc import Iterator

from competition.rules.errors import RuleError

HOUSEHOLD = "household"
LONGEST_POSTCODE, LONGEST_HOUSE = 12, 60
# How the terms, the notice and the form say it.
MEANT = "a postcode with a house number or name, whatever its capitals and spaces"


def problems(postcode: str, house: str) -> Iterator[RuleError]:
    """What has to be put right, in the order of the form."""
    code = fold(postcode).replace("-", "")
    if len(code) > LONGEST_POSTCODE or not code.isalnum():
        yield RuleError("postcode", "Write your postcode, such as LS1 1AA.", field="postcode")
    place = fold(house)
    if len(place) > LONGEST_HOUSE or not place.isprintable() or not any(map(str.isalnum, place)):
        message = "Write the number or the name of your house, with that of the flat if there is one."
        yield RuleError("house", message, field="house")


def fold(typed: str) -> str:
    """Without capitals and spaces, composed (NFC). Nothing else is merged: neighbours stay two households."""
    return unicodedata.normalize("NFC", "".join(unicodedata.normalize("NFC", typed).split()).casefold())
