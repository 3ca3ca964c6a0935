"""The journey of a sceptic, who trusts nobody: downloads, goes offline, checks, and sees through a fraud."""

import base64
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from competition import draw as draw_core
from competition.config import load
from competition.draw.bundle import write_zip
from competition.services import draw_files
from competition.services.instance import assemble
from competition.store.engine import Database
from competition.store.schema import migrate
from tests import plain_verifier
from tests.cli.operator import configured
from tests.journeys import forging, offline, outside
from tests.services import builders, drawn
from tests.services.builders import FakeClock, House

ANN, RIVAL = "reader0@example.com", "reader3@example.com"
PLACE = f"/draws/c/{builders.SLUG}"
# The commands of the protocol as they stand in its §7, and the programs that they name.
SPEC = Path(draw_core.__file__).with_name("SPEC.md").read_text(encoding="utf-8")
(BY_HAND,) = re.findall(r"(?s)```\n(s=\$\(sha256sum .+?)```", SPEC)
PROGRAMS = ("sha256sum", "cut", "sort", "head")


@dataclass(frozen=True, slots=True)
class Site:
    """A site whose competition is drawn, and what its entrants hold."""

    config: Path
    house: House

    def held(self, address: str) -> tuple[bytes, str]:
        """The receipt of an entrant, and the salt beside it, as they were mailed."""
        (files,) = [
            {file["name"]: base64.b64decode(file["content"]) for file in row.attachments}
            for row in self.house.messages()
            if (row.kind, row.recipient) == ("receipt", address)
        ]
        return files["receipt.note"], files["salt.txt"].decode().strip()

    def bundle(self) -> bytes:
        with self.house.database.read() as session:
            return draw_files.bundle(session, builders.SLUG)


def site_in(folder: Path) -> Site:
    url = f"sqlite:///{folder / 'competition.db'}"
    config = configured(folder / "config.toml", url)
    migrate(url)
    clock = FakeClock(builders.OPENS.replace(day=2))
    return Site(config, House(Database(url), assemble(load(config), clock=clock), clock))


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, Site]]:
    """An honest site, and its twin: the same entries and keys, but one ticket was made to disappear."""
    one, other = tmp_path_factory.mktemp("honest"), tmp_path_factory.mktemp("twin")
    honest = site_in(one)
    honest.house.clock.at = builders.OPENS.replace(day=1)
    builders.publish(honest.house.database, honest.house.instance, **drawn.WITH_ROUND)
    drawn.fill(honest.house, 7)
    honest.house.database.close()
    shutil.copyfile(one / "competition.db", other / "competition.db")
    ticket = next(entry.ticket for entry in honest.house.entries() if entry.address == RIVAL)
    forging.drop(f"sqlite:///{other / 'competition.db'}", ticket or "")
    twin = site_in(other)
    for site in (honest, twin):
        drawn.draw_by_clock(site.house)
    yield honest, twin
    for site in (honest, twin):
        site.house.database.close()


@pytest.fixture(scope="module")
def service(sites: tuple[Site, Site]) -> Iterator[outside.Service]:
    with outside.serving(sites[0].config, "cinema.example") as service:
        yield service


@pytest.fixture
def desk(service: outside.Service, sites: tuple[Site, Site], tmp_path: Path) -> Path:
    """The sceptic's own folder: what was downloaded, and what an entrant lent for the purpose."""
    (tmp_path / "record.zip").write_bytes(service.download(f"{PLACE}/record.zip"))
    (tmp_path / "competition-audit.pyz").write_bytes(service.download("/draws/competition-audit.pyz"))
    for name, address in (("receipt.note", ANN), ("rival.note", RIVAL)):
        (tmp_path / name).write_bytes(sites[0].held(address)[0])
    return tmp_path


def opening(sites: tuple[Site, Site], address: str) -> list[str]:
    return ["--salt", sites[0].held(address)[1], "--email", address]


