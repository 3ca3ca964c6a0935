"""The verifier's own files: small modules that load nothing foreign, and what others made as it was made."""

import re
import tomllib
from collections import Counter
from hashlib import sha256
from pathlib import Path

import pytest

from tests.fixtures.verifier_page import STATIC, Verifier

FILES = sorted((STATIC / "verifier").glob("*.js"))
VENDOR = STATIC / "vendor"
IMPORT = re.compile(r"(?m)^import \{[^}]*\} from '([^']+)';$")
TOP = re.compile(r"(?m)^(?:export )?(?:async )?(?:const|let|class|function\*?) (\[[^\]]+\]|\w+)")


def names(text: str) -> list[str]:
    """What a file names at its top."""
    return [name for found in TOP.findall(text) for name in re.findall(r"\w+", found)]


def test_every_file_is_a_module_that_the_browser_takes(verifier: Verifier) -> None:
    for path in FILES:
        exports = verifier.page.evaluate(
            "async (path) => Object.keys(await import(path))", f"/static/verifier/{path.name}"
        )
        assert exports, path.name
    assert verifier.faults == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_is_small_and_imports_its_neighbours_and_the_curves_alone(path: Path) -> None:
    text = (STATIC / "verifier" / path.name).read_text()
    sources = IMPORT.findall(text)
    assert len(sources) == text.count("import {") == len(re.findall(r"(?m)^import ", text))
    assert all(re.fullmatch(r"\./\w+\.js|\.\./vendor/noble\.js", source) for source in sources)
    assert text.count("\n") <= 160
    assert not re.search(r"\b(fetch|eval|localStorage|document|window|Date\.now|Math\.random)\b\(?", text)


def test_no_two_files_name_a_thing_alike_so_that_they_can_lie_in_one_page() -> None:
    assert {"Finding", "audit", "checkReceipt", "placesOf", "LOG_RULES"} <= {
        name for path in FILES for name in names(path.read_text())
    }
    counted = Counter(name for path in FILES for name in names(path.read_text()))
    assert [name for name, count in counted.items() if count > 1] == []


def test_what_others_made_is_the_file_that_was_built_and_says_its_licence() -> None:
    pins = tomllib.loads((VENDOR / "VENDOR.toml").read_text())
    content = (VENDOR / pins["built"]["file"]).read_bytes()
    assert sha256(content).hexdigest() == pins["built"]["sha256"]
    for package in pins["package"]:
        assert f"{package['name']} {package['version']}\n".encode() in content
    assert content.count(b"Permission is hereby granted, free of charge") == len(pins["package"])


def test_the_pins_name_packages_versions_and_hashes_and_no_address() -> None:
    pins = tomllib.loads((VENDOR / "VENDOR.toml").read_text())
    for package in [*pins["package"], pins["builder"]]:
        assert re.fullmatch(r"\d+\.\d+\.\d+", package["version"])
        assert re.fullmatch(r"sha512-[A-Za-z0-9+/]{86}==", package["integrity"])
    assert "://" not in (VENDOR / "VENDOR.toml").read_text()
