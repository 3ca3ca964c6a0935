"""How much of a bundle is looked at: sizes, numbers of files, and the length of a zip's directory (§9)."""

import io
import struct
import zipfile

import pytest

from competition.draw import bundle
from competition.draw.errors import UncheckableError, VerificationError
from tests.draw.test_bundle import found, zipped


class Huge:
    """A record of some files that are said to be of a size, whatever they hold."""

    def __init__(self, sizes: dict[str, int]) -> None:
        self.sizes = sizes

    def names(self) -> list[str]:
        return list(self.sizes)

    def size(self, name: str) -> int:
        return self.sizes[name]

    def open(self, name: str) -> io.BytesIO:
        raise AssertionError(name)


def notices(count: int, size: int) -> dict[str, int]:
    return {f"notices/{number:064x}.txt": size for number in range(count)}


def test_over_2_gib_in_all_is_failed_and_exactly_that_is_not() -> None:
    whole = notices(4, 512 << 20)
    assert len(bundle.check_names(Huge(whole))) == 4
    with pytest.raises(VerificationError) as caught:
        bundle.check_names(Huge(whole | {"rules.txt": 1}))
    assert caught.value.code == "size"
    with pytest.raises(VerificationError) as caught:
        bundle.check_names(Huge({"rules.txt": (512 << 20) + 1}))
    assert (caught.value.code, caught.value.file) == ("size", "rules.txt")


def test_more_files_than_any_record_has_are_not_read() -> None:
    assert len(bundle.check_names(Huge(notices(4096, 1)))) == 4096
    with pytest.raises(UncheckableError) as caught:
        bundle.check_names(Huge(notices(4097, 1)))
    assert caught.value.code == "too_many_files"
    many = zipped({f"notices/{number:064x}.txt": b"" for number in range(9000)}, zipfile.ZIP_STORED)
    # Its directory alone tells, before it is read, whatever stands behind it.
    for comment in (b"", b"PK\x05\x05", b"x" * 65535):
        data = many[:-2] + struct.pack("<H", len(comment)) + comment
        with pytest.raises(UncheckableError) as refused:
            bundle.ZipRecord(io.BytesIO(data))
        assert refused.value.code == "too_many_files"


@pytest.mark.parametrize(
    ("behind", "code"), [(0, "too_many_files"), ((1 << 16), "too_many_files"), ((1 << 16) + 1, "no_bundle")]
)
def test_the_end_of_a_zip_is_looked_for_as_far_as_python_does(behind: int, code: str) -> None:
    end = b"PK\x05\x06" + bytes(8) + struct.pack("<I", 2 << 20) + bytes(6)
    for before in (0, 1, 100_000):
        assert found(b"x" * before + end + b"x" * behind) == ("could not check", code)


def test_what_looks_like_an_end_inside_a_file_is_none() -> None:
    record = bundle.ZipRecord(
        io.BytesIO(zipped({"rules.txt": b"PK\x05\x06" + b"z" * 18}, zipfile.ZIP_STORED))
    )
    assert record.open("rules.txt").read() == b"PK\x05\x06" + b"z" * 18


@pytest.mark.parametrize(("length", "code"), [(1 << 20, "no_bundle"), ((1 << 20) + 1, "too_many_files")])
def test_a_directory_is_a_mebibyte_at_most(length: int, code: str) -> None:
    end = b"PK\x05\x06" + bytes(8) + struct.pack("<I", length) + bytes(6)
    for data in (end, b"x" + end, b"x" * 100_000 + end, end * 2):
        assert found(data) == ("could not check", code)
