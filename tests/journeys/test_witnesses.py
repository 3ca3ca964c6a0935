"""Two services witness each other over real HTTP, each by a witness that is a process of its own."""

import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from competition.adapters import witnesses as asking
from competition.adapters.keys import signer
from competition.config import Config, load_witness
from competition.draw.beacon import EventValue
from competition.draw.bundle import MemoryRecord
from competition.draw.notes import COSIGNATURE, VerifierKey
from competition.draw.verify import audit
from competition.rules.wording import machine
from competition.services import drawing, witnessing
from competition.services.instance import assemble
from competition.store.engine import Database
from tests.fixtures.databases import Migrate
from tests.services import builders, drawn, witnesses
from tests.services.builders import FakeClock, House

LOTTERY = {"kind": "event", "id": "lotto", "description": "the lottery of the day", "bits": 64}
NUMBERS = EventValue("lotto", "7.8.11.18.28.40./", ("ann", "jo"))


def site(database: Database, host: str, clock: FakeClock, **asked: str) -> House:
    settings = builders.settings()
    settings["site"]["base_url"] = f"https://{host}/draws"
    return House(
        database, assemble(Config.model_validate({**settings, "witnesses": asked}), clock=clock), clock
    )


def published(house: House, witness: VerifierKey) -> None:
    """A draw whose number is due in two hours from now, as real clocks have it."""
    due = witnesses.real_now() + timedelta(hours=2)
    dates = {"opens": 90, "closes": 60, "confirm_by": 50, "freeze_by": 30}
    local = {name: machine(due - timedelta(hours=hours)) for name, hours in dates.items()}
    house.clock.at = due - timedelta(hours=91)
    changes = {**local, "draw_at": machine(due), "beacon": LOTTERY, "witnesses": [str(witness)]}
    builders.publish(house.database, house.instance, **changes)
    house.clock.at = due - timedelta(hours=80)
    drawn.fill(house, 3)
    for hours in (80, 60, 40):
        house.clock.at = due - timedelta(hours=hours)
        drawn.tick(house)
    house.clock.at = due - timedelta(hours=2)


def verifier_key(file: Path) -> VerifierKey:
    own = load_witness(file)
    return VerifierKey(own.name, COSIGNATURE, signer(own.seed, origin=own.name).public_key)


def drawn_and_audited(house: House) -> tuple[str, str | None]:
    house.clock.forward(hours=2)
    with house.write() as session:
        drawing.draw(session, builders.SLUG, NUMBERS, instance=house.instance)
    report = audit(MemoryRecord(drawn.files(house)))
    return report.verdict, report.level


def test_two_services_witness_each_other(tmp_path: Path, migrated: Migrate) -> None:
    houses, keys, files = {}, {}, {}
    for host in ("cinema.example", "gazette.example"):
        url = f"sqlite:///{tmp_path / host}.db"
        migrated(url)
        houses[host] = site(Database(url), host, FakeClock())
    for host, other in (("cinema.example", "gazette.example"), ("gazette.example", "cinema.example")):
        (tmp_path / f"at-{host}").mkdir()
        files[host] = tmp_path / f"at-{host}" / "witness.toml"
        witnesses.witness_file(files[host], f"{host}/witness", houses[other].instance.signer.key)
        keys[host] = verifier_key(files[host])
    with (
        witnesses.serving(files["cinema.example"]) as cinema,
        witnesses.serving(files["gazette.example"]) as gazette,
    ):
        for host, other, address in (
            ("cinema.example", "gazette.example", gazette),
            ("gazette.example", "cinema.example", cinema),
        ):
            house = houses[host]
            published(house, keys[other])
            own = replace(house.instance, witnesses={keys[other].name: address})
            ask = partial(asking.ask, timeout=10)
            signed = witnessing.ask_all(house.database, instance=own, ask=ask)
            assert signed == [f"never-sorry: signed by {other}/witness"]
    for house in houses.values():
        assert drawn_and_audited(house) == ("verified", "witnessed")
        house.database.close()


def test_a_witness_signs_by_hand_what_came_in_an_envelope(tmp_path: Path, migrated: Migrate) -> None:
    url = f"sqlite:///{tmp_path / 'cinema'}.db"
    migrated(url)
    house = site(Database(url), "cinema.example", FakeClock())
    file = tmp_path / "witness.toml"
    witnesses.witness_file(file, "gazette.example/witness", house.instance.signer.key)
    published(house, verifier_key(file))
    for name in ("checkpoint.note", "log.txt"):
        (tmp_path / name).write_bytes(drawn.files(house)[name])
    line = by_hand(file, tmp_path)
    with house.write() as session:
        names = witnessing.take(session, builders.SLUG, line, instance=house.instance, actor="operator")
    assert names == ["gazette.example/witness"]
    assert drawn_and_audited(house) == ("verified", "witnessed")
    house.database.close()
    forged = drawn.files(house)["log.txt"].replace(b"issued=3", b"issued=4")
    (tmp_path / "log.txt").write_bytes(forged)
    with pytest.raises(subprocess.CalledProcessError):
        by_hand(file, tmp_path)


def by_hand(file: Path, folder: Path) -> bytes:
    command = [sys.executable, "-m", "competition.cli", "witness", "sign", str(file)]
    papers = [str(folder / name) for name in ("checkpoint.note", "log.txt")]
    return subprocess.run([*command, *papers], check=True, capture_output=True).stdout
