"""A calendar file with one instant (RFC 5545), which every calendar takes."""

from datetime import UTC, datetime

TYPE = "text/calendar"
# RFC 5545 §3.1: octets of a line without its CRLF.
_LONGEST = 75


def calendar(*, uid: str, at: datetime, title: str, about: str, url: str, made: datetime) -> bytes:
    """One event of half an hour, in UTC; the calendar shows it in its owner's zone."""
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Competition//prizedraw/v1//EN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{_text(uid)}",
        f"DTSTAMP:{_instant(made)}",
        f"DTSTART:{_instant(at)}",
        "DURATION:PT30M",
        f"SUMMARY:{_text(title)}",
        f"DESCRIPTION:{_text(about)}",
        f"URL:{url}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
        "END:VCALENDAR",
    )
    return "".join(f"{_folded(line)}\r\n" for line in lines).encode("utf-8")


def _instant(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(value: str) -> str:
    """Escape what would end or part a value; other control characters have no place in one."""
    escaped = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    plain = escaped.replace("\r\n", "\n").replace("\n", "\\n")
    return "".join(char for char in plain if char.isprintable())


def _folded(line: str) -> str:
    """Part a long line between characters, so that no piece has more octets than allowed."""
    pieces, piece = [], ""
    for char in line:
        if len(f"{piece}{char}".encode()) > _LONGEST:
            pieces.append(piece)
            # The space that begins the next piece counts as well.
            piece = " "
        piece += char
    return "\r\n".join([*pieces, piece])
