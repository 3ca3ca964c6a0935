"""Mutation testing of the pure core: python tools/mutants.py [--children 2] [--again] ['*.ranking.*' ...]

mutmut makes the mutants and shows them; the tests run from here, for three reasons. They are collected once,
and each mutant is a fork of the process that holds them: collecting thousands by name for each takes longer
than the tests do. A mutant takes the place of its function as code, without a wrapper around every call. A
function that is called while modules are imported has done its work before any fork, so a mutant of it that
seems to survive gets a process of its own, which imports everything with the mutant in force.
"""

import argparse
import fnmatch
import gc
import json
import os
import resource
import signal
import subprocess
import sys
import time
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from mutated_functions import Functions
from mutmut import __main__ as mutmut
from mutmut.configuration import config
from mutmut.mutation import trampoline
from mutmut.utils import file_utils
from mutmut.utils.format_utils import mangled_name_from_mutant_name as function_of

KILLED, SURVIVED, WORDS, TIMEOUT, UNTESTED = "killed", "survived", "words", "timeout", "no test"
PLACE = Path("mutants")
RESULTS = PLACE.absolute() / "results.json"
# Processor time for the tests of one mutant: fast ones of its own module, other fast ones, slow ones. Most
# die at the first try; one that only words a message differently (tests hold code, file, line) has no second.
FIRST_TRY, SECOND_TRY, WORDS_TRY = 1.0, 8.0, 0.3
SLOW = 0.05
# Processor time for one test: fifteen times as long as without a mutant, and never less than this.
SLOWER, PATIENCE = 15, 3.0
MEMORY = 4 * 2**30
OPTIONS = ["-q", "-x", "-s", "--rootdir=.", "--assert=plain", "-p", "no:cacheprovider", "-p", "no:logging"]


@dataclass(slots=True, eq=False)
class Run:
    """A pytest plugin: in place of the loop over tests, one over mutants."""

    functions: Functions
    mutants: Sequence[str]
    children: int
    results: dict[str, str] = field(default_factory=dict)
    tests: dict[str, list[pytest.Item]] = field(default_factory=lambda: defaultdict(list))
    seconds: dict[pytest.Item, float] = field(default_factory=dict)
    failed: bool = False
    acting: bool = False

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(self, call: pytest.CallInfo[None]) -> None:
        """In a fork the first failure is the end: to quote a mutated file takes longer than a test."""
        if self.acting and call.excinfo and not isinstance(call.excinfo.value, pytest.skip.Exception):
            os._exit(1)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.failed = self.failed or report.failed

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        session.config.pluginmanager.unregister(name="terminalreporter")
        at_import = self.functions.take_called()
        self._see_what_each_test_calls(session.items)
        sys.setprofile(None)
        print(f"{time.strftime('%X')} {len(self.tests)} functions, {len(session.items)} tests", flush=True)
        gc.freeze()
        self._try(self.mutants, first=True)
        left = [name for name in self.mutants if self.results[name] == SURVIVED]
        self._try(left, first=False)
        imported = [name for name in self.mutants if function_of(name) in at_import]
        for name in [name for name in imported if self.results[name] in (SURVIVED, UNTESTED)]:
            self.results[name] = _alone(name)
        return True

    def _see_what_each_test_calls(self, items: Sequence[pytest.Item]) -> None:
        for item, after in zip(items, [*items[1:], None], strict=True):
            # What one test remembers for another would hide which functions the other needs.
            _forget_what_tests_remember()
            start = time.process_time()
            # Anew for each: a test that goes as deep as Python can ends the watching as well.
            sys.setprofile(self.functions.watch)
            self._test(item, after)
            if self.failed:
                sys.exit(f"{item.nodeid} fails without a mutant")
            self.seconds[item] = time.process_time() - start
            for function in self.functions.take_called():
                self.tests[function].append(item)

    def _test(self, item: pytest.Item, after: pytest.Item | None) -> None:
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=after)

    def _try(self, names: Sequence[str], *, first: bool) -> None:
        running: dict[int, str] = {}
        for number, name in enumerate(names, 1):
            if number % 100 == 0:
                self.save()
                print(
                    f"{time.strftime('%X')} {number} of {len(names)}: {dict(Counter(self.results.values()))}",
                    flush=True,
                )
            items = self._items(name, first=first)
            if not items:
                self.results.setdefault(name, UNTESTED)
                continue
            if len(running) == self.children:
                self._reap(running)
            if pid := os.fork():
                running[pid] = name
            else:
                self._be(name, items)
        while running:
            self._reap(running)

    def _items(self, name: str, *, first: bool) -> list[pytest.Item]:
        """The tests that call a mutant's function: those of the first try, or of the second."""
        if function_of(name) not in self.tests:
            return []
        own, spent, items = f"test_{name.split('.')[-2]}", 0.0, []
        most = WORDS_TRY if self.functions.only_words(name) else FIRST_TRY
        for item in sorted(self.tests[function_of(name)], key=lambda item: self._order(item, own)):
            spent += self.seconds[item]
            if (spent <= most) if first else (most < spent <= SECOND_TRY):
                items.append(item)
        return items

    def _order(self, item: pytest.Item, own: str) -> tuple[bool, bool, float]:
        # Fast ones first, but mixed: the very fastest all end at the same early refusal.
        slow = self.seconds[item] > SLOW
        return (
            slow,
            not item.path.name.startswith(own),
            self.seconds[item] if slow else zlib.crc32(item.nodeid.encode()),
        )

    def _reap(self, running: dict[int, str]) -> None:
        pid, status = os.wait()
        name = running.pop(pid)
        survived = WORDS if self.functions.only_words(name) else SURVIVED
        ends = {0: survived, -signal.SIGPROF: TIMEOUT}
        self.results[name] = ends.get(os.waitstatus_to_exitcode(status), KILLED)

    def save(self) -> None:
        """Keep what is known, for whoever looks on or goes on later."""
        RESULTS.write_text(json.dumps(self.results, indent=1))

    def _be(self, name: str, items: Sequence[pytest.Item]) -> None:
        """In the fork: let the mutant act, and end with 1 at the first test that notices."""
        try:
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
            _forget_what_tests_remember()
            self.functions.act_as(name)
            self.acting = True
            for item, after in zip(items, [*items[1:], None], strict=True):
                signal.setitimer(signal.ITIMER_PROF, max(PATIENCE, SLOWER * self.seconds[item]))
                self._test(item, after)
            os._exit(0)
        finally:
            os._exit(1)


