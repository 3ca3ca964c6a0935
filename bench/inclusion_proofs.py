"""An inclusion proof out of a frozen list of a million, as every entrant's page makes one.

Each question is a transaction that reads the row of the freeze, as a page does. The first of a process
reads the roots of the list's blocks, and is told apart. Memory is that of a process that does nothing else.

    python bench/inclusion_proofs.py [number of entries]
"""

import statistics
import subprocess
import sys
import tempfile
import time
from hashlib import sha256
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parent.parent))

from competition.draw import inclusion
from competition.draw.entries import listed_of
from competition.draw.freeze import Freeze as Statement
from competition.draw.freeze import Listed
from competition.draw.notes import Signer, sign_note
from competition.services import standings
from competition.store import freezes, frozen_lists
from competition.store.engine import Database
from competition.store.models import Freeze
from competition.store.schema import migrate
from competition.store.types import CompetitionId
from tests.fixtures.postgresql import running
from tests.record_pieces import ORIGIN, private_key, public_key
from tests.store.builders import NOON, hex64, store_competition

ASKED = 500


def fill(url: str, tickets: list[str]) -> None:
    """One freeze of these tickets."""
    migrate(url)
    database, data = Database(url), "".join(f"{ticket}\n" for ticket in tickets).encode()
    statement = Statement(
        competition=f"{ORIGIN}/c/never-sorry",
        draw=1,
        manifest=hex64("manifest"),
        entries=listed_of(ticket.encode() for ticket in tickets),
        entries_file=sha256(data).hexdigest(),
        excluded=Listed(0, sha256(b"").hexdigest()),
        beacon="rehearsal",
        frozen=int(NOON.timestamp()),
    )
    signer = Signer(ORIGIN, public_key("service 1"), private_key("service 1").sign)
    with database.write() as session:
        row = Freeze(
            competition_id=store_competition(session),
            draw=1,
            statement_digest=statement.digest(),
            note=sign_note(statement.text(), signer).decode(),
            entries_file=data,
            excluded_file=b"",
            frozen_at=NOON,
        )
        frozen_lists.add(session, freezes.add_freeze(session, row))
    database.close()


def ask(url: str, tickets: list[str]) -> list[float]:
    """Milliseconds of each question, the first apart in front."""
    database, took = Database(url), []
    for ticket in tickets:
        start = time.perf_counter()
        with database.read() as session:
            row = freezes.last_freeze(session, CompetitionId(1))
            found = standings.proof(session, row, ticket) if row else ""
        took.append((time.perf_counter() - start) * 1000)
        inclusion.parse(found, file="proof").verify()
    database.close()
    return took


def peak() -> int:
    """Most memory that this process had, in MB."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) // 1024


def measured(url: str, tickets: list[str]) -> str:
    """A process of its own asks; it prints a row."""
    command = [sys.executable, __file__, "--ask", url]
    asked = subprocess.run(command, input="\n".join(tickets), text=True, capture_output=True, check=True)
    return asked.stdout.strip()


def answer(url: str) -> None:
    before, tickets = peak(), sys.stdin.read().split()
    first, *rest = ask(url, tickets)
    ranked = sorted(rest)
    worst = ranked[int(len(ranked) * 0.99)]
    print(f"{first:.0f} | {statistics.median(rest):.1f} | {worst:.1f} | {before} | {peak()}")


def main() -> None:
    if sys.argv[1:2] == ["--ask"]:
        answer(sys.argv[2])
        return
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    tickets = sorted(sha256(str(number).encode()).hexdigest() for number in range(count))
    asked = Random(7).sample(tickets, min(ASKED, count))
    print(f"| {count:,} entries, {len(asked)} questions | first, ms | median, ms | 99 %, ms |", end="")
    print(" MB before | MB at most |\n| --- | ---: | ---: | ---: | ---: | ---: |")
    with tempfile.TemporaryDirectory() as folder, running({}) as server:
        server.run("CREATE DATABASE bench")
        for name, url in (("SQLite", f"sqlite:///{folder}/bench.db"), ("PostgreSQL", server.url("bench"))):
            fill(url, tickets)
            print(f"| {name} | {measured(url, asked)} |", flush=True)


if __name__ == "__main__":
    main()
