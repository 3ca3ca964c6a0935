"""The bundle: the same bytes for the same files, and zips of every wrong kind (§9)."""

import io
import struct
import zipfile
from collections.abc import Callable
from functools import cache

import pytest

from competition.draw import bundle
from competition.draw.errors import DrawError, UncheckableError, VerificationError
from competition.draw.verify import audit
from tests.records import Files
from tests.stories import amended, event


@cache
def files() -> Files:
    return amended().files()


def written(record: Files) -> bytes:
    to = io.BytesIO()
    bundle.write_zip(record, to)
    return to.getvalue()


def zipped(
    record: Files, method: int = zipfile.ZIP_DEFLATED, change: Callable[[zipfile.ZipInfo], None] | None = None
) -> bytes:
    to = io.BytesIO()
    with zipfile.ZipFile(to, "w", method) as archive:
        for name, data in record.items():
            member = zipfile.ZipInfo(name, (2026, 9, 6, 12, 0, 0))
            member.compress_type = method
            if change:
                change(member)
            archive.writestr(member, data)
    return to.getvalue()


def verdict(data: bytes) -> str:
    return found(data)[0]


def found(data: bytes) -> tuple[str, str | None]:
    """The verdict, and the code of the finding that decides it."""
    try:
        report = audit(bundle.ZipRecord(io.BytesIO(data)))
    except UncheckableError as error:
        return "could not check", error.code
    except VerificationError as error:
        return "failed", error.code
    codes = [step.finding.code for step in report.findings() if step.finding]
    return report.verdict, codes[0] if codes else None


@pytest.mark.parametrize("name", ["manifest.json", "rules.txt", "log.txt"])
def test_a_member_that_cannot_be_opened_is_named_as_damaged(name: str) -> None:
    data = bytearray(written(files()))
    # The name in front of the member's bytes, where the directory at the end has the right one.
    place = data.index(name.encode())
    data[place : place + 1] = b"x"
    record = bundle.ZipRecord(io.BytesIO(data))
    with pytest.raises(VerificationError) as caught:
        record.open(name)
    assert (caught.value.code, caught.value.file) == ("zip_damaged", name)


def test_a_bundle_is_the_same_bytes_in_whatever_order_the_files_come() -> None:
    names = list(files())
    backwards = {name: files()[name] for name in reversed(names)}
    assert written(files()) == written(backwards)


def test_a_bundle_is_what_the_protocol_says_to_the_byte() -> None:
    with zipfile.ZipFile(io.BytesIO(written(files()))) as archive:
        members = archive.infolist()
        assert archive.comment == b""
        assert [member.filename.encode() for member in members] == sorted(name.encode() for name in files())
        for member in members:
            assert member.compress_type == zipfile.ZIP_STORED
            assert member.date_time == (1980, 1, 1, 0, 0, 0)
            assert (member.extra, member.comment) == (b"", b"")
            assert (member.create_system, member.external_attr) == (3, 0o600 << 16)
            assert archive.read(member) == files()[member.filename]


def test_a_bundle_is_read_back_and_verified_stored_and_deflated() -> None:
    for data in (written(files()), zipped(files()), zipped(files(), zipfile.ZIP_STORED)):
        record = bundle.ZipRecord(io.BytesIO(data))
        assert {name: record.open(name).read() for name in record.names()} == files()
        assert verdict(data) == "verified"


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_long_file_is_read_piece_by_piece(method: int) -> None:
    text = bytes(range(256)) * 1000
    record = bundle.ZipRecord(io.BytesIO(zipped({"entries.txt": text}, method)))
    with record.open("entries.txt") as file:
        assert file.read(100_000) + file.read(1) + file.read() == text


def test_a_bundle_behind_other_bytes_or_with_a_comment_is_read_as_well() -> None:
    to = io.BytesIO(zipped(files()))
    with zipfile.ZipFile(to, "a") as archive:
        archive.comment = b"a mirror added this"
    assert verdict(to.getvalue()) == "verified"


