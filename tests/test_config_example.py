"""The example configuration mentions every setting, and works once its keys are made."""

import base64
import re
import secrets
import tomllib
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from competition.config import Config, parse
from tests.configurations import problems, setting

EXAMPLE = Path(__file__).parent.parent / "config.example.toml"


def settings_of(model: type[BaseModel]) -> set[tuple[str, str]]:
    return {
        (name, key)
        for name, section in model.model_fields.items()
        if isinstance(section.annotation, type) and issubclass(section.annotation, BaseModel)
        for key in section.annotation.model_fields
    }


def uncommented(text: str) -> str:
    """The example with its defaults in force: a commented line that is a setting stands for one."""
    return re.sub(r"(?m)^# (?=[a-z_]+ = )", "", text)


def test_the_example_mentions_every_setting_and_no_other() -> None:
    lines = uncommented(EXAMPLE.read_text()).replace('url = "postgresql', '# url = "postgresql')
    document: dict[str, dict[str, Any]] = tomllib.loads(lines)
    assert {(section, key) for section, held in document.items() for key in held} == settings_of(Config)


def test_the_example_is_refused_until_its_keys_are_made_and_then_says_the_defaults() -> None:
    text = EXAMPLE.read_text()
    assert [problem.split()[0] for problem in problems(text)] == ["keys.secrets[1]", "keys.signing_key"]
    text = setting("secrets", f'["{secrets.token_urlsafe(32)}"]')(text)
    text = setting("signing_key", f'"{base64.b64encode(secrets.token_bytes(32)).decode()}"')(text)
    with_defaults = uncommented(text).replace('url = "postgresql', '# url = "postgresql')
    assert parse(text, "config.toml") == parse(with_defaults, "config.toml")
