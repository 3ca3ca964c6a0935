"""Held copies and receipts for the browser's verifier: what the holder gives, and to which record."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from tests.record_pieces import digest, note, signature_line, written
from tests.records import Draft, Files
from tests.stories import (
    amended,
    event,
    grouped,
    quicknet,
    rehearsal,
    repaired,
    rotated_early,
    voided,
    witnessed,
)

Story = Callable[[], Draft]


@cache
def made(story: Story) -> tuple[Draft, Files]:
    draft = story()
    return draft, draft.files()


@dataclass(frozen=True, slots=True)
class Given:
    """What the holder brings along; `says` is the case in words."""

    says: str
    story: Story
    held: bytes | None = None
    note: bytes | None = None
    email: str = "Ann@Example.com"
    salt: str = ""


def held_copies() -> Iterator[Given]:
    def copy(says: str, old: str, new: str, *, story: Story = event, label: str = "service 1") -> Given:
        text = made(story)[1]["freeze.note"].decode().rpartition("\n\n")[0] + "\n"
        assert old in text
        changed = text.replace(old, new, 1)
        return Given(says, story, held=note(changed, signature_line(changed, label)))

    for story in (event, voided, repaired, witnessed, rehearsal):
        yield copy(f"the very same note: {story.__name__}", "", "", story=story)
    yield copy("the same text, signed by a stranger", "", "", label="service 3")
    for label in ("service 1", "service 3"):
        yield copy(f"another time, {label}", "T18:30:00Z", "T18:30:01Z", label=label)
        yield copy(f"another event, {label}", "lotto-a", "lotto-b", label=label)
    yield copy("a draw that the log names otherwise", "draw 2", "draw 1", story=repaired)
    yield copy("a draw that the log does not name", "draw 1", "draw 2")
    yield copy("another competition", "harvest-moon", "never-sorry")
    yield copy("a receipt", "v1 freeze", "v1 receipt")
    yield copy("carriage returns", "\n", "\r\n")
    yield copy("a draw written twice over", "draw 1", "draw 01")
    for says, data in (("nothing", b""), ("no UTF-8", b"\xff"), ("a letter", b"Dear Ann,\n")):
        yield Given(f"held: {says}", event, held=data)
    yield Given("held: a million bytes", event, held=b"x" * 1_000_001)
    yield Given("held: a letter, and witnesses", witnessed, held=b"Dear Ann,\n")


def receipts() -> Iterator[Given]:
    def receipt(
        says: str,
        *,
        story: Story = event,
        signer: str = "service 1",
        email: str = "",
        salt: str = "",
        **values: str,
    ) -> Given:
        draft, _ = made(story)
        said = draft.receipt(0, signer, **values)
        return Given(
            says, story, note=said, email=email or "Ann@Example.com", salt=salt or draft.opening(0)[1]
        )

    for story in (event, grouped, quicknet, amended, rotated_early):
        yield receipt(f"a receipt of {story.__name__}", story=story)
    draft, _ = made(event)
    excluded = draft.receipt(8)
    yield Given("an excluded ticket", event, note=excluded, email="ivo@example.com", salt=draft.opening(8)[1])
    for key, by in (("opens", 0), ("opens", -1), ("confirm_by", 0), ("confirm_by", 1)):
        yield receipt(f"accepted at {key} {by:+}", accepted=written(draft.time(key) + by))
    yield receipt("another manifest", manifest=digest("x"))
    yield receipt("another ticket", ticket=digest("x"))
    yield receipt("a group where there is none", group="0123456789abcdef")
    yield receipt("an upper-case group", group="0123456789ABCDEF")
    yield receipt("no group where there are groups", story=grouped, group="-")
    yield receipt("another group", story=grouped, group="0123456789abcdef")
    yield receipt("an hour that is none", accepted="2026-09-03T24:00:00Z")
    yield receipt("a line too many", remark="x")
    yield receipt("another competition", competition="cinema.example/draws/never-sorry")
    yield receipt("a stranger's signature", signer="service 3")
    yield receipt("another salt", salt=digest("x"))
    yield receipt("a salt as people paste it", salt=f"  {draft.opening(0)[1].upper()}\n")
    yield receipt("a salt that is none", salt="0123")
    for email in (
        "bea@example.com",
        "ann+x@example.com",
        "ann",
        "@example.com",
        "a b@example.com",
        'a"@example.com',
    ):
        yield receipt(f"the address {email}", email=email)
    yield receipt("spaces around the address", email="\u00a0 ann@EXAMPLE.com ")
    yield receipt("a domain that is not ASCII", email="ann@bücher.example")
    late = written(draft.time("confirm_by") + 1)
    yield receipt("late, and a domain that is not ASCII", email="ann@bücher.example", accepted=late)
    yield receipt("the folding rule is unknown", story=folded)
    yield dropped()
    line = made(event)[0].receipt(0).split(b"\n\n")[1]
    yield Given("two signature lines", event, note=draft.receipt(0) + line, salt=draft.opening(0)[1])
    for says, data in (("nothing", b""), ("no UTF-8", b"\xff"), ("a letter", b"Dear Ann,\n")):
        yield Given(f"receipt: {says}", event, note=data, salt=draft.opening(0)[1])
    yield receipt("the rules are others", story=other_rules)
    yield receipt("the list is not in order", story=other_order)


def folded() -> Draft:
    return event(folding="email-folding/2")


def other_rules() -> Draft:
    draft = event()
    draft.damages.append(lambda files: files.update({"rules.txt": b"other\n"}))
    return draft


def other_order() -> Draft:
    draft = event()
    draft.damages.append(
        lambda files: files.update({"entries.txt": files["entries.txt"][65:] + files["entries.txt"][:65]})
    )
    return draft


def dropped() -> Given:
    draft, _ = made(event)
    stranger = event()
    stranger.entrants = [("zoe@example.com", None)]
    stranger.known = draft.known
    note_, salt = stranger.receipt(0), stranger.opening(0)[1]
    return Given("a ticket in neither list", event, note=note_, email="zoe@example.com", salt=salt)
