"""Pictures of prizes: how large they may be on a page, and which files are drawings.

A drawing (SVG) can hold programs, so no page takes one: it comes only from a file that the operator named at
the command line. Photographs, from there and from the editor, are made anew by `adapters.images`.
"""

from competition.rules.errors import RuleError

LARGEST_DRAWING = 40_000
LARGEST_PHOTOGRAPH = 120_000
SVG = "image/svg+xml"
DRAWING_STARTS = (b"<svg", b"<?xml", b"<!--", b"<!DOCTYPE svg")
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def is_drawing(data: bytes) -> bool:
    """Whether the file begins as an SVG does."""
    start = data.removeprefix(BYTE_ORDER_MARK)[:1000].lstrip()
    return start.startswith(DRAWING_STARTS) and b"<svg" in data


def checked_drawing(data: bytes) -> bytes:
    """Return a drawing that is small enough for a page; raises RuleError for a larger one."""
    if len(data) > LARGEST_DRAWING:
        sentence = f"The picture has {len(data):,} bytes; make it {LARGEST_DRAWING:,} at most."
        raise RuleError("picture", sentence, field="picture")
    return data
