"""A calendar file as RFC 5545 has it: UTC, escaped, folded by octets."""

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from competition.adapters.calendar_file import calendar

DRAW = datetime(2026, 9, 1, 20, tzinfo=timezone(timedelta(hours=1)))


def made(**changes: Any) -> bytes:
    usual: dict[str, Any] = {
        "uid": "cinema.example/draws/c/never-sorry",
        "at": DRAW,
        "title": "The draw: Never Sorry",
        "about": "Nothing for you to do.",
        "url": "https://cinema.example/draws/c/never-sorry/draw",
        "made": datetime(2026, 8, 20, 10, 11, 12, tzinfo=UTC),
    }
    return calendar(**{**usual, **changes})


def value(data: bytes, name: str) -> str:
    """A value as a calendar program reads it: unfolded, unescaped."""
    whole = data.decode().replace("\r\n ", "")
    found = next(line for line in whole.split("\r\n") if line.startswith(f"{name}:"))
    said = found.partition(":")[2]
    return re.sub(r"\\(.)", lambda match: "\n" if match[1] == "n" else match[1], said)


def test_the_instant_is_in_utc_and_the_file_is_whole() -> None:
    lines = made().decode().split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    assert {"VERSION:2.0", "DTSTART:20260901T190000Z", "DTSTAMP:20260820T101112Z"} <= {*lines}
    assert lines.count("BEGIN:VEVENT") == 1


def test_what_would_part_a_value_is_escaped() -> None:
    data = made(title="One; two, three \\ four\r\nATTENDEE:mailto:ann@example.com")
    assert b"SUMMARY:One\\; two\\, three \\\\ four\\nATTENDEE:mailto:ann@example.com" in data.replace(
        b"\r\n ", b""
    )
    assert b"\r\nATTENDEE" not in data


@given(st.text(st.characters(exclude_categories=("C", "Zl", "Zp")), max_size=300))
def test_every_line_is_short_and_every_title_is_read_back(title: str) -> None:
    data = made(title=title)
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert value(data, "SUMMARY") == "".join(char for char in title if char.isprintable())


def test_control_a_title_folded_by_characters_would_be_too_long() -> None:
    assert len(("é" * 74).encode()) > 75
    assert all(len(line) <= 75 for line in made(title="é" * 74).split(b"\r\n"))
