"""`conflicts` and `import`: files in, a sentence out."""

from pathlib import Path

import pytest

from tests.cli.operator import Operator

TOML = """
title = "Never Sorry"
slug = "never-sorry"
time_zone = "Europe/London"
region = "anywhere"
{opens}
closes = "2099-08-29 18:00"
[[prizes]]
title = "Never Sorry on Blu-ray"
quantity = 1
"""


def published(operator: Operator, folder: Path, opens: str) -> None:
    file = folder / "draw.toml"
    file.write_text(TOML.format(opens=opens), encoding="utf-8")
    operator.run("create", str(file))
    operator.run("publish", "never-sorry")


@pytest.fixture
def coming(operator: Operator, tmp_path: Path) -> Operator:
    published(operator, tmp_path, 'opens = "2099-08-01 09:00"')
    return operator


def test_the_list_is_loaded_from_a_file_and_bad_lines_are_named(coming: Operator, tmp_path: Path) -> None:
    file = tmp_path / "staff.txt"
    file.write_text("\ufeffjo@example.com\n\nSam@example.com\n", encoding="utf-8")
    assert "Addresses listed for never-sorry: 2." in coming.run("conflicts", "never-sorry", str(file)).stdout
    file.write_text("jo@example.com\nnobody\n", encoding="utf-8")
    [said] = coming.refused("conflicts", "never-sorry", str(file))
    assert "line 2" in said
    assert "no such competition" in coming.refused("conflicts", "other", str(file))[0]


def test_a_file_that_is_no_text_or_not_there_is_a_sentence(coming: Operator, tmp_path: Path) -> None:
    file = tmp_path / "staff.txt"
    file.write_bytes(b"\xff\xfe")
    for command in ("conflicts", "import"):
        assert "UTF-8" in coming.refused(command, "never-sorry", str(file))[0]
        assert "cannot be read" in coming.refused(command, "never-sorry", str(tmp_path / "no"), code=2)[0]


def test_nothing_is_imported_before_the_opening(coming: Operator, tmp_path: Path) -> None:
    file = tmp_path / "post.csv"
    file.write_text("email,name,eligible\npost@example.com,Ann Bell,yes\n", encoding="utf-8")
    assert "opens on" in coming.refused("import", "never-sorry", str(file))[0]
