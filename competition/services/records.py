"""A draw's record, rebuilt from database rows: the same bytes on any machine at any time (§9)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy.orm import Session

from competition.draw import freeze, manifest_file
from competition.draw.manifest import Manifest, RehearsalBeacon
from competition.draw.notes import parse_note
from competition.draw.ranking import Place
from competition.draw.report import REHEARSAL, SELF_CONSISTENT, WITNESSED
from competition.services import facts
from competition.store import competitions, cosignatures, freezes, logs
from competition.store.models import Competition, Draw, Freeze

# A line of entries.txt with its LF: a ticket, and behind a space its group.
_PLAIN_WIDTH, _GROUPED_WIDTH = 65, 82


def statement(row: Freeze) -> freeze.Freeze:
    """The freeze statement that a row holds signed."""
    return freeze.parse(parse_note(row.note.encode("utf-8"), file="freeze.note").text)


def manifest_of(session: Session, competition: Competition) -> Manifest:
    """The manifest in force; a published competition has one."""
    return manifest_file.parse(facts.manifest(session, competition).file)


def signed_by(session: Session, competition: Competition) -> int:
    """How many witnesses have signed the last freeze."""
    frozen = freezes.last_freeze(session, competition.id)
    return len(cosignatures.of_draw(session, competition.id, frozen.draw)) if frozen else 0


def level(session: Session, competition: Competition) -> str:
    """The evidence level that the record itself carries (§6); of the witnesses no late line is kept."""
    fixed = manifest_of(session, competition)
    if isinstance(fixed.beacon, RehearsalBeacon):
        return REHEARSAL
    witnessed = 0 < fixed.witness_quorum <= signed_by(session, competition)
    return WITNESSED if witnessed else SELF_CONSISTENT


def places(session: Session, competition: Competition, draw: int) -> list[Place]:
    """The lines of a draw's result."""
    rows = freezes.results(session, competition.id, draw)
    return [Place(row.kind, row.number, row.ticket, row.score) for row in rows]


def result_file(walk: list[Place]) -> bytes:
    """The bytes of `result.txt`."""
    # Not through the core's writer: a damaged row must reach the audit as it is.
    return "".join(f"{place.line()}\n" for place in walk).encode("utf-8")


@dataclass(frozen=True)
class StoredRecord:
    """The record of one freeze, as it stood before the next one; its files are made when they are read."""

    session: Session
    competition: Competition
    row: Freeze

    @cached_property
    def _lines(self) -> list[str]:
        """The log up to the line in front of the next freeze: what was published of this one."""
        lines = list(logs.lines(self.session, self.competition.id))
        own = _freeze_position(lines, self.row.draw)
        later = (at for at, line in enumerate(lines) if at > own and _is_freeze(line))
        return lines[: next(later, len(lines))]

    @cached_property
    def _draw(self) -> Draw | None:
        return freezes.draw(self.session, self.competition.id, self.row.draw)

    @cached_property
    def _makers(self) -> Mapping[str, Callable[[], bytes]]:
        makers: dict[str, Callable[[], bytes]] = {
            "manifest.json": lambda: self._manifest()[0],
            "rules.txt": lambda: self._manifest()[1],
            "entries.txt": lambda: self.row.entries_file,
            "excluded.txt": lambda: self.row.excluded_file,
            "freeze.note": self.row.note.encode,
            # Not through the core's writer: a damaged row must reach the audit as it is.
            "log.txt": lambda: "".join(f"{line}\n" for line in self._lines).encode("utf-8"),
            "checkpoint.note": lambda: self._checkpoint(len(self._lines)),
        }
        if self._cosigned:
            makers["witness.txt"] = self._witnessed
        if drawn := self._draw:
            makers["beacon.json"] = lambda: drawn.beacon_file
            makers["seed.txt"] = lambda: drawn.seed_file
            makers["result.txt"] = lambda: result_file(places(self.session, self.competition, self.row.draw))
        return makers | self._named_by_log()

    def _named_by_log(self) -> dict[str, Callable[[], bytes]]:
        texts = logs.notices(self.session, self.competition.id)
        makers: dict[str, Callable[[], bytes]] = {}
        for seq, line in enumerate(self._lines):
            if digest := _value(line, "notice"):
                makers[f"notices/{digest}.txt"] = texts.get(digest, "").encode
            if _value(line, "vkey"):
                makers[f"keys/{seq}.note"] = lambda size=seq + 1: self._checkpoint(size)  # type: ignore[misc]
        return makers

    def _manifest(self) -> tuple[bytes, bytes]:
        named = [value for line in self._lines if (value := _value(line, "manifest"))]
        row = competitions.manifest_by_digest(self.session, named[-1]) if named else None
        return (row.file, row.rules.encode("utf-8")) if row else (b"", b"")

    def _checkpoint(self, size: int) -> bytes:
        row = logs.checkpoint_at(self.session, self.competition.id, size)
        return row.note.encode("utf-8") if row else b""

    @cached_property
    def _cosigned(self) -> Sequence[str]:
        """The witnesses' lines, in the manifest's order."""
        rows = cosignatures.of_draw(self.session, self.competition.id, self.row.draw)
        named = manifest_file.parse(self._manifest()[0]).witnesses if rows else ()
        order = {str(key): place for place, key in enumerate(named)}
        return [one.line for one in sorted(rows, key=lambda one: order.get(one.witness, len(order)))]

    def _witnessed(self) -> bytes:
        lines = "".join(f"{line}\n" for line in self._cosigned)
        return self.checkpoint_of_freeze() + lines.encode("utf-8")

    def checkpoint_of_freeze(self) -> bytes:
        """The checkpoint that ends with this freeze, which is what witnesses are asked to sign."""
        return self._checkpoint(len(self.lines_to_freeze()))

    def lines_to_freeze(self) -> Sequence[str]:
        """The lines of the log that it covers."""
        return self._lines[: _freeze_position(self._lines, self.row.draw) + 1]

    def files(self) -> dict[str, bytes]:
        """All files by name."""
        return {name: make() for name, make in sorted(self._makers.items())}

    def names(self) -> list[str]:
        """The names of the files."""
        return sorted(self._makers)

    def size(self, name: str) -> int:
        """Size of one file in bytes; that of a long list is counted and not read."""
        if name == "entries.txt":
            grouped = self._manifest()[0].find(b'"group_rule":"none"') < 0
            return statement(self.row).entries.count * (_GROUPED_WIDTH if grouped else _PLAIN_WIDTH)
        return len(self._makers[name]())

    def file(self, name: str) -> bytes | None:
        """One file, None where the record has none of that name."""
        return self._makers[name]() if name in self._makers else None


def _freeze_position(lines: list[str], draw: int) -> int:
    wanted = f" draw={draw} "
    return next((at for at, line in enumerate(lines) if _is_freeze(line) and wanted in line), len(lines))


def _is_freeze(line: str) -> bool:
    return line.split(" ")[2:3] in (["frozen"], ["refrozen"])


def _value(line: str, key: str) -> str | None:
    return next((pair[len(key) + 1 :] for pair in line.split(" ")[3:] if pair.startswith(f"{key}=")), None)
