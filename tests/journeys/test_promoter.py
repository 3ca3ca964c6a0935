"""The journey of a promoter: from an empty folder to a published draw that audits."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from competition.cli import desk
from competition.services.instance import assemble
from competition.store.engine import Database
from tests.cli.operator import Operator
from tests.configurations import with_line
from tests.fixtures.smtp import Mailroom
from tests.journeys import outside
from tests.services import builders, drawn
from tests.services.builders import FakeClock, House

SLUG = builders.SLUG
DESCRIPTION = f"""
title = "Win Ai Weiwei: Never Sorry on Blu-ray"
slug = "{SLUG}"
time_zone = "Europe/London"
opens = "2026-08-01 09:00"
closes = "2026-08-29 18:00"
draw_at = "2026-08-31 19:45:15"
region = "the United Kingdom"

[[prizes]]
title = "Ai Weiwei: Never Sorry on Blu-ray"
quantity = 3

[picture]
file = "disc.svg"
alt = "The disc in its case."

[question]
text = "What were the seeds made of?"
answers = ["Porcelain", "Glass"]
right = 1
"""
PICTURE = Path(outside.__file__).parents[2] / "competition" / "cli" / "demo" / "never-sorry.svg"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> FakeClock:
    """The clock of every command in this test."""
    clock = FakeClock()
    monkeypatch.setattr(desk, "assemble", partial(assemble, clock=clock))
    return clock


@pytest.fixture
def operator(
    clock: FakeClock, database_url: str, tmp_path: Path, smtp_server: Mailroom
) -> Iterator[Operator]:
    """`competition init`, and the mail server and the relays of this test written into what it made."""
    with outside.relay() as relay:
        own = Operator(tmp_path / "config.toml")
        own.run("init", "--database", database_url, *_answers(smtp_server))
        text = own.config.read_text(encoding="utf-8") + f'\n[beacon]\nrelays = ["{relay}"]\n'
        for line in (f"port = {smtp_server.port}", 'security = "none"'):
            text = with_line("mail", line)(text)
        own.config.write_text(text, encoding="utf-8")
        yield own


def _answers(room: Mailroom) -> list[str]:
    return [
        *("--site-name", "Cinema Example", "--base-url", "https://cinema.example/draws"),
        *("--promoter-name", "Example Cinema Ltd", "--promoter-address", "1 Example Street, Leeds LS1 1AA"),
        *(
            "--contact",
            "draws@cinema.example",
            "--mail-host",
            room.host,
            "--mail-sender",
            "draws@cinema.example",
        ),
    ]


def house_of(operator: Operator, database_url: str, clock: FakeClock) -> House:
    """The readers' side of the same site."""
    return House(Database(database_url), desk.Desk(operator.config).instance, clock)


def state(operator: Operator) -> tuple[str, str]:
    """What `status` says it is, and what comes next."""
    said = operator.run("status", SLUG).stdout.splitlines()
    told = {line.split()[0]: line.split(maxsplit=1)[1] for line in said if line.startswith("  ")}
    return told["state"], told["next"].partition(":")[0]


def test_a_promoter_goes_from_an_empty_folder_to_a_published_draw_that_audits(
    operator: Operator, clock: FakeClock, database_url: str, smtp_server: Mailroom, tmp_path: Path
) -> None:
    shutil.copy(PICTURE, tmp_path / "disc.svg")
    (tmp_path / "draw.toml").write_text(DESCRIPTION, encoding="utf-8")
    operator.run("create", str(tmp_path / "draw.toml"))
    assert state(operator) == ("draft", f"publish it with `competition publish {SLUG}`")
    operator.run("publish", SLUG)
    assert state(operator) == ("scheduled", "it opens")

    clock.at = builders.OPENS
    assert f"{SLUG}: opened" in operator.run("tick").stdout
    assert state(operator) == ("open", "it closes")
    house = house_of(operator, database_url, clock)
    clock.at += timedelta(days=1)
    drawn.fill(house)
    operator.run("worker", "--once")
    assert len(smtp_server.messages) == 12

    for at, expected in (
        (builders.CLOSES, ("closed", "the list is frozen")),
        (drawn.FREEZE_DUE, ("frozen", "the draw")),
        (drawn.ROUND_AT, ("drawn", "nothing; the clock is done with it")),
    ):
        clock.at = at
        operator.run("worker", "--once")
        assert state(operator) == expected
    assert len(smtp_server.messages) == 24
    house.database.close()

    winners = operator.run("draw", SLUG)
    assert "drawn before; this is its result" in winners.stderr
    assert winners.stdout.count("unit ") == 3
    audited = operator.run("audit", "--all").stdout.splitlines()
    assert audited == [f"{SLUG}  draw 1  self-consistent  verified"]

    operator.run("export", SLUG, "--output", str(tmp_path / "exported.zip"))
    with outside.serving(operator.config, "cinema.example") as service:
        published = service.download(f"/draws/c/{SLUG}/record.zip")
        page = service.download(f"/draws/c/{SLUG}/draw").decode()
    assert (tmp_path / "exported.zip").read_bytes() == published
    assert "The winners" in page
