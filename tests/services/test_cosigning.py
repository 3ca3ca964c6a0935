"""Being a witness: what was signed is never taken back, whoever asks at once and whatever is cut off."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread

import pytest

from competition.adapters.witness_book import Book
from competition.draw.errors import MalformedError
from competition.draw.notes import Signer, parse_note, verify_cosignature
from competition.draw.witnessing import AddCheckpoint, RefusalError
from competition.services import cosigning
from competition.services.cosigning import Witness
from tests.draw.test_witnessing import head, request, signed
from tests.record_pieces import COMPETITION
from tests.services import witnesses

NOW = datetime(2026, 8, 30, 19, tzinfo=UTC)


@pytest.fixture
def gazette(tmp_path: Path) -> Witness:
    return witnesses.witness("town-gazette", tmp_path)


def ask(witness: Witness, old: int, new: int) -> str:
    return cosigning.sign(request(old, new).to_bytes(), witness, now=NOW)


def size(witness: Witness) -> int:
    with witness.book.page(COMPETITION) as page:
        return page.last.size if page.last else 0


def test_what_it_signs_carries_its_time_and_is_kept_with_the_service_s_own_signature(
    gazette: Witness,
) -> None:
    line = ask(gazette, 0, 5)
    note = parse_note(signed(head(5)) + line.encode(), file="f")
    assert verify_cosignature(note, note.signatures[-1], witnesses.key("town-gazette")) == NOW.timestamp()
    with gazette.book.page(COMPETITION) as page:
        assert page.path.read_bytes() == signed(head(5)) + line.encode()


def test_it_remembers_after_a_restart(gazette: Witness, tmp_path: Path) -> None:
    ask(gazette, 0, 5)
    again = witnesses.witness("town-gazette", tmp_path)
    with pytest.raises(RefusalError) as refusal:
        ask(again, 0, 7)
    assert refusal.value.known == 5
    ask(again, 5, 7)
    assert size(again) == 7


def test_what_it_refuses_leaves_no_mark(gazette: Witness) -> None:
    ask(gazette, 0, 5)
    with pytest.raises(RefusalError):
        cosigning.sign(AddCheckpoint(5, (), signed(head(8))).to_bytes(), gazette, now=NOW)
    assert size(gazette) == 5


def test_nothing_is_signed_that_could_not_be_kept(gazette: Witness, monkeypatch: pytest.MonkeyPatch) -> None:
    ask(gazette, 0, 5)

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("competition.adapters.witness_book.os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        ask(gazette, 5, 8)
    assert size(gazette) == 5


def test_a_page_that_was_damaged_is_no_empty_one(gazette: Witness) -> None:
    ask(gazette, 0, 5)
    with gazette.book.page(COMPETITION) as page:
        page.path.write_bytes(b"")
    with pytest.raises(MalformedError):
        ask(gazette, 0, 8)


def overtaken(witness: Witness) -> tuple[list[int], int]:
    """While 6 lines are signed, somebody asks for 9: what that one got, and what the book says."""
    ask(witness, 0, 5)
    own, others, got = witness.signer, list[Thread](), list[int]()

    def meanwhile() -> None:
        with suppress(RefusalError):
            ask(witness, 5, 9)
            got.append(9)

    def slowly(message: bytes) -> bytes:
        others.append(Thread(target=meanwhile))
        others[0].start()
        # It comes to its end here only where nothing holds it back.
        others[0].join(0.5)
        return own.sign(message)

    ask(replace(witness, signer=Signer(own.name, own.public_key, slowly)), 5, 6)
    others[0].join()
    return got, size(witness)


class Unlocked(Book):
    @contextmanager
    def _locked(self) -> Iterator[None]:
        yield


def test_of_two_who_ask_at_once_the_second_is_told_what_the_first_got(gazette: Witness) -> None:
    assert overtaken(gazette) == ([], 6)


def test_control_without_the_lock_it_goes_back_behind_what_it_has_signed(
    gazette: Witness, tmp_path: Path
) -> None:
    loose = replace(gazette, book=Unlocked(tmp_path / "loose"))
    # It has handed out 9, and would now sign another 9.
    assert overtaken(loose) == ([9], 6)