def _forget_what_tests_remember() -> None:
    """Empty the caches of the test modules, which were filled without a mutant."""
    for module in [one for name, one in sys.modules.items() if name.startswith("tests.")]:
        for value in list(vars(module).values()):
            wrapped = getattr(value, "__wrapped__", None)
            if hasattr(value, "cache_clear") and not str(wrapped.__module__).startswith("competition."):
                value.cache_clear()


def _alone(name: str) -> str:
    """Try a mutant in a process of its own, with the tests of its module first."""
    module = name.split(".")[-2]
    own = [str(path) for path in Path("tests").glob(f"*/test_{module}*.py")]
    command = [sys.executable, "-m", "pytest", *OPTIONS, *own, *config().pytest_add_cli_args_test_selection]
    environment = {**os.environ, "MUTANT_UNDER_TEST": name, "PYTHONPATH": "."}
    try:
        ended = subprocess.run(command, check=False, env=environment, capture_output=True, timeout=300)
    except subprocess.TimeoutExpired:
        return TIMEOUT
    return KILLED if ended.returncode else SURVIVED


def make_mutants() -> list[str]:
    """Write the package with all its mutants into mutants/ and return their names."""
    PLACE.mkdir(exist_ok=True)
    with mutmut.CatchOutput():
        file_utils.copy_src_dir()
        file_utils.copy_also_copy_files()
        file_utils.setup_source_paths()
        mutmut.create_mutants(2)
    mutants, _ = mutmut.collect_source_file_mutation_data(mutant_names=())
    return [name for _, name, _ in mutants]


def report(results: dict[str, str], seconds: float) -> None:
    """Print what no test noticed, a line for each module, and how long it took."""
    for name, end in sorted(results.items()):
        if end in (SURVIVED, UNTESTED):
            print(f"{end}: mutmut show {name}")
    table: dict[str, Counter[str]] = defaultdict(Counter)
    for name, end in results.items():
        table[function_of(name).rpartition(".")[0].removeprefix("competition.")][end] += 1
    table["all"] = sum(table.values(), Counter())
    columns = (KILLED, TIMEOUT, WORDS, SURVIVED, UNTESTED)
    print("| module | mutants | " + " | ".join(columns) + " |")
    for module, ends in table.items():
        print(f"| {module} | {ends.total()} | " + " | ".join(str(ends[end]) for end in columns) + " |")
    print(f"{seconds / 60:.0f} minutes")


def chosen(names: Iterable[str], patterns: Sequence[str]) -> list[str]:
    return [name for name in names if not patterns or any(fnmatch.fnmatch(name, one) for one in patterns)]


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--children", type=int, default=2)
    arguments.add_argument("--again", action="store_true", help="leave out what was killed in the run before")
    arguments.add_argument("names", nargs="*")
    options = arguments.parse_args()
    start = time.monotonic()
    before = json.loads(RESULTS.read_text()) if options.again else {}
    names = sorted(make_mutants(), key=before.__contains__)
    known = {name: before[name] for name in names if before.get(name) in (KILLED, TIMEOUT)}
    os.environ["HYPOTHESIS_PROFILE"] = "mutants"
    functions = Functions()
    trampoline.wrap_in_trampoline = functions.wrap  # type: ignore[assignment]
    run = Run(
        functions, [name for name in chosen(names, options.names) if name not in known], options.children
    )
    run.results.update(known)
    sys.setprofile(functions.watch)
    with file_utils.change_cwd(PLACE):
        pytest.main([*OPTIONS, *config().pytest_add_cli_args_test_selection], plugins=[run])
    run.save()
    report(run.results, time.monotonic() - start)


if __name__ == "__main__":
    main()
