"""A witness's own file: made by a command, read with every fault at once."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from competition.cli import main
from competition.config import ConfigError, load_witness
from competition.draw.notes import COSIGNATURE, parse_verifier_key
from tests.record_pieces import vkey
from tests.services.witnesses import SEED


def made(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "witness.toml"
    path.write_text(text)
    return path


def test_the_command_makes_a_file_that_works_and_says_its_public_key(tmp_path: Path) -> None:
    printed = CliRunner().invoke(main, ["witness", "keys", "gazette.example/witness"]).stdout
    own = load_witness(made(tmp_path, printed))
    assert (own.name, own.book, own.services) == ("gazette.example/witness", "witness-book", ())
    key = next(line[2:] for line in printed.splitlines() if line.startswith("# gazette"))
    assert parse_verifier_key(key, COSIGNATURE).name == own.name
    assert own.key not in repr(own)


def test_a_name_that_is_none_is_refused_in_a_sentence() -> None:
    refused = CliRunner().invoke(main, ["witness", "keys", "the gazette"])
    assert (refused.exit_code, refused.stderr) == (
        1,
        "The name must be an address without https://, such as gazette.example/witness.\n",
    )


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "The section [witness] is missing: add it, with name, key."),
        (f'[witness]\nname = "a b"\nkey = "{SEED}"', "witness.name must be an address without https://"),
        ('[witness]\nname = "a.example"\nkey = "short"', "witness.key is not the base64 of 32 bytes"),
        (
            f'[witness]\nname = "a.example"\nkey = "{SEED}"\nservices = ["x"]',
            "witness.services[1] must be the key of a service, as its manifests have it",
        ),
        (
            f'[witness]\nname = "a.example"\nkey = "{SEED}"\nservices = ["{vkey("town-gazette")}"]',
            "is not one of type 0x01",
        ),
        (f'[witness]\nname = "a.example"\nkey = "{SEED}"\nsites = []', "did you mean witness.services?"),
    ],
)
def test_what_is_wrong_is_said_by_its_key_and_never_shows_a_secret(
    tmp_path: Path, text: str, problem: str
) -> None:
    with pytest.raises(ConfigError) as refusal:
        load_witness(made(tmp_path, text))
    assert any(problem in one for one in refusal.value.problems), refusal.value.problems
    assert SEED not in str(refusal.value)


def test_a_file_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="make one with `competition witness keys NAME`"):
        load_witness(tmp_path / "none.toml")
