"""The configuration: a TOML file read once into one frozen object, or refused with every problem at once."""

from competition.config.problems import ConfigError
from competition.config.reading import load, load_witness, parse
from competition.config.sections import Beacon, Config, Database, Keys, Limits, Mail, Proxy, Site
from competition.config.witness import Witness

__all__ = [
    "Beacon",
    "Config",
    "ConfigError",
    "Database",
    "Keys",
    "Limits",
    "Mail",
    "Proxy",
    "Site",
    "Witness",
    "load",
    "load_witness",
    "parse",
]
