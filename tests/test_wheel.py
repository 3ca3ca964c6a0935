"""An installed wheel stands alone, and so does the auditor as one file."""

import json
import os
import subprocess
import sys
import sysconfig
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen
from zipfile import ZipFile

import pytest

from competition.adapters import auditor_file, verifier_file

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "competition"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    outcome = subprocess.run(command, capture_output=True, text=True)
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    [path] = folder.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of an environment in which the wheel is installed and the source tree is out of reach.

    What the wheel depends on is borrowed from the environment of the tests, so that no network is needed.
    """
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder, symlinks=True)
    pip = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        str(folder / "bin" / "python"),
        "--disable-pip-version-check",
    ]
    outcome = subprocess.run(
        [*pip, "install", "--quiet", "--no-index", "--no-deps", str(wheel)], capture_output=True, text=True
    )
    assert outcome.returncode == 0, outcome.stderr
    [packages] = folder.glob("lib/python*/site-packages")
    # A path in a .pth file is added as it is: the editable installation of this tree is not followed.
    (packages / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return folder / "bin"


def run(installed: Path, *command: str, cwd: Path) -> str:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    outcome = subprocess.run(
        [str(installed / command[0]), *command[1:]], cwd=cwd, env=environment, capture_output=True, text=True
    )
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    return outcome.stdout


def test_the_wheel_holds_every_file_of_the_package_and_every_template(wheel: Path) -> None:
    def files(folder: Path, prefix: str) -> set[str]:
        found = (path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
        return {f"{prefix}/{path.relative_to(folder).as_posix()}" for path in found}

    expected = files(PACKAGE, "competition") | files(ROOT / "templates", "competition/templates")
    with ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert held == expected


def test_an_installed_wheel_has_its_own_templates(installed: Path, tmp_path: Path) -> None:
    code = (
        "import json, competition; from competition.adapters.templates import folder;"
        "print(json.dumps([competition.__file__, str(folder())]))"
    )
    package, templates = json.loads(run(installed, "python", "-c", code, cwd=tmp_path))
    assert package.startswith(str(installed.parent))
    assert templates == str(Path(package).parent / "templates")


@pytest.mark.parametrize("command", ["competition", "competition-audit"])
def test_an_installed_wheel_has_its_commands(installed: Path, tmp_path: Path, command: str) -> None:
    assert "Usage:" in run(installed, command, "--help", cwd=tmp_path).replace("usage:", "Usage:")


@contextmanager
def demonstration(installed: Path, folder: Path) -> Iterator[str]:
    """The site of `competition demo`, as it says it is called."""
    command = [str(installed / "competition"), "demo", "--port", "18000", "--folder", str(folder / "demo")]
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    process = subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert process.stdout is not None
    try:
        yield process.stdout.readline().split()[-1]
    finally:
        process.terminate()
        process.communicate(timeout=30)


def test_an_installed_wheel_serves_its_pages_and_the_auditor_as_one_file(
    installed: Path, tmp_path: Path
) -> None:
    with demonstration(installed, tmp_path) as site:
        served = {
            path: urlopen(site + path).read() for path in ("", "static/site.css", "c/silent-films/draw")
        }
        for name in ("competition-audit.pyz", verifier_file.NAME, "c/silent-films/record.zip"):
            (tmp_path / name.rpartition("/")[2]).write_bytes(urlopen(site + name).read())
    assert b"Cinema Example" in served[""]
    assert b"The winners" in served["c/silent-films/draw"]
    assert served["static/site.css"] == (PACKAGE / "web" / "static" / "site.css").read_bytes()
    assert (tmp_path / "competition-audit.pyz").read_bytes() == auditor_file.build()
    assert (tmp_path / verifier_file.NAME).read_bytes() == verifier_file.build()
    assert verifier_file.digest().encode() in served["c/silent-films/draw"]
    outcome = subprocess.run(
        [sys.executable, "-I", "-S", "competition-audit.pyz", "verify", "record.zip"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert outcome.returncode == 0, outcome.stdout


def test_the_auditor_as_one_file_is_the_same_from_the_tree_and_from_the_wheel(
    installed: Path, tmp_path: Path
) -> None:
    code = (
        "import sys; from competition.adapters import auditor_file as a; sys.stdout.buffer.write(a.build())"
    )
    target = tmp_path / "competition-audit.pyz"
    target.write_bytes(auditor_file.build())
    built = subprocess.run([str(installed / "python"), "-c", code], cwd=tmp_path, capture_output=True)
    assert built.stdout == target.read_bytes()


def test_the_auditor_as_one_file_needs_nothing_but_python(tmp_path: Path) -> None:
    target = tmp_path / "competition-audit.pyz"
    target.write_bytes(auditor_file.build())
    # -I and -S: no environment, no user folder, no installed package.
    outcome = subprocess.run(
        [sys.executable, "-I", "-S", str(target), "--help"], cwd=tmp_path, capture_output=True, text=True
    )
    assert outcome.returncode == 0, outcome.stderr
    assert "verify" in outcome.stdout
