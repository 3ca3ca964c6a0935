"""An operator at the command line: a configuration file, a database, and the commands."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner, Result

from competition.cli import main
from tests.configurations import GOOD, setting


def configured(path: Path, url: str, **settings: str) -> Path:
    """Write a configuration for this database; `settings` are keys with their value as TOML."""
    text = setting("url", f'"{url}"')(GOOD)
    for key, value in settings.items():
        text = setting(key, value)(text)
    path.write_text(text, encoding="utf-8")
    return path


@dataclass(frozen=True, slots=True)
class Operator:
    """Runs commands inside this process. Whatever is no clean exit fails the test."""

    config: Path

    def run(self, *arguments: str, code: int = 0) -> Result:
        result = CliRunner().invoke(main, ["--config", str(self.config), *arguments])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        assert result.exit_code == code, result.output
        return result

    def refused(self, *arguments: str, code: int = 1) -> Sequence[str]:
        """The sentences on stderr."""
        return self.run(*arguments, code=code).stderr.splitlines()
