"""How alike two texts are, where that is worth a look."""

from collections.abc import Sequence

from rapidfuzz import fuzz, process


def has_near(text: str, others: Sequence[str], *, least: int) -> bool:
    """Whether one of the others is alike by `least` of 100 or more."""
    return process.extractOne(text, others, scorer=fuzz.ratio, score_cutoff=least) is not None
