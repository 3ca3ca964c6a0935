"""Reads the file named by `--config` or COMPETITION_CONFIG."""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from competition.config.problems import ConfigError, repeated_keys, sentences
from competition.config.sections import Config, Section
from competition.config.witness import Witness, WitnessFile

Whole = TypeVar("Whole", bound=Section)


def load(path: Path) -> Config:
    """The configuration in the file at `path`; raises ConfigError with every problem at once."""
    hint = "copy config.example.toml there, or name another with --config or COMPETITION_CONFIG"
    return parse(_text(path, "configuration file", hint), str(path))


def load_witness(path: Path) -> Witness:
    """A witness's own file; raises ConfigError with every problem at once."""
    text = _text(path, "file of a witness", "make one with `competition witness keys NAME`")
    return _validated(_document(text, str(path)), WitnessFile).witness


def parse(text: str, name: str) -> Config:
    """The configuration written in `text`; `name` is what the problems call it."""
    document = _document(text, name)
    repeated = [*repeated_keys(document)]
    try:
        config = _validated(document, Config)
    except ConfigError as error:
        raise ConfigError([*error.problems, *repeated]) from None
    if repeated:
        raise ConfigError(repeated)
    return config


def _text(path: Path, what: str, hint: str) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise ConfigError([f"There is no {what} {path}: {hint}."]) from None
    except UnicodeDecodeError:
        raise ConfigError([f"{path} is not UTF-8 text: save it as UTF-8."]) from None
    except OSError as error:
        raise ConfigError([f"{path} cannot be read: {error.strerror}."]) from None


def _document(text: str, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        # Only the place: the words of the parser may quote the line, and the line may hold a key.
        place = re.search(r"line \d+, column \d+", str(error))
        where = place.group() if place else "its end"
        raise ConfigError([f"{name} is not TOML: look at {where}."]) from None
    except RecursionError:
        raise ConfigError([f"{name} cannot be read: its lists are nested too deeply."]) from None


def _validated(document: Mapping[str, Any], model: type[Whole]) -> Whole:
    try:
        return model.model_validate(document)
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False)
        raise ConfigError([*sentences(found, model)]) from None
