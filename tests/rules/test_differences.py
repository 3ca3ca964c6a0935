"""What a reader is shown of the change between two versions of terms."""

from hypothesis import given
from hypothesis import strategies as st

from competition.rules.differences import Piece, changes

BEFORE = "Terms\n\nIt closes on Saturday 29 August, 18:00 BST.\nEntry is free.\n"


def test_equal_texts_show_nothing() -> None:
    assert changes(BEFORE, BEFORE) == ()


def test_a_moved_date_shows_its_words_and_the_sentence_around_them() -> None:
    [line] = changes(BEFORE, BEFORE.replace("Saturday 29", "Monday 31"))
    assert line == (
        Piece("same", "It closes on "),
        Piece("removed", "Saturday 29"),
        Piece("added", "Monday 31"),
        Piece("same", "August, 18:00 BST."),
    )


def test_a_sentence_that_came_or_went_is_shown_whole() -> None:
    assert changes(BEFORE, BEFORE + "One more.\n") == ((Piece("added", "One more."),),)
    assert changes(BEFORE, BEFORE.replace("Entry is free.\n", "")) == ((Piece("removed", "Entry is free."),),)


def test_lines_that_stand_for_each_other_are_compared_and_the_rest_is_whole() -> None:
    assert changes("a b\nc\n", "a x\n") == (
        (Piece("same", "a "), Piece("removed", "b"), Piece("added", "x")),
        (Piece("removed", "c"),),
    )
    assert changes("a b\n", "a x\n\n  \nd e\n") == (
        (Piece("same", "a "), Piece("removed", "b"), Piece("added", "x")),
        (Piece("added", "d e"),),
    )


def test_a_word_that_only_came_or_went_is_one_piece() -> None:
    assert changes("a c", "a b c") == ((Piece("same", "a "), Piece("added", "b"), Piece("same", "c")),)
    assert changes("a b c", "a c") == ((Piece("same", "a "), Piece("removed", "b"), Piece("same", "c")),)
    # The lines differ, their words do not.
    assert changes("a  b", "a b") == ((Piece("same", "a b"),),)


def test_common_words_and_lines_are_found_in_long_texts_too() -> None:
    old = " ".join(["so", "on"] * 150)
    assert changes(old, f"{old} end") == ((Piece("same", f"{old} "), Piece("added", "end")),)
    assert changes(f"begin {old}", f"start {old}") == (
        (Piece("removed", "begin"), Piece("added", "start"), Piece("same", old)),
    )
    lines = "\n".join(["so", "on"] * 150)
    assert changes(f"begin\n{lines}", f"start\n{lines}\nend") == (
        (Piece("removed", "begin"), Piece("added", "start")),
        (Piece("added", "end"),),
    )


def test_lines_of_very_many_words_are_shown_whole() -> None:
    words = [str(number) for number in range(1000)]
    line, rest = " ".join(words), " ".join(words[1:])
    assert changes(line, f"x {rest}") == ((Piece("removed", "0"), Piece("added", "x"), Piece("same", rest)),)
    assert changes(line, f"x {line}") == ((Piece("removed", line), Piece("added", f"x {line}")),)


WORDS = st.lists(st.sampled_from(["a", "b", "c", "\n", "d\n"]), max_size=20).map(" ".join)


@given(WORDS, WORDS)
def test_no_word_of_a_change_is_left_out_or_made_up(before: str, after: str) -> None:
    shown = [piece for line in changes(before, after) for piece in line]
    added = sorted(word for piece in shown if piece.kind == "added" for word in piece.text.split())
    removed = sorted(word for piece in shown if piece.kind == "removed" for word in piece.text.split())
    gone, come = before.split(), after.split()
    for word in [*gone]:
        if word in come:
            come.remove(word)
            gone.remove(word)
    for word in come:
        assert word in added
    for word in gone:
        assert word in removed
