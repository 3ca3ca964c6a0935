"""The demonstration's folder: its configuration and its database, made anew at each start."""

import fcntl
from pathlib import Path

from competition.cli.keys import fresh_section
from competition.cli.refusals import NOT_TRIED, Refusal

CONFIG = "competition.toml"
_MARK = "# Made by `competition demo`, and made anew at each start.\n"
_OWN = (CONFIG, "competition.db", "competition.db-wal", "competition.db-shm", "lock")

_TEXT = """
[site]
mode = "demo"
name = "Cinema Example"
base_url = "{base_url}"
promoter_name = "Example Cinema Ltd"
promoter_address = "1 Example Street, Leeds LS1 1AA, United Kingdom"
contact = "draws@cinema.example"

[database]
url = "sqlite:///{database}"

# In demo mode nothing is sent: the mailbox page shows every letter.
[mail]
host = "localhost"
sender = "draws@cinema.example"
worker = "embedded"

# Nothing outside this machine is asked.
[beacon]
relays = []

[limits]
entries_per_minute = 600
mails_per_address = 100
mails_per_address_total = 300

"""


def claim(folder: Path) -> None:
    """Take the folder for this demonstration and empty it; refuses one with other things in it, or in use."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _require_own(folder)
        # Held until this process ends.
        lock = (folder / "lock").open("w")
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        _HELD.append(lock)
        for name in _OWN[:-1]:
            (folder / name).unlink(missing_ok=True)
    except BlockingIOError:
        sentence = f"A demonstration runs in {folder} already. Stop it first, or name another --folder."
        raise Refusal([sentence], NOT_TRIED) from None
    except OSError as error:
        raise Refusal([f"{folder} cannot be used: {error.strerror}."], NOT_TRIED) from None


_HELD: list[object] = []


def _require_own(folder: Path) -> None:
    foreign = sorted(path.name for path in folder.iterdir() if path.name not in _OWN)
    config = folder / CONFIG
    if foreign or (config.exists() and not config.read_text(encoding="utf-8").startswith(_MARK)):
        sentence = f"{folder} holds things that are not the demonstration's. Name an empty --folder."
        raise Refusal([sentence], NOT_TRIED)


def write_config(folder: Path, base_url: str) -> Path:
    """Write a configuration with fresh keys for a site at this address."""
    path = folder / CONFIG
    database = (folder / "competition.db").resolve()
    path.touch(mode=0o600)
    path.write_text(
        _MARK + _TEXT.format(base_url=base_url, database=database) + fresh_section(), encoding="utf-8"
    )
    return path
