"""The keyed digest of a household: all that is kept of postcode and house."""

import hmac

from competition.rules.households import fold


def digest(postcode: str, house: str, key: bytes) -> bytes:
    """Equal for spellings of one household, with the competition's key. No address has such a text."""
    text = f"household\n{fold(postcode)}\n{fold(house)}"
    return hmac.digest(key, text.encode(), "sha256")
