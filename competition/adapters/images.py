"""Photographs for pages: decoded, turned upright, made smaller and written anew with Pillow.

What comes out holds pixels and nothing else: no place, no camera, no comment, no second file behind it. What
cannot be decoded whole and within bounds is refused with a sentence, whatever the decoder made of it.
"""

import io
import warnings
from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image, ImageOps

from competition.rules.errors import RuleError
from competition.rules.pictures import LARGEST_PHOTOGRAPH

LARGEST_UPLOAD = 10_000_000
MOST_PIXELS = 40_000_000
LARGEST_SIDE = 1600
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
# Tried in this order until one is small enough: first fewer details, then fewer pixels.
_QUALITIES = (85, 75, 65, 55)
_SIDES = (1600, 1280, 1024, 800, 640, 480, 320)


@dataclass(frozen=True, slots=True)
class Photograph:
    content: bytes
    type: str


def prepared(data: bytes) -> Photograph:
    """Make a photograph for a page out of somebody's file: JPEG, or WebP where it lets light through.

    Raises RuleError, with the field `picture`, for what is no picture, is too large, or is damaged.
    """
    if not data:
        raise _refused("Choose a picture first.")
    if len(data) > LARGEST_UPLOAD:
        raise _refused(f"The picture has {len(data):,} bytes. Make it {LARGEST_UPLOAD:,} at most.")
    if data.lstrip()[:5] in (b"<svg ", b"<?xml", b"<!DOC"):
        raise _refused("An SVG file can hold programs. Save the picture as JPEG or PNG, and upload that.")
    picture = _decoded(data)
    small_enough = (each for each in _written(picture) if len(each.content) <= LARGEST_PHOTOGRAPH)
    return next(small_enough)


def _refused(sentence: str) -> RuleError:
    return RuleError("picture", sentence, field="picture")


def _decoded(data: bytes) -> Image.Image:
    """The first picture of the file: upright, in colours that browsers show, and nothing beside them."""
    try:
        with warnings.catch_warnings():
            # Pillow only warns of a picture twice its own limit; ours is told before anything is decoded.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=_FORMATS) as picture:
                _require_bounds(picture)
                # A JPEG is decoded at a fraction of its size, as small as still serves.
                picture.draft("RGB", (LARGEST_SIDE, LARGEST_SIDE))
                picture.load()
                upright = ImageOps.exif_transpose(picture)
                pixels = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
                # A comment in here would be written again.
                pixels.info.clear()
                return pixels
    except RuleError:
        raise
    except Image.DecompressionBombError:
        raise _too_many() from None
    except Exception:  # noqa: BLE001 - decoders raise many kinds for hostile files, and all mean this
        raise _refused("This is no picture we can read. Save it as JPEG or PNG, and upload that.") from None


def _require_bounds(picture: Image.Image) -> None:
    if picture.width * picture.height > MOST_PIXELS:
        raise _too_many()


def _too_many() -> RuleError:
    return _refused(f"The picture has more than {MOST_PIXELS // 1_000_000} million pixels. Make it smaller.")


def _written(picture: Image.Image) -> Iterator[Photograph]:
    for side in _SIDES:
        smaller = picture.copy()
        # Never made larger.
        smaller.thumbnail((side, side), Image.Resampling.LANCZOS)
        for quality in _QUALITIES:
            yield _encoded(smaller, quality)


def _encoded(picture: Image.Image, quality: int) -> Photograph:
    into = io.BytesIO()
    if picture.mode == "RGBA":
        picture.save(into, "WEBP", quality=quality)
        return Photograph(into.getvalue(), "image/webp")
    picture.save(into, "JPEG", quality=quality, optimize=True, progressive=True)
    return Photograph(into.getvalue(), "image/jpeg")