@pytest.mark.parametrize(
    "name",
    [
        "rules.txt/",
        "../rules.txt",
        "/rules.txt",
        "record/rules.txt",
        "README",
        "notices/",
        "rules.txt\0x",
        "notices\\a.txt",
        "C:rules.txt",
    ],
)
def test_another_name_is_failed(name: str) -> None:
    def renamed(member: zipfile.ZipInfo) -> None:
        if member.filename == "zz":
            member.filename = name

    assert found(zipped(files() | {"zz": b"x"}, change=renamed)) == ("failed", "name")


def test_a_name_that_ends_at_a_nul_does_not_stand_for_the_file() -> None:
    def renamed(member: zipfile.ZipInfo) -> None:
        if member.filename == "rules.txt":
            member.filename = "rules.txt\0.exe"

    assert verdict(zipped(files(), change=renamed)) == "failed"


def test_a_folder_around_all_is_failed() -> None:
    assert verdict(zipped({f"record/{name}": data for name, data in files().items()})) == "failed"


def test_a_name_twice_is_failed() -> None:
    to = io.BytesIO(zipped(files()))
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(to, "a") as archive:
        archive.writestr("rules.txt", files()["rules.txt"])
    assert found(to.getvalue()) == ("failed", "name_twice")


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_another_compression_is_failed(method: int) -> None:
    with pytest.raises(VerificationError) as caught:
        bundle.ZipRecord(io.BytesIO(zipped(files(), method)))
    assert (caught.value.code, caught.value.file) == ("zip_method", next(iter(files())))


def patched(data: bytes, name: str, offset: int, value: bytes, *, local: bool = True) -> bytes:
    """Overwrite a field of a member's headers, at an offset in the central directory's."""
    out = bytearray(data)
    place = data.index(b"PK\x01\x02")
    while data[place + 46 : place + 46 + len(name)] != name.encode():
        place = data.index(b"PK\x01\x02", place + 4)
    out[place + offset : place + offset + len(value)] = value
    if local:
        start = struct.unpack("<I", data[place + 42 : place + 46])[0]
        out[start + offset - 2 : start + offset - 2 + len(value)] = value
    return bytes(out)


def test_encryption_is_failed_and_said() -> None:
    with pytest.raises(VerificationError) as caught:
        bundle.ZipRecord(io.BytesIO(patched(written(files()), "rules.txt", 8, b"\x01\x00")))
    assert (caught.value.code, caught.value.file) == ("zip_encrypted", "rules.txt")


@pytest.mark.parametrize("name", sorted(amended().files()))
def test_a_wrong_crc_of_any_file_is_failed(name: str) -> None:
    data = written(files())
    record = bundle.ZipRecord(io.BytesIO(patched(data, name, 16, b"\x12\x34\x56\x78")))
    with pytest.raises(VerificationError) as caught:
        record.open(name).read()
    assert (caught.value.code, caught.value.file) == ("zip_damaged", name)
    assert verdict(patched(data, name, 16, b"\x12\x34\x56\x78")) == "failed"


@pytest.mark.parametrize("size", [512 * 2**20 + 1, 2**32 - 2])
def test_a_member_that_says_it_is_over_512_mib_is_failed(size: int) -> None:
    assert found(patched(written(files()), "rules.txt", 24, struct.pack("<I", size))) == ("failed", "size")


def test_a_member_that_says_it_is_shorter_than_it_is_is_failed() -> None:
    assert verdict(patched(zipped(files()), "rules.txt", 24, struct.pack("<I", 5))) == "failed"


@pytest.mark.parametrize(
    "data", [b"", b"PK", b"PK\x05\x06", b"Dear Ann,\n", b"\x1f\x8b" + bytes(100), bytes(22)]
)
def test_what_is_no_zip_cannot_be_checked(data: bytes) -> None:
    assert found(data) == ("could not check", "no_bundle")


def test_a_bundle_cut_short_is_never_verified() -> None:
    data = written(files())
    for end in range(0, len(data), 97):
        assert verdict(data[:end]) != "verified"


def test_no_damaged_byte_of_a_bundle_raises_anything_but_a_finding() -> None:
    data = zipped(event().files())
    for place in range(0, len(data), 61):
        broken = data[:place] + bytes([data[place] ^ 0x55]) + data[place + 1 :]
        try:
            audit(bundle.ZipRecord(io.BytesIO(broken)))
        except DrawError:
            continue
