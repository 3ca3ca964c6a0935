"""Pictures of prizes: which kinds a page shows, told by their first bytes, and how large they may be."""

from competition.rules.errors import RuleError

LARGEST_DRAWING = 40_000
LARGEST_PHOTOGRAPH = 120_000
SVG = "image/svg+xml"
DRAWING_STARTS = (b"<svg", b"<?xml", b"<!--", b"<!DOCTYPE svg")
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def media_type(data: bytes) -> str:
    """Return the media type of a picture; raises RuleError for another kind and for one too large."""
    kind = _kind(data)
    if kind is None:
        raise RuleError("picture", "The picture must be a JPEG, PNG, WebP or SVG file.")
    largest = LARGEST_DRAWING if kind == SVG else LARGEST_PHOTOGRAPH
    if len(data) > largest:
        raise RuleError("picture", f"The picture has {len(data):,} bytes; make it {largest:,} at most.")
    return kind


def _kind(data: bytes) -> str | None:
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "image/webp"
    start = data.removeprefix(BYTE_ORDER_MARK)[:1000].lstrip()
    return SVG if start.startswith(DRAWING_STARTS) and b"<svg" in data else None
