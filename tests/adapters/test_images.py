"""Uploaded pictures: what comes out is small and nothing but pixels; hostile files get a sentence."""

import io
import random
import struct
import zlib
from contextlib import suppress

import pytest
from PIL import Image

from competition.adapters import images
from competition.adapters.images import LARGEST_SIDE, MOST_PIXELS, prepared
from competition.rules.errors import RuleError
from competition.rules.pictures import LARGEST_PHOTOGRAPH

MODEL, ORIENTATION, GPS = 0x0110, 0x0112, 0x8825
SECRET = b"Camera of Ann Example"


def picture(size: tuple[int, int] = (300, 200), mode: str = "RGB", *, noise: bool = False) -> Image.Image:
    made = Image.new(mode, size, 128 if mode in {"L", "P"} else (200, 30, 30, 128)[: len(mode)])
    if noise:
        made.frombytes(random.Random(1).randbytes(len(made.tobytes())))
    return made


def written(image: Image.Image, kind: str, **options: object) -> bytes:
    into = io.BytesIO()
    image.save(into, kind, **options)
    return into.getvalue()


def exif(orientation: int = 1) -> Image.Exif:
    found = Image.Exif()
    found[MODEL], found[ORIENTATION] = SECRET.decode(), orientation
    found.get_ifd(GPS)[2] = (51.5, 0.0, 0.0)
    return found


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(prepared(data).content))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_each_of_these_kinds_becomes_a_jpeg(kind: str) -> None:
    made = prepared(written(picture(), kind))
    assert made.type == "image/jpeg"
    assert Image.open(io.BytesIO(made.content)).size == (300, 200)


def test_what_lets_light_through_stays_so() -> None:
    made = prepared(written(picture(mode="RGBA"), "PNG"))
    assert made.type == "image/webp"
    assert Image.open(io.BytesIO(made.content)).mode == "RGBA"


@pytest.mark.parametrize("mode", ["L", "P", "1", "LA", "CMYK", "I;16"])
def test_every_way_to_write_colours_is_read(mode: str) -> None:
    kind = "JPEG" if mode == "CMYK" else "PNG"
    image = Image.new(mode, (30, 20))
    assert prepared(written(image, kind)).type in {"image/jpeg", "image/webp"}


def test_of_a_moving_picture_the_first_frame_is_kept() -> None:
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    data = written(frames[0], "GIF", save_all=True, append_images=frames[1:])
    made = opened(data)
    assert getattr(made, "n_frames", 1) == 1
    red, _, blue = made.convert("RGB").getpixel((10, 10))  # type: ignore[misc]
    assert red > 200 > 60 > blue


@pytest.mark.parametrize("size", [(4000, 3000), (300, 5000), (1601, 20)])
def test_a_large_picture_is_made_smaller_in_its_own_shape(size: tuple[int, int]) -> None:
    made = opened(written(picture(size), "JPEG"))
    assert max(made.size) == LARGEST_SIDE
    assert made.width / made.height == pytest.approx(size[0] / size[1], rel=0.07)


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_even_pure_noise_is_small_enough_for_a_page(mode: str) -> None:
    assert (
        len(prepared(written(picture((1200, 1200), mode, noise=True), "PNG")).content) <= LARGEST_PHOTOGRAPH
    )


def test_a_picture_taken_sideways_is_turned_upright() -> None:
    assert opened(written(picture((300, 200)), "JPEG", exif=exif(orientation=6))).size == (200, 300)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_no_place_no_camera_and_no_comment_is_kept(kind: str) -> None:
    more = {"comment": SECRET} if kind == "JPEG" else {}
    data = written(picture(), kind, exif=exif(), **more)
    assert SECRET in data
    made = prepared(data + SECRET)
    assert SECRET not in made.content
    found = Image.open(io.BytesIO(made.content))
    assert dict(found.getexif()) == {}
    assert {"comment", "exif", "xmp", "icc_profile"} & set(found.info) == set()


def test_control_a_picture_that_is_only_saved_again_tells_where_it_was_taken() -> None:
    data = written(picture(), "JPEG", exif=exif(), comment=SECRET)
    again = Image.open(io.BytesIO(data))
    assert SECRET in written(again, "JPEG", exif=again.info["exif"])
    assert SECRET in written(again, "JPEG")


def png(width: int, height: int, rows: bytes) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


HOSTILE = {
    "an empty file": (b"", "Choose a picture first."),
    "a page": (b"<html><script>alert(1)</script></html>", "no picture we can read"),
    "a drawing": (
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        "SVG file can hold",
    ),
    "a drawing after a declaration": (b' <?xml version="1.0"?><svg/>', "SVG file can hold"),
    "a PDF": (b"%PDF-1.7\n", "no picture we can read"),
    "a TIFF, which we do not take": (written(picture(), "TIFF"), "no picture we can read"),
    "a JPEG cut short": (written(picture(noise=True), "JPEG")[:3000], "no picture we can read"),
    "a PNG cut short": (written(picture(noise=True), "PNG")[:3000], "no picture we can read"),
    "a PNG that says it is immense": (png(50_000, 50_000, b""), "40 million pixels"),
    "a PNG just beyond the bound": (png(8000, MOST_PIXELS // 8000 + 1, b""), "40 million pixels"),
    "a PNG with too few rows": (png(100, 100, b"\0"), "no picture we can read"),
    "a PNG without width": (png(0, 100, b""), "no picture we can read"),
    "a picture of eleven megabytes": (written(picture(), "PNG") + bytes(11_000_000), "10,000,000 at most"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_gets_a_sentence(name: str) -> None:
    data, sentence = HOSTILE[name]
    with pytest.raises(RuleError, match=sentence) as refused:
        prepared(data)
    assert refused.value.field == "picture"


def test_flipped_bytes_give_a_picture_or_a_sentence_and_nothing_else() -> None:
    chance = random.Random(7)
    for kind in ("JPEG", "PNG", "WEBP", "GIF"):
        sound = written(picture((40, 30), noise=True), kind)
        for _ in range(60):
            damaged = bytearray(sound)
            for _ in range(chance.randint(1, 8)):
                damaged[chance.randrange(len(damaged))] = chance.randrange(256)
            with suppress(RuleError):
                prepared(bytes(damaged))


def test_control_without_the_bound_a_small_file_is_decoded_into_very_many_pixels(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    side = 6400
    bomb = png(side, side, (b"\0" + bytes(3 * side)) * side)
    assert len(bomb) < 200_000
    with pytest.raises(RuleError):
        prepared(bomb)
    monkeypatch.setattr(images, "MOST_PIXELS", side * side)
    assert prepared(bomb).content
