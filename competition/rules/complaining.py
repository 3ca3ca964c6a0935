"""What people may ask for, what the form has to say, and by when it is answered."""

import unicodedata
from datetime import datetime

from competition.rules.calendar import months_after
from competition.rules.errors import EntryRefusedError, RuleError

KINDS = {
    "complaint": "A complaint",
    "access": "See what you store about me",
    "correction": "Correct what you store about me",
    "erasure": "Erase what you store about me",
    "other": "Something else",
}
LONGEST = 4000
# Without letters and digits that are taken for each other.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def answer_by(received: datetime) -> datetime:
    """Return when the answer is due: one month later, as the law counts it (UK GDPR, Article 12)."""
    return months_after(received, 1)


def reference(characters: str) -> str:
    """Return what people quote, of eight characters: `C-7F3K-92QX`."""
    return f"C-{characters[:4]}-{characters[4:]}"


def clean(text: str) -> str:
    """Return the text with LF ends, without blanks around it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def check(kind: str, text: str) -> None:
    """Raise EntryRefusedError with everything that has to be put right."""
    found = [problem for problem in (_kind_problem(kind), _text_problem(clean(text))) if problem]
    if found:
        raise EntryRefusedError(found)


def _kind_problem(kind: str) -> RuleError | None:
    return None if kind in KINDS else RuleError("kind", "Choose what this is about.", field="kind")


def _text_problem(text: str) -> RuleError | None:
    if not text:
        return RuleError("text", "Write what you want us to know or to do.", field="text")
    if len(text) > LONGEST:
        message = f"Write at most {LONGEST:,} characters; this has {len(text):,}."
        return RuleError("text", message, field="text")
    if any(unicodedata.category(c) in {"Cc", "Cs"} and c not in {"\n", "\t"} for c in text):
        return RuleError("text", "Write plain text, without control characters.", field="text")
    return None
