"""How admins prove who they are: passwords, codes, how often one may be wrong, how long a session lasts."""

import unicodedata
from datetime import timedelta

from competition.rules.errors import RuleError

SHORTEST_PASSWORD, LONGEST_PASSWORD = 12, 200
FEWEST_CHARACTERS = 5

SESSION = timedelta(hours=12)
PROOF = timedelta(minutes=10)
"""How long a password counts for what is dangerous."""
JOIN_LINK = timedelta(days=7)
RESET_LINK = timedelta(hours=1)
RECOVERY_CODES = 10

# One source may be wrong so often about one account; all strange sources together a little oftener.
# A browser that signed in before is a source of its own, which no stranger can use up (guarantee O26).
WINDOW = timedelta(minutes=15)
FROM_ONE_SOURCE = 10
FROM_STRANGERS = 50


def check_password(password: str, *, email: str, name: str) -> None:
    """Refuse a password that is short, or made of what everybody knows; raises RuleError `password`."""
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        wrong = f"Take {SHORTEST_PASSWORD} characters or more, up to {LONGEST_PASSWORD}. Four words are good."
    elif len(set(password)) < FEWEST_CHARACTERS:
        wrong = "Take more different characters. Four words are good."
    elif any(part and part in password.lower() for part in (email.lower().partition("@")[0], name.lower())):
        wrong = "Leave your name and address out of it. Four other words are good."
    else:
        return
    raise RuleError("password", wrong, field="password")


def plain_code(typed: str) -> str:
    """A code as it was meant, whatever spaces, hyphens, capitals or full-width signs it was typed with."""
    plain = unicodedata.normalize("NFKC", typed[:80]).lower()
    return "".join(char for char in plain if char.isascii() and char.isalnum())


def is_throttled(*, from_source: int, from_strangers: int, known_device: bool) -> bool:
    """Whether one more try is refused unseen, after so many wrong ones within the window."""
    return from_source >= FROM_ONE_SOURCE or (not known_device and from_strangers >= FROM_STRANGERS)
