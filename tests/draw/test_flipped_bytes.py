"""Any byte of a published record that is changed makes its audit fail (§1): nothing in it does not matter."""

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competition.draw import beacon, bundle
from competition.draw.verify import audit
from tests import plain_verifier
from tests.draw.test_verify import NAMES, files_of

verify_bls = cache(beacon.verify_bls)


def blamed(files: dict[str, bytes]) -> tuple[str, list[str | None]]:
    report = audit(bundle.MemoryRecord(files), bls=verify_bls)
    return report.verdict, [step.finding.file for step in report.findings() if step.finding]


# A change shows where it is first held against something else: the rules against the manifest, the lists
# against the freeze, all that the log names against the log, and the log against its checkpoint.
ALSO_BLAMED = {
    "rules.txt": {"rules.txt"},
    "manifest.json": {"manifest.json", "rules.txt", "freeze.note"},
    "entries.txt": {"entries.txt", "freeze.note"},
    "excluded.txt": {"excluded.txt", "freeze.note"},
    "freeze.note": {"freeze.note"},
    # Who typed an event's numbers stands in the log as well, whose line then names beacon.json.
    "beacon.json": {"beacon.json", "seed.txt", "log.txt"},
    "seed.txt": {"seed.txt"},
    "result.txt": {"result.txt"},
    "log.txt": {"log.txt", "checkpoint.note", "manifest.json", "freeze.note"},
    "checkpoint.note": {"checkpoint.note"},
    "witness.txt": {"witness.txt"},
}


def changed(name: str, file: str, place: int, bits: int) -> dict[str, bytes]:
    files = dict(files_of(name))
    data = files[file]
    files[file] = data[:place] + bytes([data[place] ^ bits]) + data[place + 1 :]
    return files


@pytest.mark.parametrize("name", NAMES)
@given(data=st.data())
def test_a_changed_byte_of_any_file_is_found_and_the_file_named(name: str, data: st.DataObject) -> None:
    filled = sorted(file for file, content in files_of(name).items() if content)
    file = data.draw(st.sampled_from(filled))
    place = data.draw(st.integers(0, len(files_of(name)[file]) - 1))
    files = changed(name, file, place, data.draw(st.integers(1, 255)))
    verdict, blame = blamed(files)
    # The format's own name is the one thing that, changed, is not wrong but unknown.
    assert verdict == "failed" or (file == "manifest.json" and b"prizedraw-manifest/1" not in files[file])
    expected = ALSO_BLAMED.get(file, {file, "log.txt"})
    assert set(blame) & expected or any(str(one).startswith(("notices/", "keys/")) for one in blame)


def test_of_a_small_record_every_eleventh_byte_was_changed_and_none_is_idle() -> None:
    unseen = []
    for file, content in files_of("event").items():
        for place in range(0, len(content), 11):
            files = changed("event", file, place, 1)
            if blamed(files)[0] != "failed":
                unseen.append((file, files[file]))
    assert all(file == "manifest.json" and b"prizedraw-manifest/1" not in data for file, data in unseen)


@given(data=st.data())
def test_the_plain_verifier_sees_a_changed_byte_too(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(NAMES))
    file = data.draw(st.sampled_from(sorted(file for file, content in files_of(name).items() if content)))
    place = data.draw(st.integers(0, len(files_of(name)[file]) - 1))
    files = changed(name, file, place, data.draw(st.integers(1, 255)))
    assert plain_verifier.verify(files).verdict == blamed(files)[0]


@pytest.mark.parametrize("name", NAMES)
def test_a_file_that_is_missing_cut_or_longer_is_found(name: str) -> None:
    for file, content in files_of(name).items():
        if file == "witness.txt":
            continue
        without = {other: data for other, data in files_of(name).items() if other != file}
        assert blamed(without) == ("failed", [file])
        for other in (content[:-1] if content else b"x", content + b"\n", content + b"x", b""):
            if other != content:
                assert blamed(files_of(name) | {file: other})[0] == "failed", file


def test_the_witnesses_may_be_left_out_and_the_level_falls() -> None:
    without = {file: data for file, data in files_of("groups-and-reserves").items() if file != "witness.txt"}
    report = audit(bundle.MemoryRecord(without), bls=verify_bls)
    assert (report.verdict, report.level) == ("verified", "self-consistent")
