"""A process that is killed at its n-th statement, for n = 1, 2, 3 ... until one gets through.

Run as `python -m tests.services.killing` with what it needs as JSON on stdin; it prints how many tries it
took. It forks a child for each try, and it has no threads, so that forking is safe.
"""

import json
import os
import signal
import sys
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from competition.config import Config
from competition.services import drawing, freezing
from competition.services.instance import Instance, assemble
from competition.store import freezes
from competition.store.engine import Database
from tests.services import drawn
from tests.services.builders import SLUG, FakeClock

Work = Callable[[Session, Instance], object]
WORK: dict[str, Work] = {
    "freeze": lambda session, own: freezing.freeze(session, SLUG, instance=own),
    "draw": lambda session, own: drawing.draw(session, SLUG, drawn.recorded(drawn.ROUND), instance=own),
}


def die_at(number: int) -> None:
    """Kill this process as `kill -9` does, as soon as it has sent so many statements."""
    sent = 0

    @event.listens_for(Engine, "after_cursor_execute")
    def count(*_args: object) -> None:
        nonlocal sent
        sent += 1
        if sent == number:
            os.kill(os.getpid(), signal.SIGKILL)


def commit_early() -> None:
    """For the control: commit in the middle of the work, and be killed there."""
    for name in ("add_freeze", "add_draw"):
        add = getattr(freezes, name)

        def add_commit_and_die(session: Session, *args: object, add: Callable[..., object] = add) -> None:
            add(session, *args)
            session.flush()
            session.connection().exec_driver_sql("COMMIT")
            os.kill(os.getpid(), signal.SIGKILL)

        setattr(freezes, name, add_commit_and_die)


def work(url: str, own: Instance, what: str) -> None:
    database = Database(url)
    with database.write() as session:
        WORK[what](session, own)
    database.close()


def survived(url: str, own: Instance, what: str, number: int) -> bool:
    child = os.fork()
    if child == 0:
        die_at(number)
        work(url, own, what)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return False
    if os.WEXITSTATUS(status):
        raise SystemExit(f"the {what} failed by itself at try {number}")
    return True


def main() -> None:
    given = json.load(sys.stdin)
    clock = FakeClock(datetime.fromisoformat(given["now"]))
    own = assemble(Config.model_validate(given["settings"]), clock=clock)
    if given["early"]:
        commit_early()
        # No statement has this number: it dies at the commit.
        survived(given["url"], own, given["what"], 0)
        return
    number = 1
    while not survived(given["url"], own, given["what"], number):
        number += 1
    print(number)


if __name__ == "__main__":
    main()
