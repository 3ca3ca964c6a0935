"""The tree itself: what is imported where, what the locks hold, and whether the documents tell the truth."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "competition"
LOCKS = ("requirements.lock", "requirements-dev.lock")

# A clock, chance, the machine and the network: a draw that looks at one of them could not be done again.
WORLD = {
    "asyncio",
    "getpass",
    "glob",
    "http",
    "logging",
    "multiprocessing",
    "os",
    "pathlib",
    "platform",
    "random",
    "secrets",
    "shutil",
    "signal",
    "socket",
    "ssl",
    "subprocess",
    "sys",
    "tempfile",
    "threading",
    "time",
    "urllib",
    "uuid",
}


def modules(folder: Path) -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(folder.rglob("*.py")):
        yield str(path.relative_to(ROOT)), ast.parse(path.read_text())


def imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "." * node.level + (node.module or "")


def foreign(tree: ast.Module, *own: str) -> set[str]:
    """What is imported and is neither the standard library nor one of the packages `own`."""
    return {
        name
        for name in imported(tree)
        if name.split(".")[0] not in sys.stdlib_module_names and not f"{name}.".startswith(own)
    }


def impurities(tree: ast.Module) -> Iterator[str]:
    """What reaches for the world, or computes with floats, whose last digit differs between machines."""
    yield from (name for name in imported(tree) if name.split(".")[0] in WORLD)
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=name)) if name in {"open", "print", "input"}:
                yield f"{name}() in line {node.lineno}"
            case ast.Call(func=ast.Attribute(attr=name)) if name in {"now", "today", "utcnow"}:
                yield f"{name}() in line {node.lineno}"
            case ast.Constant(value=float()):
                yield f"a float in line {node.lineno}"
            case ast.BinOp(op=ast.Div()) | ast.AugAssign(op=ast.Div()):
                yield f"a division in line {node.lineno}"


@pytest.mark.parametrize(
    ("part", "own"),
    [
        ("draw", ("competition.draw.",)),
        ("rules", ("competition.rules.", "competition.draw.")),
        ("audit", ("competition.audit.", "competition.draw.")),
    ],
)
def test_the_core_and_the_auditor_import_the_standard_library_only(part: str, own: tuple[str, ...]) -> None:
    read = {path: foreign(tree, *own) for path, tree in modules(PACKAGE / part)}
    assert read
    assert {path: names for path, names in read.items() if names} == {}


def test_the_draw_knows_no_clock_no_chance_no_file_and_no_float() -> None:
    found = {path: [*impurities(tree)] for path, tree in modules(PACKAGE / "draw")}
    # The one exception: elements of a finite field are divided, exactly, by an operator of their own.
    field = [path for path in found if "bls12381" in path]
    for path in field:
        found[path] = [fault for fault in found[path] if not fault.startswith("a division")]
    assert {path: faults for path, faults in found.items() if faults} == {}


@pytest.mark.parametrize(
    "fault",
    [
        "import random",
        "from os import path",
        "import datetime\nx = datetime.datetime.now()",
        "open('x')",
        "1.5",
        "1 / 2",
    ],
)
def test_control_an_impure_draw_would_be_seen(fault: str) -> None:
    assert [*impurities(ast.parse(fault))]


def test_control_a_package_in_the_core_would_be_seen() -> None:
    assert foreign(ast.parse("import flask"), "competition.draw.") == {"flask"}
    assert foreign(ast.parse("from competition import store"), "competition.draw.") == {"competition"}


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_packages_and_hashes_and_nothing_else(name: str) -> None:
    requirement = re.compile(r"[a-z0-9.-]+==[^ ;]+( ; [^/\\]+)?( \\\n    --hash=sha256:[0-9a-f]{64})+\n")
    assert requirement.sub("", (ROOT / name).read_text()) == ""


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_holds_all_that_the_project_asks_for(name: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = [
        *project["project"]["dependencies"],
        *chain(*project["project"]["optional-dependencies"].values()),
    ]
    if name == "requirements-dev.lock":
        wanted += [line for line in project["dependency-groups"]["dev"] if isinstance(line, str)]
    locked = re.findall(r"(?m)^([a-z0-9.-]+)==", (ROOT / name).read_text())
    assert {re.split(r"[\[>=<]", line)[0] for line in wanted} - {*locked} == set()


def test_both_locks_agree() -> None:
    pinned = [
        dict(re.findall(r"(?m)^(\S+==\S+(?: ;.*?)?) \\$()", (ROOT / name).read_text())) for name in LOCKS
    ]
    assert pinned[0].keys() <= pinned[1].keys()


def targets() -> set[str]:
    return {*re.findall(r"(?m)^([a-z]+):", (ROOT / "Makefile").read_text())}


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md"])
def test_the_commands_of_the_documents_exist(name: str) -> None:
    commands = {*re.findall(r"`?\bmake ([a-z]+)`", (ROOT / name).read_text())}
    commands |= {*re.findall(r"(?m)^make ([a-z]+)", (ROOT / name).read_text())}
    assert commands
    assert commands <= targets()


def test_ci_runs_the_test_command_of_the_readme() -> None:
    assert "\nexec make test\n" in (ROOT / ".ci/run").read_text()
    assert "make test" in (ROOT / "README.md").read_text()
