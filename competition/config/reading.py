"""Reads the file named by `--config` or COMPETITION_CONFIG."""

import re
import tomllib
from pathlib import Path

from pydantic import ValidationError

from competition.config.problems import ConfigError, repeated_keys, sentences
from competition.config.sections import Config


def load(path: Path) -> Config:
    """The configuration in the file at `path`; raises ConfigError with every problem at once."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        hint = "copy config.example.toml there, or name another with --config or COMPETITION_CONFIG"
        raise ConfigError([f"There is no configuration file {path}: {hint}."]) from None
    except UnicodeDecodeError:
        raise ConfigError([f"{path} is not UTF-8 text: save it as UTF-8."]) from None
    except OSError as error:
        raise ConfigError([f"{path} cannot be read: {error.strerror}."]) from None
    return parse(text, str(path))


def parse(text: str, name: str) -> Config:
    """The configuration written in `text`; `name` is what the problems call it."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        # Only the place: the words of the parser may quote the line, and the line may hold a key.
        place = re.search(r"line \d+, column \d+", str(error))
        where = place.group() if place else "its end"
        raise ConfigError([f"{name} is not TOML: look at {where}."]) from None
    except RecursionError:
        raise ConfigError([f"{name} cannot be read: its lists are nested too deeply."]) from None
    try:
        config = Config.model_validate(document)
    except ValidationError as error:
        problems = [*sentences(error.errors(include_url=False, include_input=False), Config)]
    else:
        problems = []
    problems += repeated_keys(document)
    if problems:
        raise ConfigError(problems) from None
    return config
