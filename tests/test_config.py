"""Guarantee P6: a weak, missing or repeated key, or debugging before readers, and the program does not start.

And with it: all that is wrong with a configuration is said at once, a sentence each, showing no secret.
"""

import base64
import hashlib
import re
from collections.abc import Callable
from ipaddress import ip_network
from pathlib import Path

import pytest

from competition.config import ConfigError, keys, load, parse
from tests.configurations import GOOD, OLD_SECRET, SECRET, SEED, problems, setting, with_line, without


def published_seed() -> str:
    seed = hashlib.sha256(b"prizedraw/v1 test key: service 1, not secret").digest()
    return f'"{base64.b64encode(seed).decode()}"'


WEAK = {
    "a short secret": (setting("secrets", '["fT8-q2Zk7xLw"]'), "keys.secrets[1] is too short"),
    "a short secret among good ones": (
        setting("secrets", f'["{SECRET}", "fT8-q2Zk7xLw"]'),
        "keys.secrets[2] is too short",
    ),
    "a secret of a tutorial": (
        setting("secrets", '["django-insecure-fT8-q2Zk7xLw_Vd4RnB9sYc6HjM3"]'),
        "keys.secrets[1] is a well-known default",
    ),
    "a secret of few characters": (
        setting("secrets", f'["{"abcab" * 3 + "bacca" * 5}"]'),
        "keys.secrets[1] is too easy to guess",
    ),
    "a signing key of one byte": (
        setting("signing_key", f'"{base64.b64encode(bytes(32)).decode()}"'),
        "keys.signing_key is too easy to guess",
    ),
    "a signing key published as an example": (
        setting("signing_key", published_seed()),
        "keys.signing_key is a key that was published",
    ),
    "a repeated secret": (
        setting("secrets", f'["{SECRET}", "{SECRET}"]'),
        "keys.secrets and keys.signing_key must all differ",
    ),
    "the signing key as a secret": (
        setting("secrets", f'["{base64.b64encode(SEED).decode()}"]'),
        "keys.secrets and keys.signing_key must all differ",
    ),
}

WRONG = {
    "no secret": (without("secrets"), "keys.secrets is missing"),
    "an empty list of secrets": (setting("secrets", "[]"), "keys.secrets is empty"),
    "no signing key": (without("signing_key"), "keys.signing_key is missing"),
    "a signing key cut short": (setting("signing_key", '"AAEC"'), "is not the base64 of 32 bytes"),
    "a secret that repeats itself": (
        setting("secrets", f'["{"fT8-q2Zk7xLw_Vd4" * 3}"]'),
        "keys.secrets[1] is too easy to guess",
    ),
    "a secret that is no text": (setting("secrets", "[42]"), "keys.secrets[1] must be text in quotes"),
    "debugging in production": (setting("debug", "true"), "set it to false in production"),
    "debugging when no mode is said": (
        lambda text: setting("debug", "true")(without("mode")(text)),
        "set it to false in production",
    ),
    "no public address": (without("base_url"), "site.base_url is missing: add the address readers use"),
    "http in production": (
        setting("base_url", '"http://cinema.example"'),
        "readers' addresses need https://",
    ),
    "an address without a scheme": (setting("base_url", '"cinema.example"'), "must be a whole address"),
    "an address with a slash at its end": (
        setting("base_url", '"https://cinema.example/"'),
        "must not end with a slash",
    ),
    "an address in capitals": (setting("base_url", '"https://Cinema.example"'), "a host in lower case"),
    "an address with a query": (setting("base_url", '"https://cinema.example/?a"'), "a host in lower case"),
    "an address too long for the protocol": (
        setting("base_url", f'"https://cinema.example/{"a" * 60}"'),
        "at most 65 characters",
    ),
    "a name of two lines": (setting("name", '"Cinema\\nExample"'), "site.name must be one line of text"),
    "no promoter": (setting("promoter_name", '""'), "site.promoter_name must be one line"),
    "a contact that is no address": (setting("contact", '"cinema"'), "site.contact must be a mail address"),
    "a database of another kind": (setting("url", '"mysql://db"'), "database.url must begin with sqlite:///"),
    "a database in memory": (setting("url", '"sqlite:///"'), "and name a file"),
    "an unknown setting": (with_line("site", 'nmae = "x"'), "no setting site.nmae: did you mean site.name?"),
    "a setting like no other": (
        with_line("database", "zebra = 1"),
        "no setting database.zebra: [database] has",
    ),
    "an unknown section": (lambda text: f"{text}[beakon]\n", "no section [beakon]: did you mean [beacon]?"),
    "a section like no other": (
        lambda text: f"{text}[zebra]\n",
        "no section [zebra]: the sections are site,",
    ),
    "a section that is missing": (
        lambda text: re.sub(r"(?s)\[mail\].*(?=\[keys\])", "", text),
        "The section [mail] is missing: add it, with host, sender.",
    ),
    "a section that is none": (lambda text: f"limits = 3\n{text}", "limits must be a section"),
    "a mail server that has no name": (
        setting("host", '"mail..cinema.example"'),
        "mail.host must be the name of a server",
    ),
    "a sender beyond ASCII": (setting("sender", '"draws@kinó.example"'), "mail.sender must be in ASCII"),
    "lists without end": (lambda text: f"a = {'[' * 5000}{']' * 5000}\n{text}", "nested too deeply"),
    "a port in quotes": (with_line("mail", 'port = "25"'), "mail.port must be a port number"),
    "a port that is none": (with_line("mail", "port = 70000"), "mail.port must be a port number"),
    "a kind of security that is none": (with_line("mail", 'security = "ssl"'), '"starttls", "tls" or "none"'),
    "no attempt at all": (with_line("mail", "attempts = 0"), "mail.attempts must be a number of attempts"),
    "a proxy that is no network": (
        lambda text: text + '[proxy]\ntrusted = ["10.0.0.0/8", "proxy.example"]\n',
        "proxy.trusted[2] must be an address or a network",
    ),
    "a relay that is no address": (
        lambda text: text + '[beacon]\nrelays = ["file:///etc/passwd"]\n',
        "beacon.relays[1] must be the address of a drand relay",
    ),
}


