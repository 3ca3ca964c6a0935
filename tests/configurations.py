"""A configuration that is right, and ways to make it wrong."""

import base64
import re
from collections.abc import Callable

import pytest

from competition.config import ConfigError, parse

SEED = bytes(range(32))
SECRET = "fT8-q2Zk7xLw_Vd4RnB9sYc6HjM3pGaE"
OLD_SECRET = "W5uNf0QeXo1-tKiDz8bCvA_rSgPh2yJm"

GOOD = f"""
[site]
mode = "production"
name = "Cinema Example"
base_url = "https://cinema.example/draws"
promoter_name = "Cinema Example Ltd"
promoter_address = "1 High Street, Anytown"
contact = "draws@cinema.example"
debug = false

[database]
url = "sqlite:///competition.db"

[mail]
host = "smtp.cinema.example"
sender = "draws@cinema.example"

[keys]
secrets = ["{SECRET}", "{OLD_SECRET}"]
signing_key = "{base64.b64encode(SEED).decode()}"
"""


def without(key: str) -> Callable[[str], str]:
    return lambda text: re.sub(rf"(?m)^{key} = .*\n", "", text)


def setting(key: str, value: str) -> Callable[[str], str]:
    return lambda text: re.sub(rf"(?m)^{key} = .*$", lambda _: f"{key} = {value}", text)


def with_line(section: str, line: str) -> Callable[[str], str]:
    return lambda text: text.replace(f"[{section}]\n", f"[{section}]\n{line}\n")


def problems(text: str) -> tuple[str, ...]:
    with pytest.raises(ConfigError) as refusal:
        parse(text, "config.toml")
    return refusal.value.problems