def files_of(bundle: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(bundle)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(files: dict[str, bytes]) -> bytes:
    out = BytesIO()
    write_zip(files, out)
    return out.getvalue()


def by_hand(files: dict[str, bytes], folder: Path) -> list[list[str]]:
    """Score and ticket of the first ten, by the commands of the protocol and no other program."""
    programs = folder / "programs"
    programs.mkdir()
    for name in PROGRAMS:
        (programs / name).symlink_to(shutil.which(name) or name)
    for name in ("seed.txt", "entries.txt"):
        (folder / name).write_bytes(files[name])
    shell = shutil.which("sh") or "/bin/sh"
    ran = subprocess.run(
        [shell, "-eu", "-c", BY_HAND],
        cwd=folder,
        env={"PATH": str(programs), "LC_ALL": "C"},
        capture_output=True,
    )
    assert ran.stderr == b""
    return [line.split() for line in ran.stdout.decode().splitlines()]


def announced(files: dict[str, bytes]) -> list[list[str]]:
    return [
        [score, ticket] for _, _, ticket, score in map(str.split, files["result.txt"].decode().splitlines())
    ]


def test_control_the_namespace_of_the_audit_reaches_nothing_and_this_machine_does(
    service: outside.Service, tmp_path: Path
) -> None:
    code = f"import socket; socket.create_connection(('127.0.0.1', {service.port}), 5).close()"
    assert offline.run(sys.executable, "-c", code, cwd=tmp_path).returncode == 1
    socket.create_connection(("127.0.0.1", service.port), 5).close()


def test_the_downloaded_record_is_verified_without_a_network_by_the_downloaded_program(desk: Path) -> None:
    told = offline.audit("verify", "record.zip", cwd=desk)
    assert "evidence level self-consistent" in told
    assert told.rstrip().endswith("verified")


def test_a_verifier_that_shares_no_code_with_us_comes_to_the_same(
    desk: Path, sites: tuple[Site, Site]
) -> None:
    files = files_of((desk / "record.zip").read_bytes())
    receipt, salt = sites[0].held(ANN)
    own = plain_verifier.verify(files, files["freeze.note"], (receipt, ANN, salt))
    assert (own.verdict, own.level, own.outcome) == ("verified", "held", "drawn")


def test_the_winners_follow_with_the_oldest_tools_of_the_shell(desk: Path) -> None:
    files = files_of((desk / "record.zip").read_bytes())
    assert len(announced(files)) == 5
    assert by_hand(files, desk)[:5] == announced(files)


def test_a_receipt_is_checked_against_the_record_and_only_its_owner_can_open_it(
    desk: Path, sites: tuple[Site, Site]
) -> None:
    mine, foreign = opening(sites, ANN), opening(sites, RIVAL)
    told = offline.audit("receipt", "receipt.note", "record.zip", *mine, cwd=desk)
    assert told.rstrip().endswith("verified")
    offline.audit("receipt", "receipt.note", "record.zip", *foreign, cwd=desk, code=1)


def test_a_forged_winner_is_found_although_the_organiser_signed_everything_anew(
    desk: Path, sites: tuple[Site, Site]
) -> None:
    files = files_of((desk / "record.zip").read_bytes())
    loser = by_hand(files, desk)[-1][1]
    forged = forging.with_winner(files, loser, sites[0].house.instance.signer)
    (desk / "forged.zip").write_bytes(packed(forged))
    told = offline.audit("verify", "forged.zip", cwd=desk, code=1)
    assert "failed: step 7: " in told
    assert "result.txt" in told
    again = plain_verifier.verify(forged)
    assert (again.verdict, again.step) == ("failed", 7)
    assert announced(forged)[0][1] == loser != announced(files)[0][1]


def test_a_dropped_ticket_is_proven_by_its_receipt_and_by_nothing_else(
    desk: Path, sites: tuple[Site, Site]
) -> None:
    (desk / "twin.zip").write_bytes(sites[1].bundle())
    # Control: on its own, the list without the rival is in perfect order.
    assert offline.audit("verify", "twin.zip", cwd=desk).rstrip().endswith("verified")
    own = opening(sites, RIVAL)
    told = offline.audit("receipt", "rival.note", "twin.zip", *own, cwd=desk, code=1)
    assert "failed: your receipt: " in told
    assert "neither" in told
    assert offline.audit("receipt", "rival.note", "record.zip", *own, cwd=desk).rstrip().endswith("verified")


def test_a_second_freeze_is_told_loudly_to_whoever_kept_the_first(
    desk: Path, sites: tuple[Site, Site]
) -> None:
    (desk / "twin.zip").write_bytes(sites[1].bundle())
    (desk / "freeze.note").write_bytes(files_of((desk / "record.zip").read_bytes())["freeze.note"])
    told = offline.audit("verify", "twin.zip", "--held", "freeze.note", cwd=desk, code=1)
    assert "failed: step 10: " in told
    assert "two" in told.lower()
    agreed = offline.audit("verify", "record.zip", "--held", "freeze.note", cwd=desk)
    assert "evidence level held" in agreed