@pytest.mark.parametrize(("fault", "expected"), (WEAK | WRONG).values(), ids=(WEAK | WRONG).keys())
def test_the_program_refuses_to_start_with(fault: Callable[[str], str], expected: str) -> None:
    found = problems(fault(GOOD))
    assert len(found) == 1, found
    assert expected in found[0]


@pytest.mark.parametrize(("fault", "expected"), WEAK.values(), ids=WEAK.keys())
def test_control_a_program_that_does_not_look_at_its_keys_starts_with(
    fault: Callable[[str], str], expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys, "DEFAULT_WORDS", ())
    monkeypatch.setattr(keys, "PUBLISHED_SEEDS", frozenset())
    monkeypatch.setattr(keys, "SHORTEST", 0)
    monkeypatch.setattr(keys, "FEWEST_CHARACTERS", 0)
    monkeypatch.setattr(keys, "repeated", lambda values: False)
    with pytest.raises(pytest.fail.Exception, match="DID NOT RAISE"):
        problems(fault(GOOD))


def test_a_good_configuration_is_one_frozen_object() -> None:
    config = parse(GOOD + '[proxy]\ntrusted = ["10.0.0.0/8", "::1"]\n', "config.toml")
    assert config.site.origin == "cinema.example/draws"
    assert config.keys.secrets == (SECRET, OLD_SECRET)
    assert config.keys.signing_seed == SEED
    assert config.proxy.trusted == (ip_network("10.0.0.0/8"), ip_network("::1"))
    with pytest.raises(ValueError, match="frozen"):
        config.site.name = "Another"  # type: ignore[misc]


@pytest.mark.parametrize("change", [setting("base_url", '"http://127.0.0.1:8000"'), setting("debug", "true")])
def test_a_demonstration_may_use_http_and_debug(change: Callable[[str], str]) -> None:
    assert parse(setting("mode", '"demo"')(change(GOOD)), "config.toml").site.mode == "demo"


def test_all_problems_are_said_at_once() -> None:
    text = GOOD
    faults = ("no public address", "a short secret", "debugging in production", "an unknown setting")
    for fault, _ in ((WEAK | WRONG)[name] for name in faults):
        text = fault(text)
    assert len(problems(text)) == len(faults)


def test_no_problem_shows_a_secret_or_speaks_the_language_of_the_library() -> None:
    text = setting("secrets", f'["{SECRET[:20]}", "{SECRET}", "{SECRET}"]')(GOOD)
    text = with_line("mail", 'password = ["hunter2"]')(text)
    said = " ".join(problems(setting("signing_key", f'"{SECRET}"')(text)))
    for hidden in (SECRET, SECRET[:20], "hunter2", "Value error", "validation", "pydantic", "Extra inputs"):
        assert hidden not in said


def test_the_configuration_can_be_printed_without_showing_a_secret() -> None:
    text = with_line("mail", 'password = "hunter2"')(GOOD)
    text = setting("url", '"postgresql+psycopg://competition:hunter3@db.example/competition"')(text)
    shown = repr(parse(text, "config.toml"))
    assert "cinema.example" in shown
    for hidden in (SECRET, OLD_SECRET, base64.b64encode(SEED).decode(), "hunter2", "hunter3"):
        assert hidden not in shown


def test_a_missing_file_is_named_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"no configuration file .*nowhere.toml: copy config.example.toml"):
        load(tmp_path / "nowhere.toml")


def test_a_folder_is_no_configuration(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        load(tmp_path)


def test_a_file_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_bytes(b'name = "caf\xe9"\n')
    with pytest.raises(ConfigError, match="is not UTF-8 text"):
        load(tmp_path / "config.toml")


def test_a_file_that_is_not_toml_names_the_place_and_not_what_stands_there() -> None:
    [problem] = problems(f'[keys]\nsecrets = ["{SECRET}\n')
    assert problem.startswith("config.toml is not TOML: look at line 2, column ")
    assert SECRET not in problem


def test_witnesses_are_asked_only_at_addresses() -> None:
    section = '\n[witnesses]\n"gazette.example/witness" = '
    config = parse(f'{GOOD}{section}"https://witness.gazette.example/"\n', "config.toml")
    assert config.witnesses == {"gazette.example/witness": "https://witness.gazette.example"}
    wanted = "witnesses.gazette.example/witness must be the address of a witness, beginning with https://."
    assert problems(f'{GOOD}{section}"file:///etc/passwd"\n') == (wanted,)
    assert problems(f"{GOOD}{section}7\n") == ("witnesses.gazette.example/witness must be text in quotes.",)
    assert problems(f"witnesses = 7\n{GOOD}") == (
        "witnesses must be a section, begun by a line [witnesses].",
    )
