"""Drawing a list at instants that the test chooses: a clock that only waiting moves."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from competition.audit.opening import opened
from competition.cli import main
from competition.draw.report import Report
from competition.draw.verify import audit
from tests.services.drawn import ROUND_AT

LIST = """Name,E-Mail
Ann,Ann.Person@gmail.com
Bob,bob@example.com
Ann,annperson+2@gmail.com
Cy,cy@example.com
"""


@dataclass
class HandClock:
    at: datetime = ROUND_AT - timedelta(minutes=30)
    naps: list[float] = field(default_factory=list)

    def now(self) -> datetime:
        return self.at

    def sleep(self, seconds: float) -> None:
        self.naps.append(seconds)
        self.at += timedelta(seconds=seconds)


@dataclass
class Lister:
    """Somebody with a list, in a folder of their own and without a configuration."""

    folder: Path
    clock: HandClock

    def write(self, text: str | bytes = LIST) -> None:
        (self.folder / "list.csv").write_bytes(text.encode() if isinstance(text, str) else text)

    def run(self, *arguments: str, code: int = 0) -> Result:
        result = CliRunner().invoke(main, ["draw-list", *arguments])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        assert result.exit_code == code, result.output
        return result

    def draw(self, *arguments: str, code: int = 0) -> Result:
        said = ("--prizes", "2", "--title", "Two films", *arguments)
        return self.run(str(self.folder / "list.csv"), *said, code=code)

    @property
    def drawn(self) -> Path:
        return self.folder / "list-draw"

    def resume(self, *arguments: str, code: int = 0) -> Result:
        return self.run("--resume", str(self.drawn), *arguments, code=code)

    def audited(self, name: str = "record.zip", held: bytes | None = None) -> Report:
        with opened(str(self.drawn / name)) as record:
            return audit(record, held=held)


@pytest.fixture
def lister(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Lister:
    clock = HandClock()
    monkeypatch.setattr("competition.cli.list_draws.now", clock.now)
    monkeypatch.setattr("competition.cli.waiting.time.sleep", clock.sleep)
    monkeypatch.delenv("COMPETITION_CONFIG", raising=False)
    made = Lister(tmp_path, clock)
    made.write()
    return made


AT_ROUND = ("--draw-at", f"{ROUND_AT:%Y-%m-%dT%H:%M:%SZ}")
UTC_ROUND = ROUND_AT.astimezone(UTC)
