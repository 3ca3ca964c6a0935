"""What an audit reads at all: files up to their limits, and so many changes of keys (§9)."""

import pytest

from competition.draw import bundle, reading
from competition.draw.errors import UncheckableError
from competition.draw.loglines import Line


class Said(bundle.MemoryRecord):
    """A record whose files are said to be of one size, whatever they hold."""

    def __init__(self, name: str, size: int) -> None:
        super().__init__({name: b"x"})
        self._size = size

    def size(self, name: str) -> int:
        return self._size


@pytest.mark.parametrize(
    ("name", "limit"),
    [
        ("manifest.json", 1 << 20),
        ("freeze.note", 1 << 20),
        *((name, 64 << 20) for name in ("excluded.txt", "log.txt", "result.txt", "rules.txt")),
    ],
)
def test_a_file_is_read_up_to_its_limit(name: str, limit: int) -> None:
    assert reading.read(Said(name, limit), name) == b"x"
    with pytest.raises(UncheckableError) as caught:
        reading.read(Said(name, limit + 1), name)
    assert (caught.value.code, caught.value.file) == ("too_large", name)


def test_sixty_four_changes_of_keys_are_followed_and_no_more() -> None:
    def looked_at(count: int) -> None:
        lines = [Line(seq, 0, "key", {"vkey": "a+b+c"}) for seq in range(count)]
        names = frozenset([*bundle.ALWAYS, *(f"keys/{seq}.note" for seq in range(count))])
        reading._check_names_of_log(bundle.MemoryRecord({}), names, lines, drawn=False)

    looked_at(64)
    with pytest.raises(UncheckableError) as caught:
        looked_at(65)
    assert caught.value.code == "too_many_keys"
