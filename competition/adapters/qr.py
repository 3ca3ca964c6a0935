"""QR codes, as a file that a page shows or a letter carries."""

from io import BytesIO

import segno


def svg(text: str) -> bytes:
    """For pages: sharp at any size, black on white in light and in dark."""
    file = BytesIO()
    segno.make(text, error="m").save(file, kind="svg", border=4, light="#fff", dark="#000", omitsize=True)
    return file.getvalue()


def png(text: str) -> bytes:
    """For letters, because few mail programs show an SVG."""
    file = BytesIO()
    segno.make(text, error="m").save(file, kind="png", border=4, scale=4)
    return file.getvalue()
